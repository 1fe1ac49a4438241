// SPDX-License-Identifier: Apache-2.0
#include "tests/support/run_invariants.hpp"

#include <algorithm>
#include <numeric>

namespace pinstack::test {
namespace {

std::optional<std::string> of_capacity(const System& system, const RunResult& result) {
    const CapacitySplit& it = result.capacity;
    for (const std::int64_t part : {it.useful, it.inversion_np, it.inversion_pin, it.overhead, it.stacking_loss,
                                    it.affinity_loss, it.balancing_loss, it.idle}) {
        if (part < 0) return "a part of the capacity is negative";
    }
    if (it.useful + it.inversion() + it.overhead + it.lost() + it.idle != it.total)
        return "the capacity has another sum";
    const auto& kinds = it.overhead_by_kind;
    if (std::any_of(kinds.begin(), kinds.end(), [](std::int64_t part) { return part < 0; })) {
        return "an overhead is negative";
    }
    if (std::accumulate(kinds.begin(), kinds.end(), std::int64_t{0}) != it.overhead)
        return "overheads have another sum";
    const std::int64_t all = result.span.ns * system.platform.cpus;
    // While a CPU is offline it is no capacity.
    if (system.events.empty() ? it.total != all : it.total > all) return "the total is not CPUs times span";
    return std::nullopt;
}

std::optional<std::string> of_task(const TaskResult& task) {
    if (task.completed > task.jobs) return "more jobs are completed than released";
    if (task.misses > task.jobs) return "more jobs missed than were released";
    if (task.response.count() != task.completed) return "responses are not those of the completed jobs";
    for (const ResponseSplit* split : {&task.response_split, &task.worst_split}) {
        if (std::any_of(split->begin(), split->end(), [](std::int64_t part) { return part < 0; })) {
            return "a part of a response is negative";
        }
    }
    const auto sum = [](const ResponseSplit& split) {
        return std::accumulate(split.begin(), split.end(), std::int64_t{0});
    };
    if (sum(task.response_split) != static_cast<std::int64_t>(task.response.sum())) return "responses have another sum";
    if (task.completed > 0 && sum(task.worst_split) != task.response.max().ns)
        return "the longest response has another sum";
    return std::nullopt;
}

std::optional<std::string> of_stacking(const RunResult& result) {
    const Stacking& it = result.stacking;
    if (it.episodes.size() > it.episodes_total) return "more episodes are kept than there were";
    if (it.episodes.size() != it.episodes_total) return std::nullopt;
    std::int64_t lost = 0;
    for (const Episode& episode : it.episodes) lost += episode.lost.ns;
    if (lost != result.capacity.stacking_loss) return "episodes have another sum than the stacking loss";
    return std::nullopt;
}

bool explains_no_end(const Finding& finding) {
    return finding.kind == Finding::Kind::deadlock || finding.kind == Finding::Kind::no_progress ||
           finding.kind == Finding::Kind::hotplug_blocked || finding.kind == Finding::Kind::never_done;
}

/// A drain ends with every job completed, or says what went wrong.
std::optional<std::string> of_end(const System& system, const RunResult& result) {
    const auto end = resolve_horizon(system);
    if (!end || *end) return std::nullopt;
    const bool is_whole = std::all_of(result.tasks.begin(), result.tasks.end(),
                                      [](const TaskResult& task) { return task.completed == task.jobs; });
    if (is_whole) return std::nullopt;
    const auto& findings = result.findings;
    const bool is_told = std::any_of(findings.kept.begin(), findings.kept.end(), explains_no_end) ||
                         findings.total > findings.kept.size();
    if (is_told) return std::nullopt;
    return "a drain ended with unfinished jobs, and no finding says why";
}

}  // namespace

std::optional<std::string> broken_invariant(const System& system, const RunResult& result) {
    if (auto broken = of_capacity(system, result)) return broken;
    for (std::size_t i = 0; i < result.tasks.size(); ++i) {
        if (auto broken = of_task(result.tasks[i])) return "task " + std::to_string(i) + ": " + *broken;
    }
    if (auto broken = of_stacking(result)) return broken;
    return of_end(system, result);
}

}  // namespace pinstack::test
