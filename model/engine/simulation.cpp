// SPDX-License-Identifier: Apache-2.0
#include "model/engine/simulation.hpp"

#include "model/engine/balancing.hpp"
#include "model/engine/plan.hpp"

namespace pinstack {

Result<Simulation> Simulation::create(const System& system, const Variant& variant, RunOptions options) {
    Result<Plan> plan = make_plan(system, variant, std::move(options));
    if (!plan) return tl::unexpected(std::move(plan.error()));
    return Simulation(std::make_shared<const Plan>(std::move(*plan)));
}

RunResult Simulation::run(Observer* observer) const { return plan_->engine->run(*plan_, observer); }

std::string_view name_of(JobState state) {
    constexpr std::string_view kNames[kJobStates] = {"queued",   "suspended",     "lock_wait",     "throttled",
                                                     "overhead", "running",       "interference",  "np_blocking",
                                                     "pin_wait", "affinity_wait", "balancing_wait"};
    return kNames[static_cast<std::size_t>(state)];
}

std::string_view name_of(Overhead kind) {
    constexpr std::string_view kNames[kOverheadKinds] = {
        "context_switch", "migration", "cache_reload", "ipi",             "interrupt", "timer_tick",
        "wake_up",        "stopper",   "rt_mutex",     "migrate_disable", "spin_wait", "throttled",
        "hotplug",        "cache_line", "tlb_shootdown", "tlb_flush",       "kmap",      "lazy_tlb",
        "steal"};
    return kNames[static_cast<std::size_t>(kind)];
}

std::string_view name_of(Finding::Kind kind) {
    constexpr std::string_view kNames[] = {"push_away_cycle", "ping_pong",  "deadlock",       "no_progress",
                                           "hotplug_blocked", "never_done", "affinity_broken"};
    return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace pinstack
