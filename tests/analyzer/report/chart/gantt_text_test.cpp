// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/gantt_text.hpp"

#include "analyzer/run/comparison.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/families.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

std::string chart(const System& system, const Variant& variant, std::optional<Window> window = std::nullopt) {
    const Outcome outcome = run_variant(system, variant);
    REQUIRE(outcome.applicable());
    const Picture picture = record_picture(system, {&outcome, 1}, window, 1000);
    return "\n" + GanttText(system, picture, Style{}).chart(picture.timelines.front());
}

}  // namespace

TEST_CASE("the stack of f1 on three CPUs stands under CPU 0") {
    CHECK(chart(family_f1(3), variant(Protection::migrate_disable, "wake-previous")) == R"(
time in ns 0         2         4         6         8         10        12        14
           |         |         |         |         |         |         |         |
released   a         b         c
CPU 0      aaaaaAAAAAbbbbbBBBBBcccccCCCCCCCCCCCCCCCCCCCCBBBBBBBBBBBBBBBAAAAAAAAAAAAAAA
 pinned,                       [b----------------------]
 waiting             [a-----------------------------------------------]
CPU 1      ..........!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!...............
CPU 2      ....................!!!!!!!!!!!!!!!!!!!!!!!!!..............................
missed                                                  a         b
)");
}

TEST_CASE("NP looks like a wall") {
    const std::string text = chart(family_f6(2), variant(Protection::preempt_disable, "idle-first"));
    CHECK_THAT(text, Catch::Contains("CPU 0") && Catch::Contains("A###"));
}

TEST_CASE("a pinned sleeper is told from one that waits") {
    const std::string text = chart(family_f7(), variant(Protection::migrate_disable, "wake-previous"));
    CHECK_THAT(text, Catch::Contains("[a~~~") && Catch::Contains("---]"));
}

TEST_CASE("many CPUs: the eventful ones are drawn, the others counted") {
    System system = family_f1(4);
    system.platform.cpus = 100;
    const std::string text = chart(system, variant(Protection::migrate_disable, "wake-previous"));
    CHECK_THAT(text, Catch::Contains("CPU 0") && Catch::Contains("(84 more CPUs not drawn)"));
}

TEST_CASE("many tasks, odd times: no line is too long, the rest of the alphabet is told") {
    std::vector<Task> tasks;
    for (int i = 0; i < 60; ++i) {
        tasks.push_back(task(numbered("controller-", i), 10 + i % 7, {i * 13, 5000 + i * 17}, 9000, 0,
                             {run(7 + i), section({run(101 + i * 3)})}));
    }
    const System system = system_of("many", 4, std::move(tasks));
    const Outcome outcome = run_variant(system, variant(Protection::migrate_disable, "wake-previous"));
    const Picture picture = record_picture(system, {&outcome, 1}, Window{{0}, {9000}}, 5000);
    const GanttText gantt(system, picture, Style{});
    const std::string text = gantt.title() + gantt.legend() + gantt.chart(picture.timelines.front());
    CHECK_THAT(text, Catch::Contains("? = one of 34 more tasks"));
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = text.find('\n', from);
        CHECK(to - from <= kTextWidth);
        from = to + 1;
    }
}
