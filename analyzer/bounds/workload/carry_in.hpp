// SPDX-License-Identifier: Apache-2.0
//
// How much a sporadic task can execute in an interval, jobs released before it (carry-in) included; and the tasks that
// can be more urgent than one under analysis, with what bounds the work of each.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "analyzer/bounds/arithmetic/division.hpp"
#include "analyzer/bounds/task_set.hpp"
#include "analyzer/bounds/workload/interference.hpp"

namespace pinstack {

/// W_i(L): the most that the task executes in any interval of `length`, if no response of it is longer than `response`:
/// the first job finishes as late as it may, the others run at once. Bertogna and Cirinei (2007), RTSS, equation 4.
/// REQUIRES: wcet <= response and wcet <= period; length >= 0.
inline Growth carry_in_workload(const SporadicTask& task, std::int64_t response, std::int64_t length) {
    const std::int64_t from_release = length + response - task.wcet;
    const std::int64_t jobs = from_release / task.period;
    const std::int64_t last = from_release - jobs * task.period;
    return {jobs * task.wcet + std::min(task.wcet, last), positive(task.wcet - last)};
}

/// The jobs of the task that are released and due within a job's release and its deadline, under EDF, without the one
/// that may be released before.
inline std::int64_t edf_jobs(const SporadicTask& task, std::int64_t deadline) {
    return deadline >= task.deadline ? (deadline - task.deadline) / task.period + 1 : 0;
}

/// And what that one executes within them, if no response of the task is longer than `response`.
inline std::int64_t edf_carried_in(const SporadicTask& task, std::int64_t jobs, std::int64_t response,
                                   std::int64_t deadline) {
    const std::int64_t slack = task.deadline - response;
    return std::min(task.wcet, positive(deadline - jobs * task.period - slack));
}

/// The most that the task's jobs with deadlines up to that of a job with relative deadline `deadline` execute between
/// its release and its deadline, under EDF: no response of the task is longer than `response`. Bertogna, Cirinei,
/// Lipari (2009), IEEE TPDS 20, section 4.
/// REQUIRES: wcet <= period.
inline std::int64_t edf_workload(const SporadicTask& task, std::int64_t response, std::int64_t deadline) {
    const std::int64_t jobs = edf_jobs(task, deadline);
    return jobs * task.wcet + edf_carried_in(task, jobs, response, deadline);
}

/// A task that can be more urgent than the one under analysis.
struct Interferer {
    const SporadicTask* task = nullptr;
    std::int64_t response = 0;                 ///< no response of it is longer
    std::int64_t most_work = kUnbounded;       ///< under EDF: by those of its jobs that can be more urgent
    std::int64_t most_sectioned = kUnbounded;  ///< the same, inside sections
    std::int64_t most_releases = kUnbounded;   ///< of them, while the job under analysis is unfinished
    std::int64_t most_work_from = kUnbounded;  ///< the least length in which it can do as much as `most_work`

    Growth work(std::int64_t length) const {
        if (length >= most_work_from) return {most_work, 0};
        return carry_in_workload(*task, response, length).at_most(most_work);
    }
    std::int64_t releases(std::int64_t length) const { return std::min(ceil_div(length, task->period), most_releases); }
    /// Inside sections, those of jobs released less than `before` earlier (a bound of a response) or in `length`.
    /// REQUIRES: `length` + `before` is a time.
    Growth sectioned_work(std::int64_t length, std::int64_t before) const {
        std::int64_t most = most_sectioned;
        if (most > task->sectioned) most = std::min(most, ceil_div(length + before, task->period) * task->sectioned);
        // W_i is no less than in its first job; a division less.
        const std::int64_t first = std::min(task->wcet, length + response - task->wcet);
        if (most <= first && most <= most_work) return {most, 0};
        return work(length).at_most(most);
    }
};

/// Of one task after another of a set, those that can be more urgent: under fp the ones before it (as if ties were
/// broken by place), under EDF all others.
class Interferers {
public:
    explicit Interferers(const TaskSet& set);

    /// Of the task at `place`, if no others' responses are longer than these (under fp: of those before).
    std::span<const Interferer> of(std::size_t place, std::span<const std::int64_t> responses);

    /// A new search begins, for the same task.
    void restart();
    /// Sets the terms W_i of `others`, no others. REQUIRES: `length` is not less than in this search before.
    void fill(Interference& others, std::int64_t length);

private:
    std::int64_t jobs(std::size_t i, std::size_t place) const;

    const TaskSet& set_;
    std::vector<Interferer> interferers_;
    std::vector<const Interferer*> growing_;  ///< those that have not done most_work yet
    std::size_t constant_ = 0;                ///< terms of the others: they come first, and stay
    std::vector<std::int64_t> jobs_;          ///< under EDF edf_jobs() of each in each, where there are few
};

}  // namespace pinstack
