// SPDX-License-Identifier: Apache-2.0
//
// No run does less late than the flow says any policy must; and one CPU under EDF, which is optimal there, meets all
// deadlines if and only if the flow says that it can be done.
#include "analyzer/feasibility/demand.hpp"

#include <algorithm>

#include "analyzer/feasibility/feasibility.hpp"
#include "analyzer/run/concrete_jobs.hpp"
#include "model/engine/simulation.hpp"
#include "model/system/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

/// What a run does before deadlines that are not after its horizon.
class InTimeWatcher : public Observer {
public:
    InTimeWatcher(const std::vector<ConcreteJob>& jobs, Instant end, std::size_t tasks) : deadlines_(tasks) {
        for (const ConcreteJob& job : jobs) {
            auto& of_task = deadlines_[job.id.task];
            if (of_task.size() <= job.id.number) of_task.resize(job.id.number + 1);
            of_task[job.id.number] = job.deadline <= end ? job.deadline : Instant{};
        }
    }
    void job_interval(const JobInterval& each) override {
        if (each.state != JobState::running) return;
        const Instant deadline = deadlines_[each.job.task][each.job.number];
        in_time += std::max<std::int64_t>(0, (std::min(each.to, deadline) - each.from).ns);
    }
    std::int64_t in_time = 0;

private:
    std::vector<std::vector<Instant>> deadlines_;
};

std::int64_t late_work_of_run(const System& system, const Variant& variant, const Demand& demand) {
    const auto jobs = concrete_jobs(system, variant, 100'000);
    const auto horizon = resolve_horizon(system);
    InTimeWatcher watcher(*jobs, *horizon ? **horizon : Instant{kTimeLimitNs}, system.tasks.size());
    Simulation::create(system, variant)->run(&watcher);
    std::int64_t work = 0;
    for (const WorkPiece& piece : demand.pieces) work += piece.work.ns;
    return work - watcher.in_time;
}

}  // namespace

TEST_CASE("no run under any variant does less late than the flow allows") {
    const char* balancers[] = {"wake-previous",      "shift",      "swap-on-entry",
                               "wake-previous-push", "idle-first", "linux-rt-5.15"};
    std::size_t runs = 0, late_runs = 0, pinned = 0, worse_by_pins = 0, missed_only = 0;
    for (std::uint64_t seed = 0; seed < rounds(400); ++seed) {
        RandomSystemOptions options;
        options.locks = seed % 5 == 4;
        options.preempt_rt = options.locks;
        options.finite = seed % 2 == 0;
        const System system = random_system(seed, options);
        for (const char* balancer : balancers) {
            CAPTURE(seed, balancer);
            Variant under = system.kernel;
            under.balancer = {balancer, {}};
            if (is_linux(under)) under.order = Order::fp;
            if (!Simulation::create(system, under)) continue;
            const auto free = demand_of(system, under, false, WindowEnd::deadline),
                       with_pins = demand_of(system, under, true, WindowEnd::deadline);
            REQUIRE(free);
            REQUIRE(with_pins);
            const auto least = least_late_work(*free), least_with_pins = least_late_work(*with_pins);
            REQUIRE(least);
            REQUIRE(least_with_pins);
            const std::int64_t late = late_work_of_run(system, under, *with_pins);
            CHECK(late == late_work_of_run(system, under, *free));
            REQUIRE(std::max(*least, *least_with_pins).ns <= late);
            const Feasibility feasibility = feasibility_of(system, under);
            CHECK(feasibility.late == std::max(*least, *least_with_pins));
            // A job that ends with a suspension can be late without any late work.
            if (feasibility.some_miss) CHECK(Simulation::create(system, under)->run().deadline_misses() > 0);
            missed_only += feasibility.some_miss && feasibility.late->ns == 0;
            ++runs;
            late_runs += late > 0;
            pinned += free->pieces != with_pins->pieces;
            worse_by_pins += least->ns < least_with_pins->ns;
        }
    }
    CHECK(runs > 500);
    CHECK(late_runs > 50);
    CHECK(pinned > 100);
    CHECK(worse_by_pins > 10);
    CHECK(missed_only > 0);
}

TEST_CASE("on one CPU, EDF meets all deadlines if and only if the flow says so") {
    std::size_t met = 0, missed = 0;
    for (std::uint64_t seed = 0; seed < rounds(600); ++seed) {
        CAPTURE(seed);
        RandomSystemOptions options;
        options.masks = options.non_preemptible = options.suspensions = false;
        System system = random_system(seed, options);
        system.platform.cpus = 1;
        for (Task& task : system.tasks) {
            task.home_cpu.reset();
            task.affinity.reset();
        }
        const Variant edf = variant(Protection::none, "shift", Order::edf);
        const auto simulation = Simulation::create(system, edf);
        if (!simulation) continue;
        const Feasibility feasibility = feasibility_of(system, edf);
        REQUIRE(feasibility.late);
        CHECK(feasibility.is_exact);
        const bool meets_all = simulation->run().deadline_misses() == 0;
        CHECK(meets_all == (feasibility.late->ns == 0));
        ++(meets_all ? met : missed);
    }
    CHECK(met > 20);
    CHECK(missed > 20);
}

TEST_CASE("the example: pins of wake-previous make 4 ms late, whatever is done then") {
    const auto system = load_system(PINSTACK_SOURCE_DIR "/examples/01-zijlstra-stacking.pinstack.json");
    REQUIRE(system);
    const Feasibility stacked = feasibility_of(*system, system->kernel);
    CHECK(stacked.late == milliseconds(4));
    CHECK(stacked.has_pins);
    CHECK_FALSE(stacked.is_exact);
    const Feasibility ideal = feasibility_of(*system, variant(Protection::none, "shift"));
    CHECK(ideal.late == Duration{0});
    CHECK_FALSE(ideal.has_pins);
    CHECK(ideal.is_exact);
}

TEST_CASE("windows of parts leave room for what comes before and after") {
    System system =
        system_of("parts", 2, {task("A", 10, {100}, 50, 0, {run(3), md({run(4), suspend(5), run(6)}), run(7)})});
    const auto with_pins = demand_of(system, system.kernel, true, WindowEnd::latest),
               free = demand_of(system, system.kernel, false, WindowEnd::latest),
               to_deadline = demand_of(system, system.kernel, false, WindowEnd::deadline);
    REQUIRE(with_pins);
    REQUIRE(to_deadline);
    REQUIRE(free);
    const std::vector<WorkPiece> expected = {{{100}, {128}, {3}, 0, kAnyCpu},
                                             {{103}, {132}, {4}, 0, 0},
                                             {{112}, {143}, {6}, 0, 0},
                                             {{118}, {150}, {7}, 0, kAnyCpu}};
    CHECK(with_pins->pieces == expected);
    CHECK(with_pins->masks == std::vector<CpuSet>{cpu_set(2, {0})});
    const std::vector<WorkPiece> parts = {{{100}, {132}, {7}, 0, kAnyCpu}, {{112}, {150}, {13}, 0, kAnyCpu}};
    CHECK(free->pieces == parts);
    const std::vector<WorkPiece> until_deadline = {{{100}, {150}, {7}, 0, kAnyCpu}, {{112}, {150}, {13}, 0, kAnyCpu}};
    CHECK(to_deadline->pieces == until_deadline);
}
