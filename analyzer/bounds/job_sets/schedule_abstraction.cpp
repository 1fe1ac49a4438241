// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/job_sets/schedule_abstraction.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/bounds/arithmetic/division.hpp"

namespace pinstack {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

class Exploration {
public:
    Exploration(const JobSet& set, const SagLimits& limits, SagObserver* observer)
        : set_(set), limits_(limits), observer_(observer), budget_(limits.steps), here_(set), next_(set), before_(set) {
        result_.streams.resize(set.streams.size());
        available_.resize(static_cast<std::size_t>(set.cpus));
    }

    SagResult run() {
        begin();
        for (; !is_over(); ++result_.levels) {
            if (observer_ != nullptr) observer_->level_begins(result_.levels, here_);
            next_.clear();
            for (std::uint32_t group = 0; group < here_.groups() && result_.is_complete(); ++group) leave(group);
            if (!result_.is_complete()) break;
            std::swap(here_, next_);
            result_.width = std::max(result_.width, here_.states());
        }
        keep_common_jobs();
        return std::move(result_);
    }

private:
    /// The next job of a stream.
    struct Head {
        std::uint32_t stream, number;
        std::int64_t deadline;  ///< absolute
        TimeRange ready;        ///< unless it is delayed
        TimeRange next;         ///< release of the job after it; {kNever, kNever} where there is none
    };

    void begin() {
        const std::vector<std::uint32_t> counts(set_.streams.size(), 0);
        std::int64_t floor = kNever;
        for (const JobStream& stream : set_.streams) floor = std::min(floor, stream.due(0));
        std::fill(available_.begin(), available_.end(), TimeRange{floor, floor});
        if (observer_ != nullptr) observer_->job_set_begins(set_);
        here_.add(counts, AbstractionLevel::hash_of(counts), available_, {});
        result_.states = result_.width = 1;
        Int128 work = 0;
        for (const JobStream& stream : set_.streams) work += Int128{stream.jobs_in_hyperperiod} * stream.cost_max;
        is_overloaded_ = work > Int128{set_.hyperperiod} * set_.cpus;
    }

    void keep_common_jobs() {
        for (std::size_t s = 0; s < set_.streams.size(); ++s) {
            std::uint32_t common = JobStream::kEndless;
            for (std::uint32_t group = 0; group < here_.groups(); ++group) {
                common = std::min(common, here_.counts(group)[s]);
            }
            result_.streams[s].jobs.resize(common);
        }
    }

    /// No job is left, nothing new can follow, or a limit is reached.
    bool is_over() {
        if (!result_.is_complete()) return true;
        if (set_.jobs_in_hyperperiod > 0) {
            if (result_.levels % set_.jobs_in_hyperperiod != 0) return false;
            if (result_.levels > 0 && here_.repeats(before_)) {
                if (observer_ != nullptr) observer_->level_begins(result_.levels, here_);
                return true;
            }
            before_ = here_;
            return false;
        }
        // All states have the same counts at the end.
        const auto counts = here_.counts(0);
        for (std::size_t s = 0; s < counts.size(); ++s) {
            if (counts[s] < set_.streams[s].jobs) return false;
        }
        if (observer_ != nullptr) observer_->level_begins(result_.levels, here_);
        return true;
    }

    void leave(std::uint32_t group) {
        if (!budget_.take(set_.streams.size()) || !find_heads(here_.counts(group))) return check_limits();
        counts_.assign(here_.counts(group).begin(), here_.counts(group).end());
        hash_ = here_.hash(group);
        std::uint32_t state = here_.first_state(group);
        for (; state != AbstractionLevel::kNone && result_.is_complete(); state = here_.next_state(state)) {
            budget_.take(heads_.size());
            leave_state(state);
            check_limits();
        }
    }

    void check_limits() {
        if (!result_.is_complete()) return;
        if (is_overloaded_ && result_.has_miss) {
            // Completions get ever later: no state returns.
            result_.why_incomplete = "a hyperperiod has more work than the CPUs do in it";
        } else if (result_.states > limits_.states) {
            result_.why_incomplete = fmt::format("the graph has more than {} states", limits_.states);
        } else if (budget_.is_used_up()) {
            result_.why_incomplete = kTooMuchToCompute;
        } else if (here_.bytes() + next_.bytes() + before_.bytes() > limits_.bytes) {
            result_.why_incomplete = fmt::format("the graph takes more than {} MiB", limits_.bytes >> 20);
        } else if (is_too_late_) {
            result_.why_incomplete = "jobs may complete after 2^62 ns (146 years)";
        }
    }

    /// In order of urgency. False where one comes too late to be counted.
    bool find_heads(std::span<const std::uint32_t> counts) {
        heads_.clear();
        for (std::uint32_t s = 0; s < counts.size(); ++s) {
            const JobStream& stream = set_.streams[s];
            const std::uint32_t number = counts[s];
            if (number == stream.jobs) continue;
            const bool is_last = number + 1 == stream.jobs;
            if (!stream.has_instant(is_last ? number : number + 1)) {
                is_too_late_ = true;
                return false;
            }
            const TimeRange ready = stream.release(number);
            heads_.push_back({s, number, ready.min + stream.deadline, ready,
                              is_last ? TimeRange{kNever, kNever} : stream.release(number + 1)});
        }
        if (set_.order == Order::edf) {
            std::sort(heads_.begin(), heads_.end(), [](const Head& a, const Head& b) {
                return a.deadline != b.deadline ? a.deadline < b.deadline : a.stream < b.stream;
            });
        }
        return true;
    }

    /// When the heads are ready in this state, and what follows from all of them together.
    void find_ready(std::span<const DelayedStream> delayed) {
        ready_.clear();
        first_ready_ = second_ready_ = surely_ready_ = kNever;
        for (const Head& head : heads_) {
            TimeRange ready = head.ready;
            for (const DelayedStream& each : delayed) {
                if (each.stream == head.stream) ready = each.ready;
            }
            ready_.push_back(ready);
            second_ready_ = std::min(second_ready_, std::max(first_ready_, ready.min));
            first_ready_ = std::min(first_ready_, ready.min);
            surely_ready_ = std::min(surely_ready_, ready.max);
        }
    }

    void leave_state(std::uint32_t state) {
        const std::span<const TimeRange> available = here_.available(state);
        const std::span<const DelayedStream> delayed = here_.delayed(state);
        find_ready(delayed);
        const std::int64_t surely_started = std::max(available[0].max, surely_ready_);
        std::int64_t more_urgent = kNever;  // surely ready
        for (std::size_t i = 0; i < heads_.size(); ++i) {
            const TimeRange start{std::max(ready_[i].min, available[0].min), std::min(surely_started, more_urgent - 1)};
            if (start.min <= start.max) dispatch(state, i, start, available, delayed);
            more_urgent = std::min(more_urgent, ready_[i].max);
            if (more_urgent <= available[0].min) break;  // nobody less urgent starts
        }
    }

    void dispatch(std::uint32_t state, std::size_t index, const TimeRange& start, std::span<const TimeRange> available,
                  std::span<const DelayedStream> delayed) {
        const Head& head = heads_[index];
        const JobStream& stream = set_.streams[head.stream];
        // Both are below 2^62.
        const TimeRange finish{start.min + stream.cost_min, start.max + stream.cost_max};
        if (finish.max >= kTimeLimitNs) {
            is_too_late_ = true;
            return;
        }
        note(head, finish);

        delayed_.assign(delayed.begin(), delayed.end());
        std::erase_if(delayed_, [&](const DelayedStream& each) { return each.stream == head.stream; });
        TimeRange next_ready = head.next;
        if (set_.cpus > 1 && next_ready.min < finish.max) {
            next_ready = {std::max(next_ready.min, finish.min), std::max(next_ready.max, finish.max)};
            const auto at = std::find_if(delayed_.begin(), delayed_.end(),
                                         [&](const DelayedStream& each) { return each.stream > head.stream; });
            delayed_.insert(at, {head.stream, next_ready});
        }
        const std::int64_t others_ready = ready_[index].min == first_ready_ ? second_ready_ : first_ready_;
        const std::int64_t floor = std::min(others_ready, next_ready.min);
        set_available(start, finish, available, floor == kNever ? 0 : floor);

        const std::uint32_t number = counts_[head.stream]++;
        const std::uint64_t hash =
            hash_ - AbstractionLevel::hash_of(head.stream, number) + AbstractionLevel::hash_of(head.stream, number + 1);
        const AbstractionLevel::Added added = next_.add(counts_, hash, available_, delayed_);
        --counts_[head.stream];
        result_.states += added.is_new ? 1 : 0;
        ++result_.dispatches;
        if (observer_ != nullptr) {
            observer_->dispatched({result_.levels, state, added.state, head.stream, head.number, start, finish});
        }
    }

    /// Of the CPUs that are left, and the one that the job takes; no earlier than any job can be ready.
    void set_available(const TimeRange& start, const TimeRange& finish, std::span<const TimeRange> before,
                       std::int64_t floor) {
        const auto fill = [&](std::int64_t TimeRange::*end, std::int64_t own) {
            std::size_t x = 1;
            for (; x < before.size() && std::max(before[x].*end, start.min) < own; ++x) {
                available_[x - 1].*end = std::max({before[x].*end, start.min, floor});
            }
            available_[x - 1].*end = std::max(own, floor);
            for (; x < before.size(); ++x) available_[x].*end = std::max({before[x].*end, start.min, floor});
        };
        fill(&TimeRange::min, finish.min);
        fill(&TimeRange::max, finish.max);
    }

    void note(const Head& head, const TimeRange& finish) {
        SagStream& stream = result_.streams[head.stream];
        if (stream.jobs.size() <= head.number) stream.jobs.resize(head.number + 1, {kNever, 0});
        Completion& job = stream.jobs[head.number];
        job = {std::min(job.min, finish.min), std::max(job.max, finish.max)};
        const std::int64_t due = head.deadline - set_.streams[head.stream].deadline;
        stream.worst_response = std::max(stream.worst_response, finish.max - due);
        result_.has_miss = result_.has_miss || finish.max > head.deadline;
    }

    const JobSet& set_;
    const SagLimits& limits_;
    SagObserver* observer_;
    StepBudget budget_;
    SagResult result_;
    AbstractionLevel here_, next_, before_;  ///< the level, the one after it, and that of a hyperperiod before
    bool is_too_late_ = false;
    bool is_overloaded_ = false;  ///< where it is endless: more work comes than can be done

    // Of the group that is left.
    std::vector<Head> heads_;
    std::vector<std::uint32_t> counts_;
    std::uint64_t hash_ = 0;
    // Of the state.
    std::vector<TimeRange> ready_;  ///< as heads_
    std::int64_t first_ready_ = 0, second_ready_ = 0, surely_ready_ = 0;
    // Of the state that is made.
    std::vector<TimeRange> available_;
    std::vector<DelayedStream> delayed_;
};

}  // namespace

SagResult explore_job_set(const JobSet& set, const SagLimits& limits, SagObserver* observer) {
    return Exploration(set, limits, observer).run();
}

}  // namespace pinstack
