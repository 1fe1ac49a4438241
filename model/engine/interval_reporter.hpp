// SPDX-License-Identifier: Apache-2.0
//
// Turns the state changes of jobs into maximal intervals for an Observer. Only watched runs have one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/engine/observer.hpp"
#include "model/engine/plan.hpp"
#include "model/engine/release_cursor.hpp"

namespace pinstack {

class IntervalReporter {
public:
    IntervalReporter(const Plan& plan, Observer& observer)
        : plan_(&plan),
          observer_(&observer),
          watch_from_(std::max(observer.watch_from().ns, std::int64_t{0})),
          open_(plan.tasks.size()),
          is_changed_(plan.tasks.size(), 0) {}

    Observer& observer() { return *observer_; }
    std::int64_t watch_from() const { return watch_from_; }
    JobId id(TaskIndex task, std::uint64_t number) const { return {plan_->tasks[at(task)].file_index, number}; }

    /// Something about the task's job changed; settle() will look.
    void changed(TaskIndex task) {
        if (is_changed_[at(task)]) return;
        is_changed_[at(task)] = 1;
        changed_.push_back(task);
    }

    /// The job was queued behind an unfinished one from its release until now.
    void queued(TaskIndex task, const ReleaseCursor& job, std::int64_t now) {
        const std::int64_t from = std::max(job.release, watch_from_);
        if (now <= from) return;
        observer_->job_interval({id(task, job.number), {from}, {now}, JobState::queued, {}, kNoCpu});
    }

    /// The job becomes its task's oldest unfinished one.
    void begins(TaskIndex task, const ReleaseCursor& job, std::int64_t now) {
        queued(task, job, now);
        open_[at(task)] = {id(task, job.number), {now}, {now}, JobState::queued, {}, kNoCpu};
        changed(task);
    }

    /// The job was there before anybody watched.
    template <class State>
    void goes_on(TaskIndex task, std::uint64_t number, const State& state, JobState job_state) {
        open_[at(task)] = {id(task, number), {watch_from_}, {watch_from_}, job_state, {}, kNoCpu};
        place(open_[at(task)], task, state);
        if (job_state != JobState::queued) observer_->interval_begins(open_[at(task)]);
    }

    /// The job completes or the run ends.
    void close(TaskIndex task, std::int64_t now) {
        JobInterval& interval = open_[at(task)];
        interval.to = {now};
        if (interval.to > interval.from) observer_->job_interval(interval);
        interval.from = interval.to;
    }

    /// After a dispatch: reports what ended at this instant. `state_of(task)` is the job's JobState.
    template <class State, class StateOf>
    void settle(const State& state, StateOf&& state_of) {
        for (TaskIndex task : changed_) {
            is_changed_[at(task)] = 0;
            JobInterval now = open_[at(task)];
            now.state = state_of(task);
            place(now, task, state);
            const JobInterval& open = open_[at(task)];
            if (now.state == open.state && now.protections == open.protections && now.cpu == open.cpu &&
                now.has_cpu == open.has_cpu) {
                continue;
            }
            close(task, state.now());
            now.from = {state.now()};
            open_[at(task)] = now;
            // A job that is complete reads as queued.
            if (now.state != JobState::queued) observer_->interval_begins(now);
        }
        changed_.clear();
    }

private:
    template <class State>
    static void place(JobInterval& interval, TaskIndex task, const State& state) {
        interval.has_cpu = state.job(task).on != kNoCpu;
        interval.protections = {interval.has_cpu && state.step_of(task).non_preemptible, state.is_pinned(task)};
        interval.cpu = interval.has_cpu ? state.job(task).on : state.job(task).pin;
        if constexpr (requires { state.job(task).cpu; }) {  // where it is queued
            if (interval.state == JobState::throttled) interval.cpu = state.job(task).cpu;
        }
    }
    static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

    const Plan* plan_;
    Observer* observer_;
    std::int64_t watch_from_;
    std::vector<JobInterval> open_;
    std::vector<TaskIndex> changed_;
    std::vector<char> is_changed_;
};

}  // namespace pinstack
