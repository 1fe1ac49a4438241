// SPDX-License-Identifier: Apache-2.0
#include "analyzer/run/run_summary.hpp"

namespace pinstack {

RunSummary summary_of(const RunResult& result) {
    RunSummary summary{.span_ns = result.span.ns,
                       .capacity = result.capacity,
                       .max_depth = result.stacking.max_depth,
                       .max_simultaneous_loss = result.stacking.max_simultaneous_loss,
                       .episodes = result.stacking.episodes_total};
    for (const TaskResult& task : result.tasks) {
        summary.jobs += task.jobs;
        summary.deadline_misses += task.misses;
        if (task.misses > 0) ++summary.tasks_missing;
    }
    return summary;
}

}  // namespace pinstack
