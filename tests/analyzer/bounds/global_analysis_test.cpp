// SPDX-License-Identifier: Apache-2.0
//
// Which of the global tests and of the bounds under pins apply to a system, and in which order verdicts come out.
#include "analyzer/bounds/analysis.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

/// Two CPUs; the less urgent task first.
System two_tasks(Protection sections, const char* balancer) {
    System system = system_of("two", 2,
                              {periodic("low", 10, {{20}, {}, {}}, 20, std::nullopt, {run(2), section({run(3)})}),
                               periodic("high", 20, {{30}, {}, {}}, 30, std::nullopt, {run(4)})});
    system.kernel = variant(sections, balancer);
    return system;
}

const TestOutcome& outcome_of(const Analysis& analysis, std::string_view id) {
    for (const TestOutcome& outcome : analysis.tests) {
        if (outcome.test->id == id) return outcome;
    }
    throw std::runtime_error("no such test");
}

}  // namespace

TEST_CASE("dm-density wants deadline-monotonic priorities; the others do not mind") {
    const Analysis analysis = analyze(two_tasks(Protection::none, "shift"));
    CHECK(outcome_of(analysis, "dm-density").why_not == "`low` is less urgent than a task with a longer deadline");
    for (const char* id : {"bcl-fp", "rta-bc", "rta-bc-slack", "rta-lc", "da-lc", "c-rta", "opa"}) {
        CAPTURE(id);
        CHECK(outcome_of(analysis, id).why_not == "");
        CHECK(outcome_of(analysis, id).verdict.schedulable);
    }
    // In file order: low first.
    CHECK(outcome_of(analysis, "rta-lc").verdict.bounds[0] == 5);
    CHECK(outcome_of(analysis, "rta-lc").verdict.bounds[1] == 4);
}

TEST_CASE("pins keep published tests away, but under swap-on-entry few of them do not; the bounds under pins remain") {
    CHECK(outcome_of(analyze(two_tasks(Protection::migrate_disable, "shift")), "rta-lc").why_not ==
          "`low` can be pinned by migrate_disable");
    CHECK(outcome_of(analyze(two_tasks(Protection::migrate_disable, "swap-on-entry")), "rta-lc").why_not == "");
    CHECK(outcome_of(analyze(two_tasks(Protection::preempt_disable, "idle-first")), "rta-lc").why_not ==
          "`low` has a non-preemptive section");
    for (const char* id : {"pinned-none", "pinned-np", "pinned-unmitigated", "pinned-shift", "pinned-swap-on-entry"}) {
        for (const Protection sections : {Protection::preempt_disable, Protection::migrate_disable}) {
            CAPTURE(id);
            const Analysis analysis = analyze(two_tasks(sections, "idle-first"));
            CHECK(outcome_of(analysis, id).why_not == "");
            CHECK(outcome_of(analysis, id).verdict.schedulable);
        }
    }
}

TEST_CASE("a bound under pins does not apply with brackets of another kind") {
    System system = two_tasks(Protection::none, "shift");
    system.tasks[1].body = {md({run(4)})};
    const Analysis with_md = analyze(system);
    CHECK(outcome_of(with_md, "pinned-shift").why_not == "");
    CHECK(outcome_of(with_md, "pinned-np").why_not == "`high` has an explicit migrate_disable");
    system.tasks[1].body = {np({run(4)})};
    const Analysis with_np = analyze(system);
    CHECK(outcome_of(with_np, "pinned-shift").why_not == "`high` has an explicit preempt_disable or irq_disable");
    CHECK(outcome_of(with_np, "pinned-np").why_not == "");
}
