// SPDX-License-Identifier: Apache-2.0
//
// How long others can keep a job waiting on m CPUs. A job that waits for X instants has, in each of them, m others
// running, or at least one in at most B of them (it waits, pinned, on its own CPU while others idle); no task
// does more than min(W_i, X) in X instants. Less urgent work that cannot be preempted comes on top: at most
// P = min(limit, sum min(V_j, X)). So a job cannot wait for X instants where
//
//     S(X) + (m - 1) min(B, X, S(X)) + min(limit, sum min(V_j, X)) < m X,    S(X) = sum min(W_i, X).           (1)
//
// Without B and V: Bertogna and Cirinei (2007), RTSS, Lemma 4. The left side minus m X is concave in X and 0 at 0, so
// that (1) holds from some X on, and Newton's method from the right finds it in a few steps of O(n).
//
// W_i, B, V_j grow with the job's response R = C + X - 1. Stepping up R by one, as fixed-point iterations on whole time
// end up doing, takes as many steps as there are nanoseconds; so every amount says how long it goes on rising in step
// with R, and next_delay() skips what no solution can be in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "analyzer/bounds/arithmetic/step_budget.hpp"

namespace pinstack {

/// An amount of work as a function of time, here and now: `value`, and it rises in step with time for `rising` more.
/// After that it may rise or not, but it never falls.
struct Growth {
    std::int64_t value = 0;
    std::int64_t rising = 0;

    /// The lesser of the two at every time.
    Growth at_most(std::int64_t cap) const {
        if (value >= cap) return {cap, 0};
        return {value, rising < cap - value ? rising : cap - value};
    }
};

inline constexpr std::int64_t kUnbounded = std::numeric_limits<std::int64_t>::max();

/// Amounts side by side, which loops go through several at a time. In double-precision numbers where all there is to
/// add up stays below 2^52: whole numbers are exact in them up to 2^53, and a processor has more units for them.
template <class Number>
struct Amounts {
    std::vector<Number> value, rising;

    std::size_t size() const { return value.size(); }
    void resize(std::size_t size) {
        value.resize(size);
        rising.resize(size);
    }
    void add(Growth amount) {
        value.push_back(static_cast<Number>(amount.value));
        rising.push_back(static_cast<Number>(amount.rising));
    }
};

/// The terms of (1). A value that many equations may share, so that they allocate once.
class Interference {
public:
    /// REQUIRES: cpus >= 1. `largest`: no time of the task set is longer (it decides how wide sums must be).
    Interference(int cpus, std::size_t tasks, std::int64_t largest);

    void clear() { resize(0); }  ///< no W_i; B and V are as they were
    void clear_low() { resize_low(0); }
    void add(Growth work) { is_double_ ? doubles_.add(work) : whole_.add(work); }              ///< W_i
    void add_low(Growth work) { is_double_ ? low_doubles_.add(work) : low_whole_.add(work); }  ///< V_j
    void set_blocked(Growth blocked) { blocked_ = blocked; }                                   ///< B
    void set_low_limit(std::int64_t limit) { low_limit_ = limit; }
    void set_cpus(int cpus) { cpus_ = cpus; }  ///< no more than at first

    /// Which of the rows below are in use.
    bool is_double() const { return is_double_; }
    /// The W_i, or V_j, to be written in place. REQUIRES: Number is the one in use.
    template <class Number>
    Amounts<Number>& work();
    template <class Number>
    Amounts<Number>& low_work();

    /// For the steps of all searches together. A test whose budget is used up has proved nothing.
    StepBudget& budget() { return budget_; }
    bool gave_up() const { return budget_.is_used_up(); }
    /// One step of a search. false: the budget is used up.
    bool take_step() {
        const std::size_t terms =
            is_double_ ? doubles_.size() + low_doubles_.size() : whole_.size() + low_whole_.size();
        return budget_.take(terms + 8);
    }

    /// `from` if (1) holds there; else some later X, and none before it is a solution, for this R nor for the R + d
    /// that goes with X + d. `last`: any X beyond it will do. REQUIRES: 1 <= from <= last.
    std::int64_t next_delay(std::int64_t from, std::int64_t last) const;

private:
    template <class Stored, class Number>
    class Equation;
    template <class Use>
    auto with_equation(Use use) const;
    void resize(std::size_t size) { is_double_ ? doubles_.resize(size) : whole_.resize(size); }
    void resize_low(std::size_t size) { is_double_ ? low_doubles_.resize(size) : low_whole_.resize(size); }

    int cpus_;
    bool is_double_, is_wide_;
    Amounts<double> doubles_, low_doubles_;
    Amounts<std::int64_t> whole_, low_whole_;
    Growth blocked_;
    std::int64_t low_limit_ = 0;
    StepBudget budget_{kGlobalSteps};
};

template <>
inline Amounts<double>& Interference::work<double>() {
    return doubles_;
}
template <>
inline Amounts<double>& Interference::low_work<double>() {
    return low_doubles_;
}
template <>
inline Amounts<std::int64_t>& Interference::work<std::int64_t>() {
    return whole_;
}
template <>
inline Amounts<std::int64_t>& Interference::low_work<std::int64_t>() {
    return low_whole_;
}

/// Where to search for a bound.
struct SearchRange {
    std::int64_t least = 0;  ///< it is surely no less
    std::int64_t limit = 0;  ///< more is not asked for
};

/// The least R such that (1) holds for X = R - C + 1; the limit + 1 where that is beyond the limit, or the budget is
/// used up. `fill(others, R)` sets the terms for R, in place of those there are; they must not fall as R grows, which
/// it does from call to call. REQUIRES: C <= range.least.
template <class Fill>
std::int64_t least_response(Interference& others, std::int64_t wcet, SearchRange range, Fill fill) {
    if (range.least > range.limit) return range.limit + 1;
    const std::int64_t last = range.limit - wcet + 1;
    std::int64_t delay = range.least - wcet + 1;
    // Every step passes an end of some job of another task, so many are taken only where periods differ by as much.
    while (true) {
        fill(others, wcet + delay - 1);
        if (!others.take_step()) return range.limit + 1;
        const std::int64_t next = others.next_delay(delay, last);
        if (next == delay) return wcet + delay - 1;
        if (next > last) return range.limit + 1;
        delay = next;
    }
}

}  // namespace pinstack
