// SPDX-License-Identifier: Apache-2.0
//
// bcli: M. Bertogna, M. Cirinei, G. Lipari (2009): Schedulability analysis of global scheduling algorithms on
// multiprocessor platforms, IEEE TPDS 20, the iterative test for EDF. A job of task k ends at least
//
//     S_k = D_k - C_k - floor(sum over i != k of min(E_i, D_k - C_k + 1) / m)
//
// before its deadline, E_i the most that task i's jobs due up to that deadline execute before it if they end S_i before
// theirs. Slacks begin at 0 and are computed again until none grows.
//
// A bound is D_k - S_k. Constrained deadlines. O(n^2) for a round.
#include "analyzer/bounds/global_edf/global_edf.hpp"
#include "analyzer/bounds/workload/carry_in.hpp"
#include "analyzer/bounds/workload/response_iteration.hpp"

namespace pinstack {

namespace {

/// The bound of one task after another, of one set.
class SlackBound {
public:
    explicit SlackBound(const TaskSet& set) : set_(set) {}
    std::int64_t operator()(std::size_t k, std::span<const std::int64_t> responses, SearchRange range) {
        if (!budget_.take(set_.size())) return range.limit + 1;
        const SporadicTask& task = set_.tasks[k];
        const std::int64_t waiting = task.deadline - task.wcet + 1;
        Int128 sum = 0;
        for (std::size_t i = 0; i < set_.size(); ++i) {
            if (i == k) continue;
            sum += std::min(edf_workload(set_.tasks[i], responses[i], task.deadline), waiting);
        }
        const Int128 response = task.wcet + sum / set_.cpus;
        return response > range.limit ? range.limit + 1 : static_cast<std::int64_t>(response);
    }
    bool gave_up() const { return budget_.is_used_up(); }

private:
    const TaskSet& set_;
    StepBudget budget_{kGlobalSteps};
};

}  // namespace

void run_bcli(const TaskSet& set, Verdict& verdict) {
    SlackBound bound(set);
    bound_until_stable(
        set, verdict, bound, [](ResponsesFromAbove&) {}, bound);
}

}  // namespace pinstack
