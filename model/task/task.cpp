// SPDX-License-Identifier: Apache-2.0
#include "model/task/task.hpp"

#include <algorithm>

namespace pinstack {

Duration worst_case_execution_time(const Body& body) {
    Duration sum;
    for (const Operation& operation : body) {
        const bool is_run = operation.kind == OperationKind::run || operation.kind == OperationKind::mmap_write;
        if (!is_run && !is_bracket(operation.kind)) continue;
        const Duration part = is_run ? operation.time.max : worst_case_execution_time(operation.body);
        // Both are at most 2^62 here, so the sum does not wrap before it is cut.
        sum = std::min(sum + part, Duration{kTimeLimitNs});
    }
    return sum;
}

Reservation reservation_of(const Task& task) {
    Reservation out{task.runtime.value_or(worst_case_execution_time(task.body)), task.deadline, task.deadline};
    if (const auto* periodic = std::get_if<Periodic>(&task.releases)) out.period = periodic->period;
    if (const auto* sporadic = std::get_if<Sporadic>(&task.releases)) out.period = sporadic->interarrival.min;
    return out;
}

}  // namespace pinstack
