// SPDX-License-Identifier: Apache-2.0
//
// qpa: F. Zhang, A. Burns (2009): Schedulability analysis for real-time systems with EDF scheduling, IEEE Transactions
// on Computers 58, Theorem 5 (quick processor-demand analysis).
//
// From the end of the interval backwards: where h(t) + B <= t, the condition holds from there down to h(t) + B, as h
// only falls; so that is the next t to test. This needs a constant B, so each step of B(t) is gone through by itself.
//
// The same condition and verdict as edf-demand. Arbitrary deadlines, release jitter, non-preemptible stretches.
// Pseudo-polynomial, few steps of O(n) in practice.
#include <algorithm>
#include <ranges>

#include "analyzer/bounds/uniprocessor/demand.hpp"
#include "analyzer/bounds/uniprocessor/uniprocessor.hpp"

namespace pinstack {
namespace {

enum class Answer { yes, no, gave_up };

/// h(t) + B <= t at every deadline in [step.from, min(step.end, end)).
Answer holds_in(const TaskSet& set, const BlockingSteps::Step& step, std::int64_t end, StepBudget& budget) {
    std::int64_t t = deadline_before(set, std::min(step.end, end));
    while (t >= step.from) {
        if (!budget.take(2 * set.size())) return Answer::gave_up;
        const Int128 wanted = demand(set, t) + step.blocking;
        if (wanted > t) return Answer::no;
        t = wanted < t ? static_cast<std::int64_t>(wanted) : deadline_before(set, t);
    }
    return Answer::yes;
}

}  // namespace

void run_qpa(const TaskSet& set, Verdict& verdict) {
    StepBudget budget;
    run_qpa(set, verdict, budget);
}

void run_qpa(const TaskSet& set, Verdict& verdict, StepBudget& budget) {
    verdict.reset(set.size());
    const DemandHorizon horizon = demand_horizon(set, budget);
    if (horizon.overloaded) return;
    Answer answer = horizon.end ? Answer::yes : Answer::gave_up;
    const BlockingSteps blocking(set);
    for (const BlockingSteps::Step& step : std::views::reverse(blocking.steps())) {
        if (answer == Answer::yes) answer = holds_in(set, step, *horizon.end, budget);
    }
    if (answer == Answer::yes) verdict.accept(set);
    if (answer == Answer::gave_up) verdict.why_not = kBudgetUsedUp;
}

}  // namespace pinstack
