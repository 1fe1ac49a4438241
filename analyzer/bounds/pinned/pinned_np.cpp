// SPDX-License-Identifier: Apache-2.0
//
// pinned-np: sections cannot be preempted, jobs never wait while a CPU idles (preempt_disable/idle-first):
//
//     R = C_k + floor((sum min(W_i(R), X) + P) / m),  X = R - C_k + 1,  least fixed point,
//     P = min(D_m + h D_(m-1), sum over the less urgent of min(V_j(R), X)).
//
// Less urgent work runs while a job waits only in sections that ran already when the waiting began: at most m of
// different tasks at its release (D_m: the m longest), and m - 1 each time that it is preempted (D_(m-1)), which takes
// one of the h releases of more urgent jobs in R. V_j: what task j does inside sections. docs/bounds-under-pins.md,
// Theorem 8.
//
// Under EDF any other task can be both more and less urgent. The proof counts on all earlier jobs meeting their bounds:
// nothing is proved unless every task meets its deadline. Constrained deadlines. Pseudo-polynomial.
#include <algorithm>
#include <functional>

#include "analyzer/bounds/pinned/pinned.hpp"
#include "analyzer/bounds/workload/carry_in.hpp"
#include "analyzer/bounds/workload/interference.hpp"
#include "analyzer/bounds/workload/response_iteration.hpp"

namespace pinstack {
namespace {

/// The bound of one task after another, of one set.
class BlockedResponse {
public:
    explicit BlockedResponse(const TaskSet& set)
        : set_(set), others_(set.cpus, set.size(), longest_time(set)), all_(set) {}
    /// With P as it is at the limit.
    std::int64_t coarse(std::size_t place, std::span<const std::int64_t> responses, SearchRange range) {
        const SporadicTask& task = set_.tasks[place];
        interferers_ = all_.of(place, responses);
        set_less_urgent(place, responses);
        set_low(range.limit, true);
        others_.set_low_limit(limit(range.limit));
        all_.restart();
        return least_response(others_, task.wcet, range,
                              [&](Interference& others, std::int64_t length) { all_.fill(others, length); });
    }

    std::int64_t operator()(std::size_t place, std::span<const std::int64_t> responses, SearchRange range) {
        const SporadicTask& task = set_.tasks[place];
        interferers_ = all_.of(place, responses);
        set_less_urgent(place, responses);
        set_low(range.limit);
        const std::int64_t most = low_;
        set_low(range.least);
        const bool is_constant = low_ == most;
        all_.restart();
        return least_response(others_, task.wcet, range, [&](Interference& others, std::int64_t length) {
            all_.fill(others, length);
            if (!is_constant) set_low(length);
            // D_m alone, which it is never below, where it does not matter.
            others.set_low_limit(low_ <= at_release_ ? at_release_ : limit(length));
        });
    }

private:
    /// D_m + h D_(m-1).
    std::int64_t limit(std::int64_t length) const {
        if (at_preemption_ == 0) return at_release_;
        std::int64_t releases = 0;
        for (const Interferer& other : interferers_) releases += other.releases(length);
        return static_cast<std::int64_t>(std::min<Int128>(at_release_ + Int128{at_preemption_} * releases, kUnbounded));
    }

    /// The terms V_j, and their sum; as if they did not grow any more if `is_last`.
    void set_low(std::int64_t length, bool is_last = false) {
        low_ = 0;
        others_.clear_low();
        for (const Interferer& other : less_urgent_) {
            const Growth work = other.sectioned_work(length, other.task->deadline);
            low_ = work.value > kUnbounded - low_ ? kUnbounded : low_ + work.value;
            others_.add_low({work.value, is_last ? 0 : work.rising});
        }
    }

    void set_less_urgent(std::size_t place, std::span<const std::int64_t> responses) {
        less_urgent_.clear();
        const bool is_fp = set_.order == Order::fp;
        for (std::size_t j = is_fp ? place + 1 : 0; j < set_.size(); ++j) {
            const SporadicTask& other = set_.tasks[j];
            if (j == place || other.sectioned == 0) continue;
            less_urgent_.push_back({&other, is_fp ? other.deadline : responses[j]});
        }
        longest_.clear();
        for (const Interferer& other : less_urgent_) longest_.push_back(other.task->longest_section);
        std::sort(longest_.begin(), longest_.end(), std::greater<>());
        at_release_ = at_preemption_ = 0;
        for (std::size_t i = 0; i < longest_.size() && i < static_cast<std::size_t>(set_.cpus); ++i) {
            at_release_ += longest_[i];
            if (i + 1 < static_cast<std::size_t>(set_.cpus)) at_preemption_ += longest_[i];
        }
    }

    const TaskSet& set_;
    Interference others_;
    Interferers all_;
    std::span<const Interferer> interferers_;
    std::vector<Interferer> less_urgent_;
    std::vector<std::int64_t> longest_;
    std::int64_t at_release_ = 0, at_preemption_ = 0, low_ = 0;
};

}  // namespace

void run_pinned_np(const TaskSet& set, Verdict& verdict) {
    BlockedResponse bound(set);
    if (set.order == Order::edf) {
        const auto exact = [&](auto... all) { return bound(all...); };
        return bound_until_stable(
            set, verdict, [&](auto... all) { return bound.coarse(all...); }, exact);
    }
    bound_by_priority(set, verdict, bound, [](const SporadicTask&, std::int64_t response) { return response; });
    if (!verdict.schedulable) verdict.reset(set.size());
}

}  // namespace pinstack
