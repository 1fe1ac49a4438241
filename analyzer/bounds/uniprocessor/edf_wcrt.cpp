// SPDX-License-Identifier: Apache-2.0
//
// edf-wcrt: M. Spuri (1996): Analysis of deadline scheduled real-time systems, INRIA research report 2772:
// preemptive EDF, arbitrary deadlines, release jitter.
//
// The worst response of task i is found where all others release their first job at 0, after their longest jitter, and
// follow each other as closely as they may. A job of i that is due at a finishes at the end L(a) of the time for which
// the CPU is busy from 0 on with jobs whose deadlines are not later than a + D_i:
//
//     L = sum over j of min(ceil((L + J_j) / T_j), 1 + floor((a + D_i + J_j - D_j) / T_j)) C_j,
//
// i's own jobs being released at a - k T_i, not before 0. R = max L(a) - a over the a at which a job of some task gets
// a deadline in time, below the length of the busy window of all.
//
// Exact, for the simulator's ties: jobs of tasks later in the file, with an equal deadline, are less urgent (Spuri
// counts them as more urgent: that is exact for ties broken at will). Responses are finite past the deadline too, up to
// utilization 1. Pseudo-polynomial.
#include <boost/container/small_vector.hpp>

#include <algorithm>
#include <vector>

#include "analyzer/bounds/uniprocessor/busy_window.hpp"
#include "analyzer/bounds/uniprocessor/uniprocessor.hpp"
#include "model/time/duration.hpp"

namespace pinstack {
namespace {

class Responses {
public:
    Responses(const TaskSet& set, std::size_t place, StepBudget& budget)
        : set_(set), place_(place), task_(set.tasks[place]), budget_(budget), most_jobs_(set.size()) {}

    /// The longest response of the task in a busy window of this length; nothing where the budget is used up.
    std::optional<std::int64_t> longest(std::int64_t window) {
        std::vector<std::int64_t> dues;
        for (std::size_t j = 0; j < set_.size(); ++j) {
            // In whole time: a job of a task later in the file must be due an instant earlier, to be more urgent.
            const std::int64_t first = first_deadline(j) - task_.deadline;
            const std::int64_t period = set_.tasks[j].period;
            const std::int64_t skipped = first < -task_.jitter ? ceil_div(-task_.jitter - first, period) : 0;
            for (std::int64_t a = first + skipped * period; a < window; a += period) {
                dues.push_back(a);
                if (!budget_.take(8)) return std::nullopt;
            }
        }
        std::sort(dues.begin(), dues.end());
        dues.erase(std::unique(dues.begin(), dues.end()), dues.end());
        std::int64_t response = 0;
        for (const std::int64_t a : dues) {
            const auto end = busy_until(a);
            if (!end) return std::nullopt;
            // A window that ends before the job is released is not its window; another `a` finds that one.
            if (*end > a) response = std::max(response, *end - a);
        }
        return response;
    }

private:
    /// Of task j's first job, if it is released at 0: the last instant before which a deadline makes it less urgent.
    std::int64_t first_deadline(std::size_t j) const {
        return set_.tasks[j].deadline - set_.tasks[j].jitter + (j > place_ ? 1 : 0);
    }

    /// L(a), or 0 where nobody releases a job at 0.
    std::optional<std::int64_t> busy_until(std::int64_t a) {
        for (std::size_t j = 0; j < set_.size(); ++j) {
            const Int128 ahead = Int128{a} + task_.deadline - first_deadline(j);
            const Int128 jobs = j == place_ || ahead < 0 ? 0 : ahead / set_.tasks[j].period + 1;
            // Fewer than this many are ever released below kTimeLimitNs.
            most_jobs_[j] = static_cast<std::int64_t>(std::min<Int128>(jobs, 2 * (kTimeLimitNs - 1)));
        }
        const std::int64_t own_jobs = (a + task_.jitter) / task_.period + 1;
        std::int64_t end = 0;
        while (true) {
            if (!budget_.take(2 * set_.size())) return std::nullopt;
            // Of its own jobs, those due at a, a - T, .. that are released before the end so far, or at 0.
            const std::int64_t at = std::max<std::int64_t>(end, 1);
            const std::int64_t later = a >= at ? (a - at) / task_.period + 1 : 0;
            Int128 next = Int128{own_jobs - std::min(own_jobs, later)} * task_.wcet;
            for (std::size_t j = 0; j < set_.size(); ++j) {
                const SporadicTask& other = set_.tasks[j];
                next += Int128{std::min(ceil_div(at + other.jitter, other.period), most_jobs_[j])} * other.wcet;
            }
            if (next == end) return end;
            end = static_cast<std::int64_t>(next);  // at most the window's end
        }
    }

    const TaskSet& set_;
    const std::size_t place_;
    const SporadicTask& task_;
    StepBudget& budget_;
    boost::container::small_vector<std::int64_t, 64> most_jobs_;
};

}  // namespace

void run_edf_wcrt(const TaskSet& set, Verdict& verdict) {
    verdict.reset(set.size());
    const Load load = load_of(set, set.size());
    if (load == Load::above_one) return;
    StepBudget budget;
    const auto window = busy_window(set, set.size(), {}, 0, budget);
    if (!window) {
        verdict.why_not = budget.is_used_up() ? kBudgetUsedUp : "the busy window does not end";
        return;
    }
    verdict.schedulable = true;
    for (std::size_t place = 0; place < set.size(); ++place) {
        verdict.bounds[place] = Responses(set, place, budget).longest(*window);
        if (!verdict.bounds[place]) {
            verdict.why_not = kBudgetUsedUp;
            return;
        }
        verdict.schedulable &= *verdict.bounds[place] <= set.tasks[place].deadline;
    }
}

}  // namespace pinstack
