// SPDX-License-Identifier: Apache-2.0
#include "model/engine/job_recorder.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "model/engine/invariant.hpp"

namespace pinstack {

template <bool kLean>
void JobRecorder<kLean>::unfinished(TaskIndex task, ReleaseCursor oldest, const ReleaseCursor& next, std::int64_t end) {
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

template <bool kLean>
void JobRecorder<kLean>::note_miss(TaskIndex task, const ReleaseCursor& job) {
    ++results_[at(task)].misses;
    const PlanTask& planned = plan_->tasks[at(task)];
    // Jobs complete in another order than that of their deadlines.
    const Miss miss{{job.due + planned.deadline}, planned.file_index, job.number};
    if (!first_miss_ || miss < *first_miss_) first_miss_ = miss;
}

template <bool kLean>
void JobRecorder<kLean>::keep(TaskIndex task, const ReleaseCursor& job, std::optional<Instant> start,
                       std::optional<Instant> finish, bool missed) {
    const PlanTask& planned = plan_->tasks[at(task)];
    jobs_.push_back(
        {planned.file_index, job.number, {job.release}, start, finish, {job.due + planned.deadline}, missed});
}

template <bool kLean>
std::vector<TaskResult> JobRecorder<kLean>::take_results() {
    std::vector<TaskResult> out(results_.size());
    for (std::size_t i = 0; i < results_.size(); ++i) out[plan_->tasks[i].file_index] = std::move(results_[i]);
    return out;
}

template <bool kLean>
std::vector<JobRecord> JobRecorder<kLean>::take_jobs() {
    std::sort(jobs_.begin(), jobs_.end(), [](const JobRecord& a, const JobRecord& b) {
        return std::pair{a.task, a.number} < std::pair{b.task, b.number};
    });
    return std::move(jobs_);
}

template <bool kLean>
void JobRecorder<kLean>::split_is_wrong(TaskIndex task, const ReleaseCursor& job, std::int64_t accounted,
                                 std::int64_t response) const {
    invariant_broken(fmt::format("job {} of task {} responded in {} ns, but its states sum to {} ns", job.number,
                                 plan_->tasks[at(task)].file_index, response, accounted));
}

template class JobRecorder<false>;
template class JobRecorder<true>;

}  // namespace pinstack
