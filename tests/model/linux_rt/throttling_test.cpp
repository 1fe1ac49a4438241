// SPDX-License-Identifier: Apache-2.0
//
// RT throttling, worked out by hand from model/linux_rt/throttling.hpp. The runtime is 3 of a period of 10 unless said
// otherwise.
#include <iterator>
#include <random>
#include <utility>
#include <vector>

#include "model/engine/observer.hpp"
#include "model/engine/simulation.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

constexpr std::int64_t kLate = 1000;

Variant throttled(std::int64_t runtime = 3, std::int64_t period = 10, const char* balancer = "linux-rt-5.15") {
    Variant out = variant(Protection::migrate_disable, balancer);
    out.linux.rt_throttling = {Duration{runtime}, Duration{period}};
    return out;
}

RunResult run_of(const System& system, const Variant& kernel = throttled()) {
    RunOptions options;
    options.keep_jobs = true;
    const Result<Simulation> simulation = Simulation::create(system, kernel, options);
    REQUIRE(simulation.has_value());
    return simulation->run();
}

/// By task, then number; -1 where a job does not finish.
std::vector<std::int64_t> finishes(const RunResult& result) {
    std::vector<std::int64_t> out;
    for (const JobRecord& job : result.jobs) out.push_back(job.finish ? job.finish->ns : -1);
    return out;
}

std::int64_t split(const RunResult& result, std::size_t task, JobState state) {
    return result.tasks[task].response_split[static_cast<std::size_t>(state)];
}

std::int64_t barred(const RunResult& result) { return result.capacity.overhead_of(Overhead::throttled); }

using Finishes = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("throttling: a CPU stops when its runtime is used up, until the end of the period", "[linux]") {
    // 0..3, 10..13, 20..22.
    const RunResult result = run_of(system_of("", 1, {task("A", 1, {0}, kLate, 0, {run(8)})}));
    CHECK(finishes(result) == Finishes{22});
    CHECK(result.throttling == ThrottlingResult{2, Duration{14}});
    CHECK(split(result, 0, JobState::throttled) == 14);
    CHECK(split(result, 0, JobState::running) == 8);
    CHECK(result.tasks[0].preemptions == 2);
    CHECK(barred(result) == 14);
    CHECK(result.capacity.useful == 8);
    CHECK(result.capacity.idle == 0);
}

TEST_CASE("throttling: a runtime that is used up exactly throttles whoever comes next", "[linux]") {
    // The first job ends at 3 and leaves nobody: the CPU idles until the second one wakes up at 4.
    const RunResult result = run_of(system_of("", 1, {task("A", 1, {0, 4}, kLate, 0, {run(3)})}));
    CHECK(finishes(result) == Finishes{3, 13});
    CHECK(result.throttling == ThrottlingResult{1, Duration{6}});
    CHECK(result.capacity.idle == 1);
    CHECK(barred(result) == 6);
}

TEST_CASE("throttling: a non-preemptible section runs on, and is paid for in later periods", "[linux]") {
    // Throttled at 3; A leaves at 8. 8 less 3 at 10 is 5, less 3 at 20 is 2: B runs 20..21.
    const RunResult result = run_of(
        system_of("", 1, {task("A", 2, {0}, kLate, 0, {np({run(8)})}), task("B", 1, {1}, kLate, 0, {run(1)})}));
    CHECK(finishes(result) == Finishes{8, 21});
    CHECK(result.throttling == ThrottlingResult{1, Duration{17}});
    CHECK(split(result, 0, JobState::throttled) == 0);
    CHECK(split(result, 1, JobState::interference) == 2);
    CHECK(split(result, 1, JobState::throttled) == 17);
    CHECK(barred(result) == 12);
}

TEST_CASE("throttling: who is queued on a throttled CPU stays there while another one idles", "[linux]") {
    // B wakes up at 4 where nothing runs. At 10 A is picked, and B pushed to CPU 1.
    const System system =
        system_of("", 2, {task("A", 2, {0}, kLate, 0, {run(6)}), task("B", 1, {4}, kLate, 0, {run(1)})});
    for (const char* balancer : {"linux-rt-nopush", "linux-rt-5.11", "linux-rt-5.15", "linux-rt-chained"}) {
        CAPTURE(balancer);
        const RunResult result = run_of(system, throttled(3, 10, balancer));
        CHECK(finishes(result) == Finishes{13, 11});
        CHECK(split(result, 1, JobState::throttled) == 6);
        CHECK(result.tasks[1].migrations == 0);  // it never ran on CPU 0
        // Neither is ready meanwhile, and CPU 1 loses nothing.
        CHECK(result.capacity.lost() == 0);
        CHECK(barred(result) == 7);
    }
}

TEST_CASE("throttling: what waits on another CPU loses no throttled one", "[linux]") {
    // L is pinned to CPU 1 at 0 and waits there from 4 on, under H. CPU 0 is throttled from 3 to 10 and no place for
    // anybody. From 10 on it idles (A is done at 10..11), and L loses it until H ends at 6 + 10.
    Task low = task("L", 1, {0}, kLate, 1, {md({run(8)})});
    Task high = task("H", 2, {4}, kLate, 1, {md({run(12)})});
    const RunResult result =
        run_of(system_of("", 2, {task("A", 3, {0}, kLate, 0, {run(11)}), std::move(low), std::move(high)}),
               throttled(9, 10));
    // CPU 0: A 0..9, 10..12. CPU 1: L 0..4, H 4..9, 10..17, L 17..19, 20..22.
    CHECK(finishes(result) == Finishes{12, 22, 17});
    CHECK(barred(result) == 1 + 1 + 1);
    CHECK(result.throttling == ThrottlingResult{3, Duration{3}});
    CHECK(result.capacity.stacking_loss == 17 - 12);
    CHECK(split(result, 1, JobState::pin_wait) == 17 - 12);
    CHECK(split(result, 1, JobState::interference) == (9 - 4) + (12 - 10));
    CHECK(split(result, 1, JobState::throttled) == 2);
    CHECK(split(result, 2, JobState::throttled) == 1);
}

TEST_CASE("throttling: the timer stops when nothing is left to do", "[linux]") {
    SECTION("a wake-up after the end that was due next begins a period") {
        // Stopped at 10; 25..28, 35..37.
        const RunResult result =
            run_of(system_of("", 1, {task("A", 1, {0}, kLate, 0, {run(1)}), task("B", 1, {25}, kLate, 0, {run(5)})}));
        CHECK(finishes(result) == Finishes{1, 37});
    }
    SECTION("one before that goes on with the period") {
        // Stopped at 10, the next end is at 20: 14..17, 20..22.
        const RunResult result =
            run_of(system_of("", 1, {task("A", 1, {0}, kLate, 0, {run(1)}), task("B", 1, {14}, kLate, 0, {run(5)})}));
        CHECK(finishes(result) == Finishes{1, 22});
    }
}

TEST_CASE("throttling: the timer is late where interrupts are off, and makes up for that", "[linux]") {
    // It runs on CPU 0, where A holds it up until 25. Then CPU 1 gets two runtimes, of which it needs one.
    const RunResult result = run_of(
        system_of("", 2, {task("A", 2, {0}, kLate, 0, {irq_off({run(25)})}), task("B", 1, {0}, kLate, 1, {run(4)})}));
    CHECK(finishes(result) == Finishes{25, 26});
    // CPU 0 from 3 on, with 19 left at 25: still at the end of the run. CPU 1 from 3 to 25.
    CHECK(result.throttling == ThrottlingResult{2, Duration{23 + 22}});
}

TEST_CASE("throttling: a period that ends when a runtime is used up comes first", "[linux]") {
    const RunResult result = run_of(
        system_of("", 2, {task("B", 1, {0}, kLate, 0, {run(1)}), task("A", 2, {5}, kLate, 1, {run(8)})}), throttled(5));
    CHECK(finishes(result) == Finishes{1, 13});
    CHECK(result.throttling == ThrottlingResult{});
}

TEST_CASE("throttling: the period goes over CPUs, the runtime does not", "[linux]") {
    // A, bound to CPU 1, wakes up at 8: 8..10 uses 2 of 3, and at 10 the period of the first wake-up, on CPU 0, ends.
    Task bound = task("A", 1, {8}, kLate, 1, {run(6)});
    bound.affinity = cpu_set(2, {1});
    const RunResult result = run_of(system_of("", 2, {task("B", 1, {0}, kLate, 0, {run(3)}), std::move(bound)}));
    // 8..13, 20..21.
    CHECK(finishes(result) == Finishes{3, 21});
}

TEST_CASE("throttling: the kernel's work counts where a task is current", "[linux]") {
    // The switch takes 2 of the 3, each time: A runs 2..3 and 12..13.
    const RunResult result =
        run_of(with_costs(system_of("", 1, {task("A", 1, {0}, kLate, 0, {run(2)})}), {{"context_switch", 2}}));
    CHECK(finishes(result) == Finishes{13});
    CHECK(result.capacity.overhead_of(Overhead::context_switch) == 4);
    CHECK(barred(result) == 7);
}

TEST_CASE("throttling: spinning counts, and a throttled owner is slept for", "[linux]") {
    // A and B each spin for the lock of the other one from 2 to 5. Then both are throttled; at 20 each finds that the
    // owner has no CPU, and sleeps, for ever. C runs 20..21.
    const auto crossed = [](std::uint32_t first, std::uint32_t second) {
        return Body{lock(first, {run(2), lock(second, {run(1)})})};
    };
    Task bound = task("C", 1, {3}, kLate, 0, {run(1)});
    bound.affinity = cpu_set(2, {0});
    System system = system_of("", 2, {task("A", 3, {0}, kLate, 0, crossed(0, 1)),
                                      task("B", 3, {0}, kLate, 1, crossed(1, 0)), std::move(bound)});
    system.locks = locks({LockKind::mutex, LockKind::mutex});
    const RunResult result = run_of(system, throttled(5, 20));
    CHECK(finishes(result) == Finishes{-1, -1, 21});
    CHECK(result.capacity.overhead_of(Overhead::spin_wait) == 6);
    CHECK(result.findings.total == 1);
    CHECK(result.span.ns == 21);
}

TEST_CASE("throttling: a background thread does not run on a throttled CPU", "[linux]") {
    // On CPU 1 X preempts P, which is pinned there, at 10. The thread that ends on CPU 0 at 11 has X pushed there.
    const auto finish = [](std::int64_t runtime) {
        Variant kernel = throttled(runtime, 20);
        kernel.linux.edge_source = EdgeSource{Duration{11}, Duration{0}};
        return finishes(run_of(system_of("", 2, {task("A", 3, {0}, kLate, 0, {np({run(8)})}),
                                                 task("P", 1, {9}, kLate, 1, {md({run(3)})}),
                                                 task("X", 2, {10}, kLate, 1, {run(3)})}),
                               kernel));
    };
    CHECK(finish(15) == Finishes{8, 13, 13});
    // CPU 0 is throttled from 6 to 20, because A ran until 8.
    CHECK(finish(6) == Finishes{8, 15, 13});
}

TEST_CASE("throttling: a runtime of the whole period, or another balancer, throttles nothing", "[linux]") {
    const System system = system_of("", 1, {task("A", 1, {0}, kLate, 0, {run(25)})});
    const RunResult whole = run_of(system, throttled(10, 10));
    CHECK(finishes(whole) == Finishes{25});
    CHECK(whole.throttling == ThrottlingResult{});
    const RunResult other = run_of(system, throttled(3, 10, "shift"));
    CHECK(finishes(other) == Finishes{25});
    CHECK_FALSE(other.throttling.has_value());
    Variant off = throttled();
    off.linux.rt_throttling.reset();
    CHECK_FALSE(run_of(system, off).throttling.has_value());
}

namespace {

/// Sums what it is told.
class Sums : public Observer {
public:
    std::int64_t throttled = 0, running = 0, overhead = 0;
    void job_interval(const JobInterval& it) override {
        if (it.state == JobState::throttled) {
            throttled += it.to.ns - it.from.ns;
            CHECK(it.cpu != kNoCpu);
            CHECK_FALSE(it.has_cpu);
        }
    }
    void capacity_interval(const CapacityInterval& it) override {
        running += it.running * (it.to.ns - it.from.ns);
        overhead += it.overhead * (it.to.ns - it.from.ns);
    }
};

}  // namespace

TEST_CASE("throttling: accounts of random systems, watched and not", "[linux]") {
    const char* const balancers[] = {"linux-rt-nopush", "linux-rt-5.11", "linux-rt-5.15", "linux-rt-chained"};
    int ran = 0, bites = 0;
    for (std::uint64_t seed = 0; seed < 1200; ++seed) {
        std::mt19937_64 random(seed);
        RandomSystemOptions shape;
        shape.finite = seed % 2 == 0;
        shape.sections_begin_with_suspend = false;  // the kernel's balancers refuse those
        const System system = random_system(seed, shape);
        const std::int64_t period = pick(random, 2, 60);
        Variant kernel = throttled(pick(random, 1, static_cast<int>(period) - 1), period,
                                   balancers[seed / 2 % std::size(balancers)]);
        kernel.linux.stopper = {pick(random, 0, 4)};
        kernel.linux.resched = {pick(random, 0, 2)};
        kernel.linux.rt_push_ipi = chance(random, 30);
        RunOptions options;
        options.keep_jobs = true;
        const Result<Simulation> simulation = Simulation::create(system, kernel, options);
        if (!simulation) continue;
        ++ran;
        const RunResult result = simulation->run();
        Sums sums;
        const RunResult watched = simulation->run(&sums);
        INFO("seed " << seed);
        bites += result.throttling->throttlings > 0;
        REQUIRE(finishes(watched) == finishes(result));
        REQUIRE(watched.capacity == result.capacity);
        REQUIRE(watched.throttling == result.throttling);
        REQUIRE(sums.running == result.capacity.useful + result.capacity.inversion());
        REQUIRE(sums.overhead == result.capacity.overhead);
        REQUIRE(barred(result) <= result.throttling->time.ns);
        if (!shape.finite) continue;  // then every job is in the split
        std::int64_t running = 0, waiting = 0;
        for (std::size_t i = 0; i < system.tasks.size(); ++i) {
            running += split(result, i, JobState::running);
            waiting += split(result, i, JobState::throttled);
        }
        REQUIRE(running == result.capacity.useful + result.capacity.inversion());
        REQUIRE(waiting == sums.throttled);
    }
    CHECK(ran > 900);
    CHECK(bites > 600);
}

}  // namespace pinstack::test
