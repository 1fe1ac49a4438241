// SPDX-License-Identifier: Apache-2.0
#include "analyzer/explore/exact/exact_worst_case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "analyzer/explore/search.hpp"

namespace pinstack {
namespace {

/// Of the task that the objective is about, or the worst one; of those that overrun the first.
const ExactTask& worst_task(const System& system, const ExactResult& exact, const Objective& objective) {
    const auto badness = [&](const ExactTask& task) {
        const auto index = static_cast<std::size_t>(&task - exact.tasks.data());
        const std::int64_t allowed = objective.kind == ObjectiveKind::lateness ? system.tasks[index].deadline.ns : 0;
        return std::pair(task.overruns, task.overruns ? 0 : task.worst_response - allowed);
    };
    if (objective.task) return exact.tasks[*objective.task];
    return *std::max_element(exact.tasks.begin(), exact.tasks.end(),
                             [&](const ExactTask& a, const ExactTask& b) { return badness(a) < badness(b); });
}

std::int64_t exact_value(const System& system, const ExactResult& exact, const Objective& objective) {
    if (objective.kind == ObjectiveKind::depth) return exact.depth;
    const ExactTask& task = worst_task(system, exact, objective);
    const auto index = static_cast<std::size_t>(&task - exact.tasks.data());
    return task.worst_response - (objective.kind == ObjectiveKind::lateness ? system.tasks[index].deadline.ns : 0);
}

}  // namespace

std::string why_not_exact(const System& system, const Objective& objective, Duration unit) {
    if (objective.kind == ObjectiveKind::loss) return "what is lost to stacking grows without end";
    return why_not_exact(system, Placements::own, unit);
}

Result<ExactWorstCase> exact_worst_case(const System& system, const Objective& objective, const ExactSpec& spec,
                                        const std::stop_token& stop, const ExactProgress& progress) {
    constexpr const char* kInstead = "--method search has no such limits";
    if (const std::string why = why_not_exact(system, objective, spec.unit); !why.empty()) {
        return fail(why, "a system and an objective that can be explored exactly", kInstead);
    }
    ExactWorstCase out;
    out.exact = explore_exactly(system, spec, stop, progress);
    if (const std::string why = why_incomplete(out.exact); !why.empty()) {
        return fail(why, "a system with fewer states, or higher --states and --memory", kInstead);
    }
    ReleasePlan plan;
    if (objective.kind == ObjectiveKind::depth) plan = out.exact.depth_witness;
    if (plan.instants.empty()) plan = worst_task(system, out.exact, objective).witness;
    const Duration window = default_window(system);
    out.own = score_of(system, run_plan(system, own_plan(system, PlanRules::of(system, window))), objective);
    out.witness = with_plan(system, plan);
    out.run = run_plan(system, plan);
    out.worst = score_of(system, out.run, objective);
    const std::int64_t value = exact_value(system, out.exact, objective);
    if (out.exact.is_exact() ? out.worst.value != value : out.worst.value < value) {
        throw std::logic_error(
            fmt::format("exploration found {}, the run of its witness has {}", value, out.worst.value));
    }
    return out;
}

}  // namespace pinstack
