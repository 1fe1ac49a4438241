// SPDX-License-Identifier: Apache-2.0
#include "model/engine/job_recorder.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "model/engine/invariant.hpp"

namespace pinstack {

void JobRecorder::unfinished(TaskIndex task, ReleaseCursor oldest, const ReleaseCursor& next, std::int64_t end) {
    const PlanTask& planned = plan_->tasks[at(task)];
    bool is_oldest = true;
    for (; oldest.number < next.number; oldest.advance(*plan_, planned), is_oldest = false) {
        const bool missed = oldest.due + planned.deadline <= end;
        if (missed) note_miss(task, oldest);
        if (!plan_->options.keep_jobs) continue;
        std::optional<Instant> start;
        if (is_oldest && current_[at(task)].started) start = Instant{current_[at(task)].start};
        keep(task, oldest, start, std::nullopt, missed);
    }
}

void JobRecorder::note_miss(TaskIndex task, const ReleaseCursor& job) {
    ++results_[at(task)].misses;
    const PlanTask& planned = plan_->tasks[at(task)];
    // Jobs complete in another order than that of their deadlines.
    const Miss miss{{job.due + planned.deadline}, planned.file_index, job.number};
    if (!first_miss_ || miss < *first_miss_) first_miss_ = miss;
}

void JobRecorder::keep(TaskIndex task, const ReleaseCursor& job, std::optional<Instant> start,
                       std::optional<Instant> finish, bool missed) {
    const PlanTask& planned = plan_->tasks[at(task)];
    jobs_.push_back(
        {planned.file_index, job.number, {job.release}, start, finish, {job.due + planned.deadline}, missed});
}

std::vector<TaskResult> JobRecorder::take_results() {
    std::vector<TaskResult> out(results_.size());
    for (std::size_t i = 0; i < results_.size(); ++i) out[plan_->tasks[i].file_index] = std::move(results_[i]);
    return out;
}

std::vector<JobRecord> JobRecorder::take_jobs() {
    std::sort(jobs_.begin(), jobs_.end(), [](const JobRecord& a, const JobRecord& b) {
        return std::pair{a.task, a.number} < std::pair{b.task, b.number};
    });
    return std::move(jobs_);
}

void JobRecorder::split_is_wrong(TaskIndex task, const ReleaseCursor& job, std::int64_t accounted,
                                 std::int64_t response) const {
    invariant_broken(fmt::format("job {} of task {} responded in {} ns, but its states sum to {} ns", job.number,
                                 plan_->tasks[at(task)].file_index, response, accounted));
}

}  // namespace pinstack
