// SPDX-License-Identifier: Apache-2.0
//
// Tasks of several classes together, worked out by hand from docs/deadline-tasks.md.
#include "tests/model/linux_dl/classes.hpp"

namespace pinstack::test {

TEST_CASE("classes: deadline before real-time before fair", "[linux-dl]") {
    // D: 2..5, throttled to 12, 12..14. R: 1..2, 5..9. F: 0..1, 9..12, 14..15.
    const RunResult result = run_of(system_of("", 1,
                                              {fair_task("F", {0}, 0, {run(5)}), task("R", 5, {1}, kLate, 0, {run(5)}),
                                               deadline_task("D", {2}, 10, 0, {run(5)}, 3)}));
    CHECK(finishes(result) == Finishes{15, 9, 14});
    CHECK(split(result, 2, JobState::throttled) == 7);
    CHECK(result.capacity.useful == 15);
}

TEST_CASE("classes: a real-time task that a deadline task preempts is not pushed", "[linux-dl]") {
    // set_next_task_dl() pushes deadline tasks only: R waits 1..4 beside the idle CPU 1.
    const RunResult result =
        run_of(system_of("", 2, {task("R", 5, {0}, kLate, 0, {run(5)}), deadline_task("D", {1}, 10, 0, {run(3)})}));
    CHECK(finishes(result) == Finishes{8, 4});
    CHECK(result.capacity.balancing_loss == 3);
}

TEST_CASE("classes: a real-time task that wakes beside a deadline task looks for another CPU", "[linux-dl]") {
    const RunResult result =
        run_of(system_of("", 2, {deadline_task("D", {0}, 10, 0, {run(3)}), task("R", 5, {1}, kLate, 0, {run(5)})}));
    CHECK(finishes(result) == Finishes{3, 6});
}

TEST_CASE("classes: a CPU that a deadline task leaves pulls real-time tasks", "[linux-dl]") {
    // On CPU 0 S waits behind R, since D holds CPU 1 until 4.
    const RunResult result =
        run_of(system_of("", 2,
                         {task("R", 5, {0}, kLate, 0, {run(6)}), task("S", 4, {1}, kLate, 0, {run(2)}),
                          deadline_task("D", {0}, 10, 1, {run(4)})}));
    CHECK(finishes(result) == Finishes{6, 6, 4});
}

TEST_CASE("classes: fair tasks share by weight", "[linux-dl]") {
    // Slices of 3. Nice 5 has weight 335: 3 of running are 9 of virtual time. A, B, A, A, B, B.
    const RunResult result =
        run_of(system_of("", 1, {fair_task("A", {0}, 0, {run(9)}), fair_task("B", {0}, 0, {run(9)}, 5)}));
    CHECK(finishes(result) == Finishes{12, 18});
}

TEST_CASE("classes: equal shares take turns", "[linux-dl]") {
    // A 0..3, B 3..6, A 6..9, B 9..12, A 12..13, B 13..14.
    const RunResult result =
        run_of(system_of("", 1, {fair_task("A", {0}, 0, {run(7)}), fair_task("B", {0}, 0, {run(7)})}));
    CHECK(finishes(result) == Finishes{13, 14});
}

TEST_CASE("classes: who slept does not save up", "[linux-dl]") {
    // B wakes at 6 and is placed at A's 6, as the later of equals: it waits for the slice to end at 9 (A: 9, B: 6).
    const RunResult result =
        run_of(system_of("", 1, {fair_task("A", {0}, 0, {run(12)}), fair_task("B", {6}, 0, {run(3)})}));
    CHECK(finishes(result) == Finishes{15, 12});
}

TEST_CASE("classes: an idle CPU pulls a fair task that a real-time one preempted", "[linux-dl]") {
    // G sleeps on CPU 1 until 5; F, preempted on CPU 0 at 2, goes on there.
    const RunResult result = run_of(system_of(
        "", 2,
        {fair_task("F", {0}, 0, {run(5)}), fair_task("G", {0}, 0, {run(5)}), task("R", 5, {2}, kLate, 0, {run(5)})}));
    CHECK(finishes(result) == Finishes{8, 5, 7});
    CHECK(result.tasks[0].migrations == 1);
    CHECK(result.capacity.lost() == 0);
}

TEST_CASE("classes: a pinned fair task stacks", "[linux-dl]") {
    const RunResult result =
        run_of(system_of("", 2, {fair_task("F", {0}, 0, {md({run(5)})}), task("R", 5, {2}, kLate, 0, {run(5)})}));
    CHECK(finishes(result) == Finishes{10, 7});
    CHECK(split(result, 0, JobState::pin_wait) == 5);
    CHECK(result.capacity.stacking_loss == 5);
}

TEST_CASE("classes: the flavours of the real-time class have deadline tasks too", "[linux-dl]") {
    for (const char* balancer : {"linux-rt-nopush", "linux-rt-5.11", "linux-rt-5.15", "linux-rt-chained"}) {
        CAPTURE(balancer);
        const RunResult result = run_of(
            system_of("", 1, {task("R", 5, {0}, kLate, 0, {run(4)}), deadline_task("D", {1}, 10, 0, {run(5)}, 3)}),
            classes(balancer));
        CHECK(finishes(result) == Finishes{7, 13});
    }
}

}  // namespace pinstack::test
