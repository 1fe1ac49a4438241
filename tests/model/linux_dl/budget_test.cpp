// SPDX-License-Identifier: Apache-2.0
//
// The constant bandwidth server, worked out by hand from docs/deadline-tasks.md. CPUs and times are small; the period
// is the deadline unless said otherwise.
#include "tests/model/linux_dl/classes.hpp"

namespace pinstack::test {

TEST_CASE("budget: a task that has used up its runtime waits for its next period", "[linux-dl]") {
    // 0..3, 10..13, 20..22.
    const RunResult result = run_of(system_of("", 1, {deadline_task("A", {0}, 10, 0, {run(8)}, 3)}));
    CHECK(finishes(result) == Finishes{22});
    CHECK(split(result, 0, JobState::throttled) == 14);
    CHECK(split(result, 0, JobState::running) == 8);
    CHECK(result.tasks[0].preemptions == 2);
    CHECK(result.capacity.idle == 14);
    CHECK(result.capacity.lost() == 0);
}

TEST_CASE("budget: without one it is the sum of the longest run times", "[linux-dl]") {
    const RunResult result = run_of(system_of("", 1, {deadline_task("A", {0, 10}, 10, 0, {run(8)})}));
    CHECK(finishes(result) == Finishes{8, 18});
    CHECK(split(result, 0, JobState::throttled) == 0);
}

TEST_CASE("budget: a task throttled inside a section stays pinned", "[linux-dl]") {
    // B's deadline is 7, A's 10: B preempts A, which is pinned to CPU 0, from 1 to 5. A uses its 3 up at 7, waits,
    // pinned and throttled, and leaves its section at 12. CPU 1 would have been free all the time; only 1..5 is lost to
    // stacking.
    const RunResult result = run_of(system_of(
        "", 2, {deadline_task("A", {0}, 10, 0, {md({run(5)}), run(1)}, 3), deadline_task("B", {1}, 6, 0, {run(4)})}));
    CHECK(finishes(result) == Finishes{13, 5});
    CHECK(split(result, 0, JobState::pin_wait) == 4);
    CHECK(split(result, 0, JobState::throttled) == 3);
    CHECK(result.capacity.stacking_loss == 4);
    CHECK(result.stacking.max_depth == 1);
    CHECK(result.tasks[0].migrations == 0);
}

TEST_CASE("budget: who is woken after its deadline and before its next period waits for that", "[linux-dl]") {
    // dl_check_constrained_dl(): deadline 4, period 10. A runs 0..1 and sleeps to 6: throttled until 10.
    Task a = periodic("A", std::nullopt, {{10}, {}, {}}, 4, 0, {run(1), suspend(5), run(1)});
    a.policy = Policy::deadline;
    System system = system_of("", 1, {a});
    system.horizon = Duration{12};
    const RunResult result = run_of(system);
    CHECK(finishes(result) == Finishes{11, -1});
    CHECK(split(result, 0, JobState::throttled) == 4);
    CHECK(split(result, 0, JobState::suspended) == 5);
}

TEST_CASE("budget: the revised wake-up rule leaves what the density allows", "[linux-dl]") {
    // Deadline 8, period 10, runtime 4. A wakes at 6 with 3 left; 4/8 of the 2 until its deadline is 1. It runs 6..7,
    // and from 10 to 12.
    Task a = periodic("A", std::nullopt, {{10}, {}, {}}, 8, 0, {run(1), suspend(5), run(3)});
    a.policy = Policy::deadline;
    System system = system_of("", 1, {a});
    system.horizon = Duration{13};
    CHECK(finishes(run_of(system)).front() == 12);
}

TEST_CASE("budget: with deadline = period a task that would use too much begins a new period", "[linux-dl]") {
    // A wakes at 6 with 3 of 4 left and 4 until its deadline: 3/4 > 4/10. Its deadline is then 16, after B's, which
    // is 15.
    const RunResult result = run_of(system_of(
        "", 1,
        {deadline_task("A", {0}, 10, 0, {run(1), suspend(5), run(3)}), deadline_task("B", {7}, 8, 0, {run(2)})}));
    CHECK(finishes(result) == Finishes{11, 9});
}

TEST_CASE("budget: what a task used before it slept still counts if there is time enough", "[linux-dl]") {
    // A wakes at 2 with 1 of 4 left and 8 until its deadline: 1/8 < 4/10, so both stay. Throttled at 3, until 10.
    const RunResult result =
        run_of(system_of("", 1, {deadline_task("A", {0}, 10, 0, {run(3), suspend(1), run(2)}, 4)}));
    CHECK(finishes(result) == Finishes{11});
    CHECK(split(result, 0, JobState::throttled) == 5);
}

TEST_CASE("budget: a non-preemptible section runs on, for nothing", "[linux-dl]") {
    // Used up at 3, off the CPU at 5, back at 10 with all of 3.
    const RunResult result = run_of(system_of("", 1, {deadline_task("A", {0}, 10, 0, {np({run(5)}), run(3)}, 3)}));
    CHECK(finishes(result) == Finishes{13});
    CHECK(split(result, 0, JobState::throttled) == 5);
}

TEST_CASE("budget: a section beyond the replenishment is paid for", "[linux-dl]") {
    // Used up at 3; replenished at 10 while still current, so that what it ran since 3 counts: 3 - 7 = -4. It leaves
    // at 12. At 20 two periods make it 2.
    const RunResult result = run_of(system_of("", 1, {deadline_task("A", {0}, 10, 0, {np({run(12)}), run(2)}, 3)}));
    CHECK(finishes(result) == Finishes{22});
    CHECK(split(result, 0, JobState::throttled) == 8);
}

TEST_CASE("budget: with interrupts off the end of the runtime is seen late", "[linux-dl]") {
    // At 5 the runtime is -2: at 10 it is 1. It runs 10..11, and 3 more from 20.
    const RunResult result = run_of(system_of("", 1, {deadline_task("A", {0}, 10, 0, {irq_off({run(5)}), run(4)}, 3)}));
    CHECK(finishes(result) == Finishes{23});
}

TEST_CASE("budget: a job that ends with its runtime used up is done", "[linux-dl]") {
    // The second job, at 4, finds the server throttled until 10; the third begins with it at 20.
    const RunResult result = run_of(system_of("", 1, {deadline_task("A", {0, 4, 20}, 10, 0, {run(3)})}));
    CHECK(finishes(result) == Finishes{3, 13, 23});
    CHECK(split(result, 0, JobState::throttled) == 6);
}

TEST_CASE("budget: a run that drains waits for replenishments", "[linux-dl]") {
    const RunResult result = run_of(system_of("", 1, {deadline_task("A", {0}, 10, 0, {run(2)}, 1)}));
    CHECK(result.span.ns == 11);
}

}  // namespace pinstack::test
