// SPDX-License-Identifier: Apache-2.0
#include "analyzer/explore/objective.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace pinstack {

namespace {

constexpr std::array<std::string_view, 4> kNames = {"response", "lateness", "loss", "depth"};  // as numbered

}  // namespace

std::string_view name_of(ObjectiveKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::optional<ObjectiveKind> parse_objective(std::string_view text) {
    const auto found = std::find(kNames.begin(), kNames.end(), text);
    if (found == kNames.end()) return std::nullopt;
    return static_cast<ObjectiveKind>(found - kNames.begin());
}

Score score_of(const System& system, const RunResult& result, const Objective& objective) {
    if (objective.kind == ObjectiveKind::loss) {
        return {result.capacity.stacking_loss, result.stacking.max_simultaneous_loss};
    }
    if (objective.kind == ObjectiveKind::depth) return {result.stacking.max_depth, result.capacity.stacking_loss};
    Score score{std::numeric_limits<std::int64_t>::min(), 0};
    for (std::uint32_t i = 0; i < system.tasks.size(); ++i) {
        if (objective.task && *objective.task != i) continue;
        const TaskResult& task = result.tasks[i];
        if (task.completed == 0) continue;
        const std::int64_t allowed = objective.kind == ObjectiveKind::lateness ? system.tasks[i].deadline.ns : 0;
        score.value = std::max(score.value, task.response.max().ns - allowed);
        score.hint += static_cast<std::int64_t>(task.response.sum());
    }
    return score;
}

}  // namespace pinstack
