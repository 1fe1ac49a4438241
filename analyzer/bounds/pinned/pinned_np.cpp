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
#include <numeric>

#include "analyzer/bounds/pinned/pinned.hpp"
#include "analyzer/bounds/workload/carry_in.hpp"
#include "analyzer/bounds/workload/edf_descent.hpp"
#include "analyzer/bounds/workload/interference.hpp"
#include "analyzer/bounds/workload/response_iteration.hpp"

namespace pinstack {
namespace {

/// The bound of one task after another, of one set.
class BlockedResponse {
public:
    explicit BlockedResponse(const TaskSet& set)
        : set_(set), interferers_(set), others_(interferers_.no_interference()) {}

    std::int64_t operator()(std::size_t place, std::span<const std::int64_t> responses, SearchRange range) {
        interferers_.select(place, responses);
        set_longest_sections(place);
        return least_response(others_, set_.tasks[place].wcet, range, [&](Interference& others, std::int64_t length) {
            interferers_.fill(others, length);
            const std::int64_t low = interferers_.fill_low(others, length);
            // D_m alone, which it is never below, where it does not matter.
            others.set_low_limit(low <= at_release_ ? at_release_ : limit(length));
        });
    }
    bool gave_up() const { return others_.gave_up(); }
    EdfDescent descent(Waiting waiting) { return {set_, interferers_, others_.budget(), waiting}; }

private:
    /// D_m + h D_(m-1).
    std::int64_t limit(std::int64_t length) const {
        if (at_preemption_ == 0) return at_release_;
        const Int128 limit = at_release_ + Int128{at_preemption_} * interferers_.releases(length);
        return static_cast<std::int64_t>(std::min<Int128>(limit, kUnbounded));
    }

    /// Of those that can be less urgent: D_m and D_(m-1).
    void set_longest_sections(std::size_t place) {
        longest_.clear();
        for (std::size_t j = set_.order == Order::fp ? place + 1 : 0; j < set_.size(); ++j) {
            if (j != place && set_.tasks[j].sectioned > 0) longest_.push_back(set_.tasks[j].longest_section);
        }
        others_.budget().take(longest_.size());
        const std::size_t m = static_cast<std::size_t>(set_.cpus);
        longest_.resize(std::max(longest_.size(), m), 0);
        const auto last = longest_.begin() + static_cast<std::ptrdiff_t>(m - 1);
        std::nth_element(longest_.begin(), last, longest_.end(), std::greater<>());
        at_preemption_ = std::accumulate(longest_.begin(), last, std::int64_t{0});
        at_release_ = at_preemption_ + *last;
    }

    const TaskSet& set_;
    Interferers interferers_;
    Interference others_;
    std::vector<std::int64_t> longest_;
    std::int64_t at_release_ = 0, at_preemption_ = 0;
};

}  // namespace

void run_pinned_np(const TaskSet& set, Verdict& verdict) {
    BlockedResponse bound(set);
    if (set.order == Order::edf) {
        EdfDescent descent = bound.descent(Waiting::for_sections);
        return bound_until_stable(
            set, verdict, bound, [&](ResponsesFromAbove& responses) { descent.lower(responses); }, bound);
    }
    bound_by_priority(set, verdict, bound, [](const SporadicTask&, std::int64_t response) { return response; });
    if (!verdict.schedulable && !bound.gave_up()) verdict.reset(set.size());
}

}  // namespace pinstack
