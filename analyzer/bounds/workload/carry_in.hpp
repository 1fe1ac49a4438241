// SPDX-License-Identifier: Apache-2.0
//
// How much a sporadic task can execute in an interval, jobs released before it (carry-in) included.
#pragma once

#include <algorithm>
#include <cstdint>

#include "analyzer/bounds/arithmetic/division.hpp"
#include "analyzer/bounds/task_set.hpp"

namespace pinstack {

/// W_i(L): the most that the task executes in any interval of `length`, if no response of it is longer than `response`:
/// the first job finishes as late as it may, the others run at once. Bertogna and Cirinei (2007), RTSS, equation 4.
/// REQUIRES: wcet <= response and wcet <= period; length >= 0.
inline std::int64_t carry_in_workload(const SporadicTask& task, std::int64_t response, std::int64_t length) {
    const std::int64_t from_release = length + response - task.wcet;
    const std::int64_t jobs = from_release / task.period;
    return jobs * task.wcet + std::min(task.wcet, from_release - jobs * task.period);
}

/// The most that the task's jobs with deadlines up to that of a job with relative deadline `deadline` execute between
/// its release and its deadline, under EDF: no response of the task is longer than `response`. Bertogna, Cirinei,
/// Lipari (2009), IEEE TPDS 20, section 4.
/// REQUIRES: wcet <= period.
inline std::int64_t edf_workload(const SporadicTask& task, std::int64_t response, std::int64_t deadline) {
    const std::int64_t jobs = deadline >= task.deadline ? (deadline - task.deadline) / task.period + 1 : 0;
    const std::int64_t slack = task.deadline - response;
    return jobs * task.wcet + std::min(task.wcet, positive(deadline - jobs * task.period - slack));
}

}  // namespace pinstack
