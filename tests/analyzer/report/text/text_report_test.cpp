// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/text/text_report.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/families.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;
using Catch::Contains;

namespace {

std::string compare_text(const System& system) {
    const Comparison comparison = compare(system, default_variants(system));
    StringSink sink;
    write_compare_text(sink, system, comparison, record_picture(system, comparison.outcomes, std::nullopt, 1000),
                       Style{});
    return sink.text;
}

std::string simulate_text(const System& system, const Variant& variant, const RunRequest& request = {}) {
    const Outcome outcome = run_variant(system, variant, request);
    REQUIRE(outcome.applicable());
    StringSink sink;
    write_simulate_text(sink, system, outcome, request, record_picture(system, {&outcome, 1}, std::nullopt, 1000),
                        Style{});
    return sink.text;
}

}  // namespace

TEST_CASE("simulate: what was lost and who missed comes first") {
    const std::string text = simulate_text(family_f1(4), variant(Protection::migrate_disable, "wake-previous"));
    CHECK_THAT(text, Contains("4 tasks on 4 CPUs\nmigrate_disable/wake-previous (fixed priority), 120ns simulated\n\n"
                              "  60ns of 480ns (12.50 %) lost to stacking: up to 4 jobs pinned to one CPU"));
    CHECK_THAT(text, Contains("6 of 8 jobs miss their deadlines: T0 T1 T2"));
    CHECK_THAT(text, Contains("Ties: equal priorities: task file order, then job number"));
}

TEST_CASE("compare: a row for each variant, the baseline marked, the same schedule drawn once") {
    const std::string text = compare_text(family_f1(4));
    CHECK_THAT(text, Contains("  none/shift *"));
    CHECK_THAT(text, Contains("  migrate_disable/wake-previous              6      12.50 %"));
    CHECK_THAT(text, Contains("in this interval the same schedule as migrate_disable/wake-previous"));
}

TEST_CASE("compare: an impossible variant is named with its reason") {
    const std::string text = compare_text(family_f7());
    CHECK_THAT(text, Contains("preempt_disable/idle-first is not applicable: /tasks/0/body/0"));
    CHECK_THAT(text, Contains("n/a"));
}

TEST_CASE("a potential deadlock, and which kernel it is, where there are locks") {
    const System system = lock_order();
    const std::string sentence =
        "  a potential deadlock: A -> B (task T1, /tasks/0/body/0/lock/body/1/lock) -> A (task T2,\n"
        "    /tasks/1/body/0/lock/body/1/lock)\n";
    const std::string single = simulate_text(system, variant(Protection::migrate_disable, "shift"));
    CHECK_THAT(single, Contains(sentence) && Contains("(fixed priority, without PREEMPT_RT), "));
    CHECK_THAT(compare_text(system), Contains(sentence) && Contains("fixed priority, without PREEMPT_RT; every"));
    Variant rt = variant(Protection::none, "shift");
    rt.linux.preempt_rt = true;
    CHECK_THAT(simulate_text(family_f1(2), rt), Contains("(fixed priority, with PREEMPT_RT), "));
    CHECK_THAT(simulate_text(family_f1(2), variant(Protection::none, "shift")),
               !Contains("PREEMPT_RT") && !Contains("potential deadlock"));
}

TEST_CASE("many tasks make no wide table: those that differ are shown, the others counted") {
    // The stack of f1 among 200 tasks that never wait.
    System system = family_f1(4);
    system.platform.cpus = 300;
    for (int i = 0; i < 200; ++i) {
        system.tasks.push_back(task(numbered("calm-", i), 50, {0}, 1000, 10 + i, {run(3)}));
    }
    const std::string text = compare_text(system);
    for (const char* name : {" T0 ", " T1 ", " T2 "}) CHECK_THAT(text, Contains(name));
    CHECK_THAT(text, Contains("200 more tasks not shown"));
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = text.find('\n', from);
        CHECK(to - from <= kTextWidth);
        from = to + 1;
    }
}

TEST_CASE("simulate: jobs, episodes and series when asked for") {
    RunRequest request;
    request.jobs = request.all_episodes = request.series = true;
    request.tie_orders = 2;
    const std::string text =
        simulate_text(family_f1(4), variant(Protection::migrate_disable, "wake-previous"), request);
    CHECK_THAT(text, Contains("\nJobs (times in ns)\n"));
    CHECK_THAT(text, Contains("missed\n"));
    CHECK_THAT(text, Contains("CPUs lost  "));
    CHECK_THAT(text, Contains("the verdict does not depend on ties (no two tasks can tie)"));
}

TEST_CASE("a name cannot take over the terminal") {
    System system = family_f1(2);
    system.name = "\033]0;owned\007";
    system.tasks[0].name = "\033[2J";
    const std::string text = compare_text(system) + simulate_text(system, variant(Protection::none, "shift"));
    CHECK(text.find('\033') == std::string::npos);
    CHECK(text.find('\007') == std::string::npos);
}
