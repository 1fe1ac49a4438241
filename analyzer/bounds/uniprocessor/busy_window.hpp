// SPDX-License-Identifier: Apache-2.0
//
// The longest time for which one CPU stays busy with some tasks, and what they ask of it meanwhile.
#pragma once

#include <cstdint>
#include <optional>

#include "analyzer/bounds/arithmetic/division.hpp"
#include "analyzer/bounds/arithmetic/step_budget.hpp"
#include "analyzer/bounds/task_set.hpp"

namespace pinstack {

/// What a test says whose budget is used up.
inline constexpr const char* kBudgetUsedUp = "the busy window is too long: its budget of steps is used up";

/// What the task can release in [0, length) if its first job is released at 0 after the longest jitter.
inline Int128 released_work(const SporadicTask& task, std::int64_t length) {
    return Int128{ceil_div(length + task.jitter, task.period)} * task.wcet;
}

/// How the utilization of the first `end` tasks compares with 1, `extra` among them too. Exact.
enum class Load { below_one, one, above_one };
Load load_of(const TaskSet& set, std::size_t end, std::optional<std::size_t> extra = {});

/// The least L > 0 with L = blocking + what the first `end` tasks and `extra` release in [0, L). Nothing where there is
/// none, where it is not below kTimeLimitNs, or the budget is used up.
std::optional<std::int64_t> busy_window(const TaskSet& set, std::size_t end, std::optional<std::size_t> extra,
                                        std::int64_t blocking, StepBudget& budget);

}  // namespace pinstack
