// SPDX-License-Identifier: Apache-2.0
//
// Bounds of responses under EDF, lowered in small quick steps. A bound R that fulfils (1) of interference.hpp can be
// lowered at once: W_i, B and V_j are no more for less than R, so what is the least solution with these amounts as they
// are at R is a bound, too. Going round the tasks until that lowers none leaves the exact searches from below
// (least_response) little to do but to confirm; they, not this, decide what the bounds are. These are the greatest
// fixed point below the deadlines of functions that fall with every response; whatever order one goes down in, by steps
// that never pass a value of its function, one ends there. Here a step goes to some solution of (1), never below the
// least.
//
// What is modelled: W_i, and as asked B of stacking_response.hpp or P of pinned_np.cpp, from the same formulas, in one
// loop a step. For doubles (interference.hpp) and where the pairs of tasks are kept (carry_in.cpp); nothing is lowered
// in other sets. O(n) for a step.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analyzer/bounds/task_set.hpp"
#include "analyzer/bounds/workload/carry_in.hpp"
#include "analyzer/bounds/workload/response_iteration.hpp"

namespace pinstack {

/// What can keep a job waiting beside the work of more urgent ones.
enum class Waiting : std::uint8_t {
    for_work,      ///< nothing
    pinned,        ///< its pin: B, as far as others are inside sections
    for_sections,  ///< less urgent work inside sections that cannot be preempted: P
};

/// Under Waiting::pinned.
struct PinnedWaits {
    std::span<std::int64_t> most_blocked;  ///< what B of each task is at most; 0 where no pinned job of it ever waits
    std::span<std::int64_t> windows;       ///< no Z_s of a section is more; kUnbounded where that is not known
};

class EdfDescent {
public:
    /// REQUIRES: C <= D <= T. Changes the responses in `interferers`; uses `budget` for its steps.
    EdfDescent(const TaskSet& set, Interferers& interferers, StepBudget& budget, Waiting waiting);

    /// Lowers what it can.
    void lower(ResponsesFromAbove& responses, PinnedWaits waits = {});

private:
    /// offset + slope X: the left side of (1), from the left, with all amounts as they are at some R.
    struct Line {
        double offset = 0, slope = 0;
        double at(double x) const { return offset + slope * x; }
        void add_clipped(double amount, double x) {
            slope += amount < x ? 0.0 : 1.0;
            offset += amount < x ? amount : 0.0;
        }
    };

    void lower_responses(ResponsesFromAbove& responses, PinnedWaits waits, std::size_t rounds);
    bool lower_waits(PinnedWaits waits);
    template <class LeftSide>
    double lowered(double wcet, double limit, LeftSide left_side);
    WorkTerms<double> terms_of(std::size_t place) const { return {*rows_, place * set_.size()}; }
    Line work(const WorkTerms<double>& terms, double length, double x) const;
    Line work_of_pinned(const WorkTerms<double>& terms, double length, double x, double most_blocked) const;
    Line with_blocked(Line sum, double x, double blocked) const;
    Line work_and_sections(std::size_t place, double length, double x);
    double sectioned_work(const WorkTerms<double>& terms, double length) const;
    void set_longest_sections();

    const TaskSet& set_;
    StepBudget& budget_;
    Waiting waiting_;
    double cpus_;
    InterfererRows<double>* rows_;                    ///< null: nothing can be lowered
    std::vector<double> at_release_, at_preemption_;  ///< D_m and D_(m-1) of each task
    std::vector<bool> is_blocked_most_;               ///< B was what it is at most, when last looked at
    bool is_stable_ = false;                          ///< the last round lowered no response
};

}  // namespace pinstack
