// SPDX-License-Identifier: Apache-2.0
//
// edf-demand: S. Baruah, A. Mok, L. Rosier (1990): Preemptively scheduling hard-real-time sporadic tasks on one
// processor, RTSS, the processor-demand criterion, every deadline being tested; blocking as in K. Jeffay, D. Stanat,
// C. Martel (1991): On non-preemptive scheduling of periodic and sporadic tasks, RTSS, the condition for sporadic
// tasks, and L. George, N. Rivierre, M. Spuri (1996), INRIA RR-2966.
//
// Exact for sporadic tasks, also with non-preemptible stretches. Arbitrary deadlines, release jitter, non-preemptible
// stretches. Pseudo-polynomial: as many steps as there are deadlines (qpa visits few of them).
#include <algorithm>
#include <queue>
#include <vector>

#include "analyzer/bounds/uniprocessor/demand.hpp"
#include "analyzer/bounds/uniprocessor/uniprocessor.hpp"

namespace pinstack {
namespace {

struct NextDeadline {
    std::int64_t at = 0;
    std::size_t task = 0;
    friend bool operator>(const NextDeadline& a, const NextDeadline& b) { return a.at > b.at; }
};

enum class Answer { yes, no, gave_up };

/// h(t) + B(t) <= t at every deadline below `end`.
Answer holds_below(const TaskSet& set, std::int64_t end, StepBudget& budget) {
    std::priority_queue<NextDeadline, std::vector<NextDeadline>, std::greater<>> deadlines;
    for (std::size_t i = 0; i < set.size(); ++i) deadlines.push({set.tasks[i].deadline - set.tasks[i].jitter, i});
    const BlockingSteps blocking(set);
    auto step = blocking.steps().begin();
    Int128 demanded = 0;
    while (!deadlines.empty() && deadlines.top().at < end) {
        const std::int64_t t = deadlines.top().at;
        while (!deadlines.empty() && deadlines.top().at == t) {
            const std::size_t task = deadlines.top().task;
            deadlines.pop();
            demanded += set.tasks[task].wcet;
            deadlines.push({t + set.tasks[task].period, task});
            if (!budget.take(8)) return Answer::gave_up;
        }
        while (t >= step->end) ++step;
        if (demanded + step->blocking > t) return Answer::no;
    }
    return Answer::yes;
}

}  // namespace

void run_edf_demand(const TaskSet& set, Verdict& verdict) {
    verdict.reset(set.size());
    StepBudget budget;
    const DemandHorizon horizon = demand_horizon(set, budget);
    if (horizon.overloaded) return;
    const Answer answer = horizon.end ? holds_below(set, *horizon.end, budget) : Answer::gave_up;
    if (answer == Answer::yes) verdict.accept(set);
    if (answer == Answer::gave_up) verdict.why_not = kBudgetUsedUp;
}

}  // namespace pinstack
