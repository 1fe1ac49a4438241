// SPDX-License-Identifier: Apache-2.0
//
// Per-task results of a run as they come in: response times and their split, misses, preemptions. Tasks are
// numbered as in the plan until finish() puts them in file order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "model/engine/plan.hpp"
#include "model/engine/release_cursor.hpp"
#include "model/engine/run_result.hpp"
#include "model/engine/slots.hpp"
#include "model/engine/urgency.hpp"

namespace pinstack {

template <bool kLean>
class JobRecorder {
public:
    explicit JobRecorder(const Plan& plan) : plan_(&plan), results_(plan.tasks.size()), current_(plan.tasks.size()) {}

    /// A job becomes its task's oldest unfinished one, `now` >= its release: it was queued until now.
    void begins(TaskIndex task, const ReleaseCursor& job, std::int64_t now) {
        Current& current = current_[at(task)];
        const std::int64_t queued = now - job.release;
        current.split[static_cast<std::size_t>(JobState::queued)] = queued;
        current.since = now;
        current.state = JobState::interference;
        current.started = false;
    }
    /// The job is in `state` from `now` on.
    void enter(TaskIndex task, JobState state, std::int64_t now) {
        Current& current = current_[at(task)];
        const std::int64_t time = now - current.since;
        current.split[static_cast<std::size_t>(current.state)] += time;
        current.since = now;
        current.state = state;
    }
    JobState state(TaskIndex task) const { return current_[at(task)].state; }

    /// The job gets a CPU after having had none.
    void runs(TaskIndex task, std::int64_t now) {
        starts(task, now);
        enter(task, JobState::running, now);
    }
    /// It has a CPU, if only to wait for a lock.
    void starts(TaskIndex task, std::int64_t now) {
        Current& current = current_[at(task)];
        if (current.started) return;
        current.started = true;
        current.start = now;
    }
    void spun(TaskIndex task, std::int64_t time) { results_[at(task)].spin.ns += time; }
    void preempted(TaskIndex task, std::int64_t now) {
        add_preemption(task);
        enter(task, JobState::interference, now);
    }
    /// Whether it is one or none: no predictor knows.
    void add_migration(TaskIndex task, bool is_one) { results_[at(task)].migrations += is_one; }
    void add_preemption(TaskIndex task) { ++results_[at(task)].preemptions; }
    void released(TaskIndex task) { ++results_[at(task)].jobs; }

    /// Returns whether the job missed its deadline.
    bool completed(TaskIndex task, const ReleaseCursor& job, std::int64_t now) {
        Current& current = current_[at(task)];
        TaskResult& result = results_[at(task)];
        enter(task, JobState::queued, now);
        const std::int64_t response = now - job.release;
        if (result.response.count() == 0 || response > result.response.max().ns) [[unlikely]]
            result.worst_split = current.split;
        // All of them: which ones are not 0, no predictor knows.
        std::int64_t accounted = 0;
#pragma GCC unroll 16
        for (std::size_t i = 0; i < kJobStates; ++i) {
            const std::int64_t time = std::exchange(current.split[i], 0);
            accounted += time;
            result.response_split[i] += time;
        }
        if (accounted != response) [[unlikely]]
            split_is_wrong(task, job, accounted, response);
        return conclude(task, job, current.start, now);
    }

    /// The job did nothing but queue, run and wait for more urgent ones; its states were not entered one by one.
    struct PlainSplit {
        std::int64_t queued, running, interference;
    };
    void completed(TaskIndex task, const ReleaseCursor& job, std::int64_t start, std::int64_t now, PlainSplit split) {
        TaskResult& result = results_[at(task)];
        const auto add_to = [&](ResponseSplit& sum) {
            sum[static_cast<std::size_t>(JobState::queued)] += split.queued;
            sum[static_cast<std::size_t>(JobState::running)] += split.running;
            sum[static_cast<std::size_t>(JobState::interference)] += split.interference;
        };
        add_to(result.response_split);
        if (result.response.count() == 0 || now - job.release > result.response.max().ns) [[unlikely]]
            add_to(result.worst_split = {});
        conclude(task, job, start, now);
    }

    /// The run ends with the jobs from `oldest` to before `next` unfinished; deadlines up to `end` are missed.
    void unfinished(TaskIndex task, ReleaseCursor oldest, const ReleaseCursor& next, std::int64_t end);

    /// Results in file order.
    std::vector<TaskResult> take_results();
    std::vector<JobRecord> take_jobs();
    const std::optional<Miss>& first_miss() const { return first_miss_; }

private:
    struct alignas(64) Current {
        ResponseSplit split{};
        std::int64_t since = 0;
        std::int64_t start = 0;
        JobState state = JobState::queued;
        bool started = false;
    };

    static std::size_t at(std::int32_t index) { return static_cast<std::uint32_t>(index); }
    /// Returns whether the job missed its deadline.
    bool conclude(TaskIndex task, const ReleaseCursor& job, std::int64_t start, std::int64_t now) {
        TaskResult& result = results_[at(task)];
        result.response.add({now - job.release});
        result.latency.add({start - job.release});
        ++result.completed;
        const bool missed = now > job.due + plan_->tasks[at(task)].deadline;
        if (missed) [[unlikely]]
            note_miss(task, job);
        if (plan_->options.keep_jobs) [[unlikely]]
            keep(task, job, {{start}}, {{now}}, missed);
        return missed;
    }
    void note_miss(TaskIndex task, const ReleaseCursor& job);
    void keep(TaskIndex task, const ReleaseCursor& job, std::optional<Instant> start, std::optional<Instant> finish,
              bool missed);
    [[noreturn]] void split_is_wrong(TaskIndex task, const ReleaseCursor& job, std::int64_t accounted,
                                     std::int64_t response) const;

    const Plan* plan_;
    std::vector<TaskResult> results_;
    Slots<Current, kLean> current_;
    std::vector<JobRecord> jobs_;
    std::optional<Miss> first_miss_;
};

}  // namespace pinstack
