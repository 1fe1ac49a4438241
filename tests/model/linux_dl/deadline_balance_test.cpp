// SPDX-License-Identifier: Apache-2.0
//
// Push and pull by deadline, worked out by hand from docs/deadline-tasks.md.
#include "tests/model/linux_dl/classes.hpp"

namespace pinstack::test {

TEST_CASE("deadline balance: a waking task that waits is pushed to a CPU without deadline tasks", "[linux-dl]") {
    // B's old deadline is none, so it stays on CPU 0; with its new one, 31, it waits behind A, 20, and is pushed.
    const RunResult result =
        run_of(system_of("", 2, {deadline_task("A", {0}, 20, 0, {run(5)}), deadline_task("B", {1}, 30, 0, {run(5)})}));
    CHECK(finishes(result) == Finishes{5, 6});
    CHECK(result.capacity.lost() == 0);
}

TEST_CASE("deadline balance: nobody is pushed over an earlier deadline; a CPU whose task is done pulls", "[linux-dl]") {
    // CPU 0: A, deadline 10; CPU 1: C, deadline 6. B, deadline 21, waits on CPU 0 until C is done at 4.
    const RunResult result =
        run_of(system_of("", 2,
                         {deadline_task("A", {0}, 10, 0, {run(8)}), deadline_task("B", {1}, 20, 0, {run(3)}),
                          deadline_task("C", {0}, 6, 1, {run(4)})}));
    CHECK(finishes(result) == Finishes{8, 7, 4});
    CHECK(split(result, 1, JobState::interference) == 3);
}

TEST_CASE("deadline balance: a pinned task is not pushed, and stacks", "[linux-dl]") {
    // B preempts A inside its section; CPU 1 stays idle: it was idle before and looks for nothing.
    const RunResult result = run_of(
        system_of("", 2, {deadline_task("A", {0}, 20, 0, {md({run(5)})}), deadline_task("B", {1}, 10, 0, {run(4)})}));
    CHECK(finishes(result) == Finishes{9, 5});
    CHECK(split(result, 0, JobState::pin_wait) == 4);
    CHECK(result.capacity.stacking_loss == 4);
    CHECK(result.stacking.max_depth == 1);
}

TEST_CASE("deadline balance: a pull that finds a pinned task pushes the running one away", "[linux-dl]") {
    // As above, but CPU 1 has C until 3. Then it pulls: A is pinned, so B is pushed from CPU 0 to CPU 1.
    const RunResult result =
        run_of(system_of("", 2,
                         {deadline_task("A", {0}, 20, 0, {md({run(5)})}), deadline_task("B", {1}, 10, 0, {run(4)}),
                          deadline_task("C", {0}, 6, 1, {run(3)})}));
    CHECK(finishes(result) == Finishes{7, 5, 3});
    CHECK(result.tasks[1].migrations == 1);
    CHECK(result.capacity.stacking_loss == 0);
}

TEST_CASE("deadline balance: a pinned head hides the tasks behind it", "[linux-dl]") {
    // On CPU 0 A (20) is pinned and preempted at 1 by B (11). D (31) wakes there at 2: push_dl_task() sees A first and
    // gives up, though CPU 1 is free. When B is done at 7, CPU 0 picks A, and D is the head.
    const RunResult result =
        run_of(system_of("", 2,
                         {deadline_task("A", {0}, 20, 0, {md({run(5)})}), deadline_task("B", {1}, 10, 0, {run(6)}),
                          deadline_task("D", {2}, 29, 0, {run(3)})}));
    CHECK(finishes(result) == Finishes{11, 7, 10});
    CHECK(result.capacity.balancing_loss + result.capacity.stacking_loss == 6);
}

TEST_CASE("deadline balance: a replenished task may be sent away from its own idle CPU", "[linux-dl]") {
    // Since 6.6 a CPU is overloaded with one task that can be pushed: the timer queues A on CPU 0, and pushes it before
    // CPU 0 picks it.
    const RunResult result = run_of(system_of("", 2, {deadline_task("A", {0}, 10, 0, {run(5)}, 3)}));
    CHECK(finishes(result) == Finishes{12});
    CHECK(result.tasks[0].migrations == 1);
}

TEST_CASE("deadline balance: under EDF every task is one of SCHED_DEADLINE", "[linux-dl]") {
    const System system = system_of(
        "", 1, {task("A", std::nullopt, {0}, 20, 0, {run(5)}), task("B", std::nullopt, {1}, 10, 0, {run(4)})});
    const RunResult result = run_of(system, variant(Protection::migrate_disable, "linux-dl", Order::edf));
    CHECK(finishes(result) == Finishes{9, 5});
}

}  // namespace pinstack::test
