// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "analyzer/report/task_statistics.hpp"
#include "analyzer/run/comparison.hpp"

namespace pinstack {

/// Variants under which the response times of one task are distributed alike: shown once.
struct ResponseGroup {
    std::vector<std::size_t> outcomes;  ///< of the comparison, ascending; not empty
    const TaskResult* task = nullptr;   ///< of the first of them
    DurationFigures response;           ///< of the first of them
};

/// The figures of all outcomes, made once: with kept jobs that takes a sort of them.
class ResponseFigures {
public:
    /// REQUIRES: runs outlives this. `kept_jobs`: they were run with RunRequest::jobs.
    ResponseFigures(const Comparison& runs, bool kept_jobs);

    /// In the order of the comparison; without outcomes in which no job of the task completed.
    std::vector<ResponseGroup> groups_of(std::uint32_t task) const;
    const Comparison& runs() const { return runs_; }

private:
    const Comparison& runs_;
    std::vector<std::vector<TaskFigures>> figures_;  // by outcome, then task; empty where inapplicable
};

}  // namespace pinstack
