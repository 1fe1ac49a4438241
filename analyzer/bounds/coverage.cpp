// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/coverage.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "analyzer/bounds/job_sets/sag.hpp"

namespace pinstack {
namespace {

/// The bounds under pins: the protection of each, the balancers it is proved for, that to simulate first.
struct PinnedCoverage {
    std::string_view id;
    Protection sections;
    std::array<std::string_view, 5> balancers;
};

// Where nothing is pinned each of these balancers runs the most urgent jobs that may run. One that is not listed may do
// so too; then its bounds are left unused, not wrong.
constexpr PinnedCoverage kPinned[] = {
    {"pinned-none", Protection::none, {"shift", "swap-on-entry", "idle-first", "wake-previous", "wake-previous-push"}},
    {"pinned-np",
     Protection::preempt_disable,
     {"idle-first", "shift", "swap-on-entry", "wake-previous", "wake-previous-push"}},
    {"pinned-unmitigated", Protection::migrate_disable, {"wake-previous-push", "wake-previous", "idle-first"}},
    {"pinned-shift", Protection::migrate_disable, {"shift"}},
    {"pinned-swap-on-entry", Protection::migrate_disable, {"swap-on-entry"}},
};

const PinnedCoverage* pinned_coverage(std::string_view id) {
    const auto* found = std::find_if(std::begin(kPinned), std::end(kPinned),
                                     [&](const PinnedCoverage& coverage) { return coverage.id == id; });
    return found == std::end(kPinned) ? nullptr : found;
}

}  // namespace

bool is_of_some_scheduler(const SchedulabilityTest& test) { return test.id == "apa-feasibility"; }

std::optional<System> covered_system(const System& system, const TestOutcome& outcome) {
    System covered = system;
    if (const PinnedCoverage* coverage = pinned_coverage(outcome.test->id)) {
        covered.kernel.sections = coverage->sections;
        covered.kernel.balancer = {std::string(coverage->balancers.front()), std::nullopt};
        covered.kernel.hybrid_below = std::nullopt;
        return covered;
    }
    if (outcome.test->family == TestFamily::job_sets) {
        covered.kernel = sag_variant(system);
        return covered;
    }
    if (outcome.test->family == TestFamily::pinned || is_of_some_scheduler(*outcome.test)) return std::nullopt;
    if (outcome.test->family != TestFamily::placement) return covered;
    const std::vector<CpuId>& placement = outcome.verdict.placement;
    if (placement.empty() || std::count(placement.begin(), placement.end(), kNoCpu) > 0) return std::nullopt;
    covered.kernel.balancer = {"partitioned", std::nullopt};
    for (std::size_t i = 0; i < placement.size(); ++i) covered.tasks[i].home_cpu = placement[i];
    return covered;
}

bool covers_own_variant(const System& system, const SchedulabilityTest& test) {
    if (test.family == TestFamily::placement || is_of_some_scheduler(test)) return false;
    if (test.family == TestFamily::job_sets) return sag_variant(system) == system.kernel;
    const PinnedCoverage* coverage = pinned_coverage(test.id);
    if (coverage == nullptr) return test.family != TestFamily::pinned;
    const Variant& own = system.kernel;
    // Short sections made non-preemptible are in no bound under pins.
    if (own.hybrid_below && own.sections == Protection::migrate_disable) return false;
    return own.sections == coverage->sections &&
           std::count(coverage->balancers.begin(), coverage->balancers.end(), own.balancer.name) > 0;
}

}  // namespace pinstack
