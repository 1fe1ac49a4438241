// SPDX-License-Identifier: Apache-2.0
//
// Suspensions that another task ends, one small system each, worked out by hand.
#include "tests/model/engine/simulators.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

Operation until_woken() {
    Operation out = suspend(1);
    out.until_woken = true;
    return out;
}

Operation wake(std::uint32_t task) {
    Operation out;
    out.kind = OperationKind::wake;
    out.task = task;
    return out;
}

/// When the job of each task finishes; -1 = never.
std::vector<std::int64_t> finishes(const System& system, const char* balancer) {
    RunOptions options;
    options.keep_jobs = true;
    std::vector<std::int64_t> out;
    for (const JobRecord& job : simulate(system, variant(Protection::migrate_disable, balancer), options).jobs) {
        out.push_back(job.finish ? job.finish->ns : -1);
    }
    return out;
}

constexpr const char* kBalancers[] = {"idle-first", "wake-previous", "wake-previous-push", "shift",
                                      "swap-on-entry", "linux-rt-nopush", "linux-rt-5.15", "linux-rt-chained"};

using Finishes = std::vector<std::int64_t>;

void check(const System& system, const Finishes& expected) {
    for (const char* balancer : kBalancers) {
        CAPTURE(balancer);
        CHECK(finishes(system, balancer) == expected);
    }
}

}  // namespace

TEST_CASE("a task that waits to be woken goes on when it is", "[wake]") {
    check(system_of("woken", 2,
                    {task("waiter", 2, {0}, 99, 0, {run(1), until_woken(), run(2)}),
                     task("waker", 1, {0}, 99, 1, {run(5), wake(0), run(3)})}),
          {7, 8});
}

TEST_CASE("on one CPU, who is woken and more urgent runs at once", "[wake]") {
    check(system_of("one CPU", 1,
                    {task("waiter", 2, {0}, 99, 0, {run(1), until_woken(), run(2)}),
                     task("waker", 1, {0}, 99, 0, {run(5), wake(0), run(3)})}),
          {8, 11});
}

TEST_CASE("a wake-up before the wait, or of a sleep of a given length, is lost", "[wake]") {
    check(system_of("early", 2,
                    {task("waiter", 2, {0}, 99, 0, {run(4), until_woken(), run(2)}),
                     task("waker", 1, {0}, 99, 1, {run(1), wake(0), run(1)})}),
          {-1, 2});
    check(system_of("timed", 2,
                    {task("sleeper", 2, {0}, 99, 0, {run(1), suspend(9), run(2)}),
                     task("waker", 1, {0}, 99, 1, {run(5), wake(0), run(3)})}),
          {12, 8});
}

TEST_CASE("who waits inside a section goes on where it is pinned", "[wake]") {
    // The more urgent one has CPU 0 from 3 to 13, while CPU 1 is idle.
    const System system = system_of("pinned", 2,
                                    {task("waiter", 1, {0}, 99, 0, {run(1), section({run(1), until_woken(), run(2)})}),
                                     task("waker", 2, {0}, 99, 1, {run(5), wake(0)}),
                                     task("urgent", 3, {3}, 99, 0, {run(10)})});
    for (const char* balancer : {"idle-first", "wake-previous", "linux-rt-nopush"}) {
        CAPTURE(balancer);
        CHECK(finishes(system, balancer) == Finishes{15, 5, 13});
    }
    // Balancers that move the running one out of the way lose nothing (Linux: CPU 1 pulls when it becomes idle).
    for (const char* balancer : {"shift", "linux-rt-5.15"}) {
        CAPTURE(balancer);
        CHECK(finishes(system, balancer) == Finishes{7, 5, 13});
    }
}

TEST_CASE("one wake-up is for one wait: the next job waits again", "[wake]") {
    check(system_of("again", 2,
                    {task("waiter", 2, {0, 1}, 99, 0, {run(1), until_woken(), run(1)}),
                     task("waker", 1, {0, 20}, 99, 1, {run(5), wake(0), run(1)})}),
          {6, 26, 6, 26});
}

TEST_CASE("a body that ends with a wait is complete when it is woken; the wake-up costs its waker time", "[wake]") {
    const System system = with_costs(system_of("costs", 2,
                                               {task("waiter", 2, {0}, 99, 0, {run(1), until_woken()}),
                                                task("waker", 1, {0}, 99, 1, {run(5), wake(0), run(3)})}),
                                     {{"wake_up", 2}});
    // Each release is a wake-up of 2 on the CPU of the task, the one at 7 is paid by the waker.
    check(system, {7, 12});
}

TEST_CASE("a drain that ends with a task nobody wakes says so", "[wake]") {
    const System system = system_of(
        "never", 2,
        {task("done", 3, {0}, 99, 1, {run(4)}), task("waiter", 2, {0, 1}, 99, 0, {run(1), until_woken(), run(2)})});
    for (const char* balancer : kBalancers) {
        CAPTURE(balancer);
        const RunResult result = simulate(system, variant(Protection::migrate_disable, balancer));
        REQUIRE(result.findings.total == 1);
        const Finding& finding = result.findings.kept[0];
        CHECK(finding.kind == Finding::Kind::never_done);
        CHECK(finding.from.ns == 4);
        CHECK(finding.tasks == std::vector<std::uint32_t>{1});
        CHECK(result.tasks[1].misses == 2);
    }
    // Up to a horizon, it may be woken yet.
    System longer = system;
    longer.horizon = Duration{50};
    CHECK(simulate(longer, variant(Protection::migrate_disable, "shift")).findings.total == 0);
}

}  // namespace pinstack::test
