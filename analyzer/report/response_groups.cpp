// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/response_groups.hpp"

#include <algorithm>

namespace pinstack {

ResponseFigures::ResponseFigures(const Comparison& runs, bool kept_jobs) : runs_(runs) {
    for (const Outcome& outcome : runs.outcomes) {
        figures_.push_back(outcome.applicable() ? figures_of(*outcome.result, kept_jobs) : std::vector<TaskFigures>{});
    }
}

std::vector<ResponseGroup> ResponseFigures::groups_of(std::uint32_t task) const {
    std::vector<ResponseGroup> groups;
    for (std::size_t i = 0; i < runs_.outcomes.size(); ++i) {
        if (!runs_.outcomes[i].applicable()) continue;
        const TaskResult& row = runs_.outcomes[i].result->tasks[task];
        if (!figures_[i][task].response) continue;
        const auto same = std::find_if(groups.begin(), groups.end(), [&](const ResponseGroup& group) {
            return group.task->misses == row.misses && group.task->jobs == row.jobs &&
                   group.task->response == row.response;
        });
        if (same != groups.end()) {
            same->outcomes.push_back(i);
        } else {
            groups.push_back({{i}, &row, *figures_[i][task].response});
        }
    }
    return groups;
}

}  // namespace pinstack
