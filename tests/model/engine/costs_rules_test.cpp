// SPDX-License-Identifier: Apache-2.0
//
// The rules of docs/costs.md, one small system each, worked out by hand: a line of the comment for each CPU.
#include "tests/model/engine/simulators.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

using Finishes = std::vector<std::int64_t>;

/// What both schedulers say. `-c engine` and `-c reference` run one of them.
template <class Check>
void for_both(const System& system, const Variant& it, Check check) {
    for (const Simulator& simulator : simulators()) {
        DYNAMIC_SECTION(simulator.name) {
            RunOptions options;
            options.keep_jobs = true;
            const RunResult result = simulator.run(system, it, options);
            Finishes finishes;
            for (const JobRecord& job : result.jobs) finishes.push_back(job.finish ? job.finish->ns : -1);
            check(result, finishes);
        }
    }
}

std::int64_t split(const RunResult& result, std::size_t task, JobState state) {
    return result.tasks[task].response_split[static_cast<std::size_t>(state)];
}

std::int64_t spent(const RunResult& result, Overhead kind) {
    return result.capacity.overhead_by_kind[static_cast<std::size_t>(kind)];
}

Variant md_under(const char* balancer) { return variant(Protection::migrate_disable, balancer); }

}  // namespace

TEST_CASE("costs: from a release to the end of the job", "[costs]") {
    // CPU 0: 10 interrupt 12 wake-up 13 switch 16 runs 21
    const System system = with_costs(system_of("release", 1, {task("T", 1, {10}, 99, 0, {run(5)})}),
                                     {{"interrupt", 2}, {"wake_up", 1}, {"context_switch", 3}});
    for_both(system, md_under("wake-previous"), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{21});
        CHECK(spent(result, Overhead::interrupt) == 2);
        CHECK(spent(result, Overhead::wake_up) == 1);
        CHECK(spent(result, Overhead::context_switch) == 3);
        CHECK(result.capacity.overhead == 6);
        CHECK(result.capacity.useful == 5);
        CHECK(result.capacity.idle == 10);
        CHECK(split(result, 0, JobState::overhead) == 6);
        CHECK(split(result, 0, JobState::running) == 5);
        CHECK(result.tasks[0].latency.max().ns == 6);  // to the first instant at which it runs itself
    });
}

TEST_CASE("costs: a release preempts when its wake-up ends", "[costs]") {
    // CPU 0: 0 interrupt 2 wake-up 3 switch 4 low 6 interrupt 8 wake-up 9 switch 10 high 12 switch 13 low 21
    const System system = with_costs(
        system_of("preemption", 1, {task("low", 1, {0}, 99, 0, {run(10)}), task("high", 9, {6}, 99, 0, {run(2)})}),
        {{"interrupt", 2}, {"wake_up", 1}, {"context_switch", 1}});
    for_both(system, md_under("wake-previous"), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{21, 12});
        CHECK(split(result, 0, JobState::overhead) == 8);
        CHECK(split(result, 0, JobState::running) == 10);
        CHECK(split(result, 0, JobState::interference) == 3);
        CHECK(split(result, 1, JobState::overhead) == 4);
        CHECK(result.tasks[0].preemptions == 1);
        CHECK(result.capacity.overhead == 9);
        CHECK(result.capacity.useful == 12);
    });
}

TEST_CASE("costs: a job is sent to another CPU", "[costs]") {
    // CPU 0: 0 interrupt 2 switch 3 A 5 interrupt 7 sends 8 A 16
    // CPU 1: 7 waits for it, receives 11 switch 12 B 15
    const System system =
        with_costs(system_of("sent", 2, {task("A", 5, {0}, 99, 0, {run(10)}), task("B", 1, {5}, 99, 0, {run(3)})}),
                   {{"interrupt", 2}, {"context_switch", 1}, {"ipi_send", 1}, {"ipi", 3}, {"ipi_receive", 1}});
    for_both(system, md_under("idle-first"), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{16, 15});
        CHECK(spent(result, Overhead::interrupt) == 4);
        CHECK(spent(result, Overhead::ipi) == 5);
        CHECK(spent(result, Overhead::context_switch) == 2);
        CHECK(result.capacity.useful == 13);
        CHECK(result.capacity.idle == 8);
        CHECK(split(result, 0, JobState::overhead) == 6);
        CHECK(split(result, 1, JobState::overhead) == 7);
    });
}

TEST_CASE("costs: irq_disable holds a release", "[costs]") {
    // CPU 0: 0 interrupt 2 switch 3 low 4 low, no interrupts 9 interrupt 11 switch 12 high 13 switch 14 low 16
    const System system = with_costs(system_of("held", 1,
                                               {task("low", 1, {0}, 99, 0, {run(1), irq_off({run(5)}), run(2)}),
                                                task("high", 9, {6}, 99, 0, {run(1)})}),
                                     {{"interrupt", 2}, {"context_switch", 1}});
    for_both(system, md_under("wake-previous"), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{16, 13});
        CHECK(split(result, 0, JobState::overhead) == 6);
        CHECK(split(result, 0, JobState::interference) == 2);
        CHECK(split(result, 1, JobState::overhead) == 6);
        CHECK(split(result, 1, JobState::np_blocking) == 0);  // it is not ready
    });
}

TEST_CASE("costs: interrupts that irq_disable held go before what the job does next", "[costs]") {
    // CPU 0: 0 no interrupts (tick at 9) 10 tick 13 pins 15
    System system = system_of("left", 1, {task("T", 1, {0}, 99, 0, {irq_off({run(10)}), section({run(1)})})});
    system.horizon = Duration{14};
    system = with_costs(std::move(system), {{"timer_tick", 3}, {"timer_tick_period", 9}, {"migrate_disable_pair", 2}});
    for_both(system, md_under("wake-previous"), [](const RunResult& result, const Finishes&) {
        CHECK(spent(result, Overhead::timer_tick) == 3);
        CHECK(spent(result, Overhead::migrate_disable) == 1);
    });
}

TEST_CASE("costs: a job that has just got its CPU lets interrupts go first", "[costs]") {
    // CPU 0: 0 interrupt 1 switch 4 interrupt 5 A, no interrupts 10 switch 13 B 14
    const System system = with_costs(
        system_of("first", 1, {task("A", 1, {0}, 99, 0, {irq_off({run(5)})}), task("B", 9, {2}, 99, 0, {run(1)})}),
        {{"interrupt", 1}, {"context_switch", 3}});
    for_both(system, md_under("wake-previous"), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{10, 14});
        CHECK(split(result, 1, JobState::overhead) == 6);
        CHECK(split(result, 1, JobState::np_blocking) == 5);
    });
}

TEST_CASE("costs: a running job is moved to make room for a pinned one", "[costs]") {
    // CPU 0: 0 switch 1 A 2 A, pinned 3 switch 4 B 7 stopper 9 waits for the ipi, receives 13 switch 14 A 23
    // CPU 1: 0 switch 1 C 7 sends 8 migration 9 switch 10 reload 14 B 21
    System system = system_of("moved", 2,
                              {task("A", 1, {0}, 99, 0, {run(1), section({run(10)})}),
                               task("B", 5, {3}, 99, 0, {run(10)}), task("C", 9, {0}, 99, 1, {run(6)})});
    system.tasks[1].working_set = 4096;
    system = with_costs(std::move(system), {{"context_switch", 1},
                                            {"stopper", 2},
                                            {"ipi", 3},
                                            {"ipi_receive", 1},
                                            {"ipi_send", 1},
                                            {"migration", 1},
                                            {"cache_reload_4k", 4}});
    for_both(system, md_under("shift"), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{23, 21, 7});
        CHECK(spent(result, Overhead::context_switch) == 5);
        CHECK(spent(result, Overhead::stopper) == 2);
        CHECK(spent(result, Overhead::ipi) == 5);
        CHECK(spent(result, Overhead::migration) == 1);
        CHECK(spent(result, Overhead::cache_reload) == 4);
        CHECK(result.capacity.useful == 27);
        CHECK(result.capacity.idle == 2);
        CHECK(split(result, 0, JobState::overhead) == 8);
        CHECK(split(result, 0, JobState::interference) == 4);
        CHECK(split(result, 1, JobState::overhead) == 8);
        CHECK(result.tasks[1].migrations == 1);
        CHECK(result.tasks[0].preemptions == 1);
    });
}

namespace {

/// M migrates to CPU 1 at 2, where Q displaces it at 4.
System reloading(std::int64_t run_of_p) {
    System system = system_of("reload", 2,
                              {task("M", 2, {0}, 99, 0, {run(10)}), task("P", 9, {2}, 99, 0, {run(run_of_p)}),
                               task("Q", 5, {4}, 99, 1, {run(3)})});
    system.tasks[0].working_set = 4096;
    system.tasks[1].affinity = cpu_set(2, {0});
    system.tasks[2].affinity = cpu_set(2, {1});
    return with_costs(std::move(system), {{"cache_reload_4k", 5}});
}

}  // namespace

TEST_CASE("costs: a reload goes on where it stopped", "[costs]") {
    // CPU 0: 0 M 2 P 22
    // CPU 1: 2 M reloads 4 Q 7 M reloads 10 M 18
    for_both(reloading(20), md_under("idle-first"), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{18, 22, 7});
        CHECK(spent(result, Overhead::cache_reload) == 5);
        CHECK(split(result, 0, JobState::overhead) == 5);
        CHECK(split(result, 0, JobState::interference) == 3);
        CHECK(result.tasks[0].preemptions == 1);
        CHECK(result.tasks[0].migrations == 1);
    });
}

TEST_CASE("costs: a reload on another CPU is another one", "[costs]") {
    // CPU 0: 0 M 2 P 5 M reloads 10 M 18
    // CPU 1: 2 M reloads 4 Q 7
    for_both(reloading(3), md_under("idle-first"), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{18, 5, 7});
        CHECK(spent(result, Overhead::cache_reload) == 7);
        CHECK(result.tasks[0].migrations == 2);
    });
}

TEST_CASE("costs: threads of a core share its caches", "[costs]") {
    // CPU 0: 0 M 2 P 5 M 11
    // CPU 1: 2 M 4 Q 7
    System system = reloading(3);
    system.platform.topology = parse_topology("core:1 pu:2").value();
    for_both(system, md_under("idle-first"), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{11, 5, 7});
        CHECK(spent(result, Overhead::cache_reload) == 0);
    });
}

TEST_CASE("costs: a tick waits while interrupts are off, and no second one does", "[costs]") {
    // CPU 0: 1 no interrupts (ticks at 4 and 8) 11 tick 12 tick 13 runs 16 (idle: no tick)
    const System off = with_costs(system_of("off", 1, {task("T", 1, {1}, 99, 0, {irq_off({run(10)}), run(3)})}),
                                  {{"timer_tick", 1}, {"timer_tick_period", 4}});
    for_both(off, md_under("wake-previous"), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{16});
        CHECK(spent(result, Overhead::timer_tick) == 2);
        CHECK(result.capacity.useful == 13);
        CHECK(result.capacity.idle == 1);
    });
}

TEST_CASE("costs: preempt_disable keeps no tick away", "[costs]") {
    // CPU 0: 1 non-preemptible 4 tick 5 .. 8 tick 9 .. 12 tick 13 .. 14
    const System np_section = with_costs(system_of("np", 1, {task("T", 1, {1}, 99, 0, {np({run(10)})})}),
                                         {{"timer_tick", 1}, {"timer_tick_period", 4}});
    for_both(np_section, md_under("wake-previous"), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{14});
        CHECK(spent(result, Overhead::timer_tick) == 3);
    });
}

TEST_CASE("costs: a spinning job is interrupted while its lock is handed over", "[costs]") {
    // CPU 0: 0 interrupt 3 owner 9 10 third 11
    // CPU 1: 1 interrupt 4 waiter spins 7 interrupt (owner releases at 9) 10 waiter 12
    System system =
        system_of("handed", 2,
                  {task("owner", 1, {0}, 99, 0, {lock(0, {run(6)})}),
                   task("waiter", 2, {1}, 99, 1, {lock(0, {run(2)})}), task("third", 1, {7}, 99, 1, {run(1)})});
    system.locks = locks({LockKind::raw_spinlock});
    system = with_costs(std::move(system), {{"interrupt", 3}});
    for_both(system, md_under("wake-previous"), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{9, 12, 11});
        CHECK(split(result, 1, JobState::overhead) == 4);
        CHECK(split(result, 1, JobState::lock_wait) == 5);
        CHECK(split(result, 1, JobState::running) == 2);
        CHECK(spent(result, Overhead::interrupt) == 9);
        CHECK(spent(result, Overhead::spin_wait) == 3);
    });
}

TEST_CASE("costs: a pin costs when it is made and when it is first switched out", "[costs]") {
    // CPU 0: 0 low 2 pins 3 low 5 switched out 9 high 10 low 12 again 13 low 15
    const System system =
        with_costs(system_of("pinned", 1,
                             {task("low", 1, {0}, 99, 0, {run(2), section({run(6)})}),
                              task("high", 9, {5}, 99, 0, {run(1)}), task("again", 9, {12}, 99, 0, {run(1)})}),
                   {{"migrate_disable_pair", 1}, {"migrate_disable_switched", 4}});
    for_both(system, md_under("wake-previous"), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{15, 10, 13});
        CHECK(spent(result, Overhead::migrate_disable) == 5);
        CHECK(split(result, 0, JobState::overhead) == 1);
        CHECK(split(result, 0, JobState::interference) == 6);
        CHECK(split(result, 1, JobState::overhead) == 4);
    });
}

TEST_CASE("costs: a pinned job that sleeps is switched out, and its CPU pays nothing else", "[costs]") {
    // CPU 0: 0 switch 1 pins 2 runs 3 switched out 7 .. 8 switch 9 runs 10
    const System system =
        with_costs(system_of("sleeps", 1, {task("T", 1, {0}, 99, 0, {section({run(1), suspend(5), run(1)})})}),
                   {{"migrate_disable_pair", 1}, {"migrate_disable_switched", 4}, {"context_switch", 1}, {"ipi", 7}});
    for_both(system, md_under("wake-previous"), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{10});
        CHECK(spent(result, Overhead::migrate_disable) == 5);
        CHECK(spent(result, Overhead::context_switch) == 2);
        CHECK(spent(result, Overhead::ipi) == 0);
        CHECK(split(result, 0, JobState::suspended) == 5);
        CHECK(result.capacity.idle == 1);
    });
}

TEST_CASE("costs: a sleeping lock, uncontended and contended", "[costs]") {
    // CPU 0: 0 switch 1 takes 2 low 3 switch 4 (high blocks) switch 5 low 8 hands it on 11 switch 12 high 14
    //        switch 15 low 17
    System system = system_of(
        "mutex", 1,
        {task("low", 1, {0}, 99, 0, {lock(0, {run(4)}), run(2)}), task("high", 9, {3}, 99, 0, {lock(0, {run(2)})})});
    system.locks = locks({LockKind::mutex});
    system =
        with_costs(std::move(system), {{"context_switch", 1}, {"rt_mutex_uncontended", 1}, {"rt_mutex_contended", 5}});
    for_both(system, md_under("wake-previous"), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{17, 14});
        CHECK(spent(result, Overhead::rt_mutex) == 4);
        CHECK(spent(result, Overhead::context_switch) == 5);
        CHECK(split(result, 0, JobState::overhead) == 7);
        CHECK(split(result, 0, JobState::interference) == 4);
        CHECK(split(result, 1, JobState::overhead) == 2);
        CHECK(split(result, 1, JobState::lock_wait) == 4);
        CHECK(split(result, 1, JobState::np_blocking) == 3);
    });
}

TEST_CASE("costs: what is left at a wake-up is left when the kernel has woken the task", "[costs]") {
    // CPU 0: 0 interrupt 2 sleeps runs 3 .. 6 interrupt 8 hands the lock on 11
    // CPU 1: 1 interrupt 3 (blocked) 8 waits runs 10
    System system = system_of("wake-up", 2,
                              {task("sleeps", 1, {0}, 99, 0, {lock(0, {run(1), suspend(3)})}),
                               task("waits", 5, {1}, 99, 1, {lock(0, {run(2)})})});
    system.locks = locks({LockKind::mutex});
    system = with_costs(std::move(system), {{"interrupt", 2}, {"rt_mutex_contended", 3}});
    for_both(system, md_under("wake-previous"), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{8, 10});
        CHECK(split(result, 0, JobState::overhead) == 4);
        CHECK(split(result, 0, JobState::suspended) == 3);
        CHECK(split(result, 1, JobState::lock_wait) == 5);
        CHECK(spent(result, Overhead::interrupt) == 6);
        CHECK(result.span.ns == 10);  // the last completion
        CHECK(spent(result, Overhead::rt_mutex) == 2);
    });
}

TEST_CASE("costs: a successor that is due already costs nothing", "[costs]") {
    // CPU 0: 0 interrupt 2 switch 3 first 7 second 11 interrupt 13 switch 14 third 18
    const System system = with_costs(system_of("successor", 1, {task("T", 1, {0, 1, 11}, 99, 0, {run(4)})}),
                                     {{"interrupt", 2}, {"context_switch", 1}});
    for_both(system, md_under("wake-previous"), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{7, 11, 18});
        CHECK(spent(result, Overhead::interrupt) == 4);
        CHECK(spent(result, Overhead::context_switch) == 2);
        CHECK(split(result, 0, JobState::queued) == 6);
    });
}

TEST_CASE("costs: a switch goes before an interrupt that has not begun", "[costs]") {
    // CPU 0: 0 A: interrupt 2 wake-up 4 B: interrupt 6 switch to A 7 B: wake-up 9 switch to B 10 B 11 switch 12 A 13
    const System system =
        with_costs(system_of("order", 1, {task("A", 1, {0}, 99, 0, {run(1)}), task("B", 9, {0}, 99, 0, {run(1)})}),
                   {{"interrupt", 2}, {"wake_up", 2}, {"context_switch", 1}});
    for_both(system, md_under("wake-previous"), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{13, 11});
        CHECK(result.tasks[0].preemptions == 1);  // it had the CPU, though it never ran
        CHECK(result.tasks[0].latency.max().ns == 12);
        CHECK(split(result, 0, JobState::overhead) == 10);
        CHECK(split(result, 0, JobState::interference) == 2);
    });
}

namespace {

System deadlocked_with_ticks() {
    System system = system_of("deadlock", 1, {task("T", 1, {0}, 99, 0, {lock(0, {run(5), lock(0, {run(1)})})})});
    system.locks = locks({LockKind::raw_spinlock});
    return with_costs(std::move(system), {{"timer_tick", 1}, {"timer_tick_period", 3}});
}

}  // namespace

TEST_CASE("costs: a drain in which nothing but ticks can happen is over", "[costs]") {
    // CPU 0: 0 runs 3 tick 4 runs 6 tick 7 spins for ever
    for_both(deadlocked_with_ticks(), md_under("shift"), [](const RunResult& result, const Finishes& finishes) {
        CHECK(finishes == Finishes{-1});
        CHECK(result.findings.total == 1);
        CHECK(result.span.ns == 7);
    });
}

TEST_CASE("costs: ticks go on while a job spins", "[costs]") {
    // CPU 0: 0 runs 3 tick 4 runs 6 tick 7 spins 9 tick 10 spins 12
    System system = deadlocked_with_ticks();
    system.horizon = Duration{12};
    for_both(system, md_under("shift"), [](const RunResult& result, const Finishes&) {
        CHECK(spent(result, Overhead::timer_tick) == 3);
        CHECK(spent(result, Overhead::spin_wait) == 4);
    });
}

}  // namespace pinstack::test
