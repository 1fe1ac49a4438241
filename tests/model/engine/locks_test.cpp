// SPDX-License-Identifier: Apache-2.0
//
// The rules of locks and of RCU under the idealised balancers, one small system each, worked out by hand.
#include "tests/model/engine/simulators.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

using Finishes = std::vector<std::int64_t>;

System with_locks(int cpus, const std::vector<LockKind>& kinds, std::vector<Task> tasks) {
    System system = system_of("locks", cpus, std::move(tasks));
    system.locks = locks(kinds);
    return system;
}

Variant on_rt(const char* balancer = "wake-previous", Order order = Order::fp) {
    Variant it = variant(Protection::migrate_disable, balancer, order);
    it.linux.preempt_rt = true;
    return it;
}
Variant without_rt() { return variant(Protection::migrate_disable, "wake-previous"); }

/// What both schedulers say.
template <class Check>
void for_both(const System& system, const Variant& it, Check check) {
    for (const Simulator& simulator : simulators()) {
        INFO(simulator.name);
        RunOptions options;
        options.keep_jobs = true;
        const RunResult result = simulator.run(system, it, options);
        Finishes finishes;
        for (const JobRecord& job : result.jobs) finishes.push_back(job.finish ? job.finish->ns : -1);
        check(result, finishes);
    }
}

std::int64_t split(const RunResult& result, std::size_t task, JobState state) {
    return result.tasks[task].response_split[static_cast<std::size_t>(state)];
}

}  // namespace

TEST_CASE("busy waiting: in the order of arrival, on the CPU, without passing urgency on", "[locks]") {
    const System system = with_locks(
        4, {LockKind::raw_spinlock},
        {task("owner", 1, {0}, 99, {}, {lock(0, {run(10)})}), task("first", 2, {1}, 99, {}, {lock(0, {run(1)})}),
         task("second", 9, {2}, 99, {}, {lock(0, {run(1)})})});
    for_both(system, without_rt(), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{10, 11, 12});
        CHECK(split(result, 1, JobState::lock_wait) == 9);
        CHECK(split(result, 2, JobState::lock_wait) == 9);
        CHECK(result.capacity.overhead == 18);
        CHECK(result.capacity.overhead_by_kind[static_cast<std::size_t>(Overhead::spin_wait)] == 18);
        CHECK(result.capacity.useful == 12);
    });
}

TEST_CASE("busy waiting is non-preemptible", "[locks]") {
    const System system =
        with_locks(2, {LockKind::spinlock},
                   {task("owner", 1, {0}, 99, 0, {lock(0, {run(10)})}),
                    task("spins", 2, {1}, 99, 1, {lock(0, {run(1)})}), task("urgent", 9, {3}, 99, 0, {run(2)})});
    for_both(system, without_rt(), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{10, 11, 12});
        CHECK(split(result, 2, JobState::np_blocking) == 7);
        // Top is urgent and spins; the owner runs instead of urgent.
        CHECK(result.capacity.inversion_np == 7);
        CHECK(result.capacity.overhead == 9);
    });
}

TEST_CASE("urgency is inherited along a chain of three locks", "[locks]") {
    constexpr LockKind kMutex = LockKind::mutex;
    const System system =
        with_locks(1, {kMutex, kMutex, kMutex},
                   {task("low", 1, {0}, 99, 0, {lock(0, {run(10)})}),
                    task("second", 2, {1}, 99, 0, {lock(1, {lock(0, {run(1)})})}),
                    task("third", 3, {2}, 99, 0, {lock(2, {lock(1, {run(1)})})}),
                    task("urgent", 9, {3}, 99, 0, {lock(2, {run(1)})}), task("middle", 5, {4}, 99, 0, {run(2)})});
    for_both(system, without_rt(), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{10, 11, 12, 13, 15});
        CHECK(split(result, 4, JobState::interference) == 9);
        CHECK(split(result, 3, JobState::lock_wait) == 9);
        // Preempted and back at 1, 2 and 3: the others need the CPU to come to their locks.
        CHECK(result.tasks[0].preemptions == 3);
        CHECK(result.capacity.inversion() == 0);
    });
}

TEST_CASE("a sleeping lock goes to the most urgent, inherited urgency included", "[locks]") {
    constexpr LockKind kMutex = LockKind::mutex;
    // From 4 on the lender has the urgency of the one that waits for it, so it is served before "middle".
    const System system = with_locks(
        1, {kMutex, kMutex},
        {task("owner", 1, {0}, 99, 0, {lock(0, {run(8)})}),
         task("lender", 2, {1}, 99, 0, {lock(1, {lock(0, {run(1)}), run(2)})}),
         task("middle", 3, {2}, 99, 0, {lock(0, {run(1)})}), task("urgent", 9, {4}, 99, 0, {lock(1, {run(1)})})});
    for_both(system, without_rt(), [](const RunResult&, const Finishes& finishes) {
        CHECK(finishes == Finishes{8, 11, 13, 12});
    });
}

TEST_CASE("who spins goes on spinning when it inherits the urgency of those that wait for its mutex", "[locks]") {
    const System system = with_locks(3, {LockKind::raw_spinlock, LockKind::mutex},
                                     {task("owner", 1, {0}, 99, 0, {lock(0, {run(10)})}),
                                      task("spins", 2, {1}, 99, 1, {lock(1, {lock(0, {run(1)}), run(1)})}),
                                      task("urgent", 9, {2}, 99, 2, {lock(1, {run(1)})})});
    for_both(system, without_rt(), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{10, 12, 13});
        CHECK(result.capacity.overhead == 9);
        CHECK(split(result, 1, JobState::lock_wait) == 9);
        CHECK(split(result, 2, JobState::lock_wait) == 10);
    });
}

TEST_CASE("who inherits an urgency, and another of the same priority or deadline", "[locks]") {
    const auto tasks = [](std::int64_t deadline_of_waiting) {
        return std::vector<Task>{task("waits", 5, {1}, deadline_of_waiting, 0, {lock(0, {run(1)})}),
                                 task("equal", 5, {1}, 20, 0, {run(2)}),
                                 task("holds", 1, {0}, 99, 0, {lock(0, {run(3)})})};
    };
    // Under fp the order of equal priorities is inherited too.
    for_both(with_locks(1, {LockKind::mutex}, tasks(20)), without_rt(), [](const RunResult&, const Finishes& finishes) {
        CHECK(finishes == Finishes{4, 6, 3});
    });
    // Under edf only the deadline is: equal ones go by the place in the file.
    const Variant edf = variant(Protection::migrate_disable, "wake-previous", Order::edf);
    for_both(with_locks(1, {LockKind::mutex}, tasks(20)), edf, [](const RunResult&, const Finishes& finishes) {
        CHECK(finishes == Finishes{6, 3, 5});
    });
    for_both(with_locks(1, {LockKind::mutex}, tasks(19)), edf, [](const RunResult&, const Finishes& finishes) {
        CHECK(finishes == Finishes{4, 6, 3});
    });
}

TEST_CASE("spinlock with PREEMPT_RT pins when it is held: who waits for it may go anywhere", "[locks]") {
    const auto tasks = [](Operation (*guard)(std::uint32_t, Body)) {
        return std::vector<Task>{task("owner", 1, {0}, 99, 0, {guard(0, {run(4)})}),
                                 task("waits", 5, {1}, 99, 1, {run(1), guard(0, {run(2)})}),
                                 task("urgent", 9, {3}, 99, 1, {run(10)})};
    };
    for_both(with_locks(2, {LockKind::spinlock}, tasks(lock)), on_rt(),
             [](const RunResult& result, const Finishes& finishes) {
                 CHECK(finishes == Finishes{4, 6, 13});
                 CHECK(result.stacking.max_depth == 1);
                 CHECK(result.capacity.stacking_loss == 0);
                 CHECK(split(result, 1, JobState::lock_wait) == 2);
             });
    // Inside migrate_disable it stays where it waited, and CPU 0 is lost to the stack.
    const auto inside_md = [](std::uint32_t i, Body body) { return md({lock(i, std::move(body))}); };
    for_both(with_locks(2, {LockKind::spinlock}, tasks(inside_md)), on_rt(),
             [](const RunResult& result, const Finishes& finishes) {
                 CHECK(finishes == Finishes{4, 15, 13});
                 CHECK(result.capacity.stacking_loss == 9);
             });
}

TEST_CASE("local_lock with PREEMPT_RT pins, then blocks: blocked is no loss, stacked is", "[locks]") {
    const System system =
        with_locks(2, {LockKind::local_lock},
                   {task("owner", 1, {0}, 99, 0, {lock(0, {run(10)})}),
                    task("waits", 5, {2}, 99, 0, {lock(0, {run(2)})}), task("urgent", 9, {9}, 99, 0, {run(5)})});
    for_both(system, on_rt(), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{15, 17, 14});
        CHECK(result.stacking.max_depth == 2);
        CHECK(split(result, 1, JobState::lock_wait) == 13);
        // While "waits" is blocked, CPU 1 idles for want of a ready job; from 9 to 14 the owner is ready, and stacked.
        CHECK(result.capacity.stacking_loss == 5);
        CHECK(split(result, 0, JobState::pin_wait) == 5);
        CHECK(result.capacity.idle == 12);
    });
    // Another CPU has a lock of its own.
    const System apart = with_locks(
        2, {LockKind::local_lock},
        {task("here", 1, {0}, 99, 0, {lock(0, {run(10)})}), task("there", 5, {2}, 99, 1, {lock(0, {run(2)})})});
    for_both(apart, on_rt(), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{10, 4});
        CHECK(split(result, 1, JobState::lock_wait) == 0);
    });
    // Without PREEMPT_RT nothing is shared, and nobody is preempted.
    for_both(system, without_rt(), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{10, 4, 14});
        CHECK(split(result, 1, JobState::lock_wait) == 0);
    });
}

TEST_CASE("a suspension under a lock that the job waited for begins when it is on a CPU", "[locks]") {
    const System system = with_locks(1, {LockKind::mutex},
                                     {task("owner", 1, {0}, 99, 0, {lock(0, {run(3)})}),
                                      task("waits", 5, {1}, 99, 0, {run(1), lock(0, {suspend(2), run(1)})}),
                                      task("urgent", 7, {4}, 99, 0, {run(2)})});
    for_both(system, without_rt(), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{4, 9, 6});
        CHECK(split(result, 1, JobState::interference) == 2);
        CHECK(split(result, 1, JobState::suspended) == 2);
    });
}

TEST_CASE("a lock is released at the wake-up, without a CPU", "[locks]") {
    const System system =
        with_locks(2, {LockKind::mutex},
                   {task("sleeps", 1, {0}, 99, 0, {lock(0, {run(1), suspend(3)}), run(2)}),
                    task("waits", 5, {1}, 99, 1, {lock(0, {run(2)})}), task("urgent", 9, {2}, 99, 0, {run(10)})});
    for_both(system, without_rt(), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{8, 6, 12});
        CHECK(split(result, 1, JobState::lock_wait) == 3);
        CHECK(split(result, 0, JobState::interference) == 2);
    });
}

TEST_CASE("a deadlock is found with its circle, and the run ends", "[locks]") {
    const auto tasks = [] {
        return std::vector<Task>{task("A", 1, {0}, 9, 0, {lock(0, {run(2), lock(1, {run(1)})})}),
                                 task("B", 2, {0}, 60, 1, {lock(1, {run(2), lock(0, {run(1)})})})};
    };
    const auto check_finding = [](const RunResult& result) {
        REQUIRE(result.findings.total == 1);
        const Finding& found = result.findings.kept.at(0);
        CHECK(found.kind == Finding::Kind::deadlock);
        CHECK(found.from == Instant{2});
        CHECK(found.to == Instant{2});
        CHECK(found.task == 1);  // the step ends of an instant come by CPU, so B closes the circle
        CHECK(found.circle == std::vector<WaitFor>{{1, 0, kNoCpu}, {0, 1, kNoCpu}});
    };
    System system = with_locks(2, {LockKind::mutex, LockKind::mutex}, tasks());
    for_both(system, without_rt(), [&](const RunResult& result, const Finishes& finishes) {
        check_finding(result);
        CHECK(finishes == Finishes{-1, -1});
        CHECK(result.span.ns == 2);
        CHECK(result.deadline_misses() == 2);  // nothing will ever complete them
    });
    system.horizon = Duration{50};
    for_both(system, without_rt(), [&](const RunResult& result, const Finishes&) {
        check_finding(result);
        CHECK(result.span.ns == 50);
        CHECK(result.capacity.idle == 96);
        CHECK(result.deadline_misses() == 1);
    });
    // Those that spin burn their CPUs.
    System spinning = with_locks(2, {LockKind::raw_spinlock, LockKind::raw_spinlock}, tasks());
    spinning.horizon = Duration{50};
    for_both(spinning, without_rt(), [&](const RunResult& result, const Finishes&) {
        check_finding(result);
        CHECK(result.capacity.overhead == 96);
    });
}

TEST_CASE("a deadlock at a local_lock names the CPU", "[locks]") {
    const System system =
        with_locks(2, {LockKind::local_lock}, {task("A", 1, {0}, 9, 1, {lock(0, {run(2), lock(0, {run(1)})})})});
    for_both(system, on_rt(), [](const RunResult& result, const Finishes&) {
        REQUIRE(result.findings.total == 1);
        CHECK(result.findings.kept.at(0).circle == std::vector<WaitFor>{{0, 0, 1}});
        CHECK(result.span.ns == 2);
    });
}

TEST_CASE("a deadlocked drain: what waits in vain at its last instant makes no episode", "[locks]") {
    const System system = with_locks(
        3, {LockKind::raw_spinlock},
        {task("spins", 5, {0}, 9, 0, {lock(0, {lock(0, {run(1)})})}), task("pinned", 1, {0}, 9, 1, {md({run(2)})}),
         task("takes over", 4, {1}, 9, 1, {run(1), lock(0, {run(1)})}), task("fills", 3, {0}, 9, 2, {run(2)})});
    for_both(system, without_rt(), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{-1, -1, -1, 2});
        CHECK(result.span.ns == 2);
        CHECK(result.stacking.episodes_total == 0);
        CHECK(result.stacking.max_simultaneous_loss == 0);
    });
}

TEST_CASE("RCU: a preempted reader holds up the grace period; RT spinlocks are readers", "[locks]") {
    constexpr std::int64_t kMs = 1'000'000;
    for (const bool rt : {false, true}) {
        System system = with_locks(1, {LockKind::spinlock},
                                   {task("reads", 1, {0}, 99 * kMs, 0, {run(1 * kMs), rcu_read({run(3 * kMs)})}),
                                    task("locks", 2, {2 * kMs}, 99 * kMs, 0, {lock(0, {run(7 * kMs)})})});
        system.horizon = Duration{20 * kMs};
        Variant it = without_rt();
        it.linux.preempt_rt = rt;
        for_both(system, it, [&](const RunResult& result, const Finishes& finishes) {
            CHECK(finishes == Finishes{11 * kMs, 9 * kMs});
            REQUIRE(result.rcu.has_value());
            // "reads" reads from 1 to 11: from 4 on a grace period waits for it, until the scan at 12.
            CHECK(result.rcu->grace_periods == 4);
            CHECK(result.rcu->grace_period_time.ns == 20 * kMs);
            CHECK(result.rcu->longest_grace_period.ns == 8 * kMs);
            CHECK(result.rcu->readers.count() == (rt ? 2 : 1));
            CHECK(result.rcu->readers.max().ns == 10 * kMs);
            CHECK(result.rcu->longest_task == 0);
        });
    }
}

}  // namespace pinstack::test
