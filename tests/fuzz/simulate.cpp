// SPDX-License-Identifier: Apache-2.0
//
// System files that are valid and short, run under their own variant: the engine's own invariants, and the same result
// twice, by the engine that tells an observer everything and by the one that tells nothing.
#include <stdexcept>

#include "model/engine/simulation.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/system_check.hpp"
#include "tests/support/print_difference.hpp"
#include "tests/support/run_invariants.hpp"

namespace pinstack::fuzz {
namespace {

/// Ends a run that is long, which is no fault: a file can ask for 10^18 events.
class ShortRun : public Observer {
public:
    struct TooLong : std::runtime_error {
        TooLong() : std::runtime_error("a long run") {}
    };
    void job_interval(const JobInterval&) override { count(); }
    void capacity_interval(const CapacityInterval&) override { count(); }
    void released(Instant, JobId, Instant) override { count(); }

private:
    void count() {
        if (++events_ > 20'000) throw TooLong();
    }
    int events_ = 0;
};

/// About how long a run takes: a drain as long as its last release and all its work.
std::int64_t length_of(const System& system) {
    const Result<std::optional<Instant>> end = resolve_horizon(system);
    if (!end) return kTimeLimitNs;
    if (*end) return (*end)->ns;
    Duration sum;
    for (const Task& task : system.tasks) {
        const auto& releases = std::get<ExplicitReleases>(task.releases);
        for (std::size_t i = 0; i < releases.instants.size(); ++i) {
            sum = std::min(sum + worst_case_execution_time(task.body), Duration{kTimeLimitNs});
        }
        sum = std::min(sum + Duration{releases.instants.back().ns}, Duration{kTimeLimitNs});
    }
    return sum.ns;
}

/// What happens without an observer being told: ticks on idle CPUs, ends of background threads.
bool has_frequent_edges(const System& system) {
    if (system.platform.cpus > 16) return true;
    constexpr std::int64_t kMost = 20'000;
    const std::int64_t length = length_of(system);
    const auto is_frequent = [&](std::int64_t period) { return period > 0 && length / period > kMost; };
    for (const Cost& cost : system.platform.costs.costs) {
        if (cost.name == "timer_tick_period" && is_frequent(cost.value.ns)) return true;
    }
    const LinuxOptions& it = system.kernel.linux;
    if (it.edge_source && is_frequent(it.edge_source->period.ns)) return true;
    if (it.rt_throttling && is_frequent(it.rt_throttling->period.ns)) return true;
    const auto& steal = system.kernel.mm.vcpu_steal;
    return steal && is_frequent(steal->period.ns);
}

void check(const System& system) {
    RunOptions options;
    options.keep_jobs = true;
    const Result<Simulation> simulation = Simulation::create(system, system.kernel, options);
    if (!simulation) return check_problems(simulation.error());
    RunResult first;
    try {
        ShortRun observer;
        first = simulation->run(&observer);
    } catch (const ShortRun::TooLong&) {
        return;
    }
    const auto broken = test::broken_invariant(system, first);
    require(!broken, broken.value_or(""));
    const auto differs = test::difference(first, simulation->run());
    require(!differs, "unobserved it is the same: " + differs.value_or(""));
}

}  // namespace
}  // namespace pinstack::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pinstack;
    const Result<System> system = parse_system(fuzz::text_of(data, size), "fuzz.pinstack.json");
    if (system && !fuzz::has_frequent_edges(*system)) fuzz::check(*system);
    return 0;
}
