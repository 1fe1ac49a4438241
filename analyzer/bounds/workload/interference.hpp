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

/// The terms of (1). A value that many equations may share, so that they allocate once.
class Interference {
public:
    /// REQUIRES: cpus >= 1. `largest`: no time of the task set is longer (it decides how wide sums must be).
    Interference(int cpus, std::size_t tasks, std::int64_t largest);

    /// No W_i but the first `kept`; B and V are as they were.
    void clear(std::size_t kept = 0) { work_.resize(kept); }
    void clear_low() { low_work_.clear(); }
    void add(Growth work) { work_.push_back(work); }          ///< W_i
    void add_low(Growth work) { low_work_.push_back(work); }  ///< V_j
    void set_blocked(Growth blocked) { blocked_ = blocked; }  ///< B
    void set_low_limit(std::int64_t limit) { low_limit_ = limit; }
    void set_cpus(int cpus) { cpus_ = cpus; }  ///< no more than at first

    /// `from` if (1) holds there; else some later X, and none before it is a solution, for this R nor for the R + d
    /// that goes with X + d. `last`: any X beyond it will do. REQUIRES: 1 <= from <= last.
    std::int64_t next_delay(std::int64_t from, std::int64_t last) const;

private:
    template <class Number>
    std::int64_t next_delay_in(std::int64_t from, std::int64_t last) const;
    template <class Number>
    bool bends_before(Number x) const;

    int cpus_;
    bool is_wide_;
    std::vector<Growth> work_, low_work_;
    Growth blocked_;
    std::int64_t low_limit_ = 0;
};

/// Where to search for a bound.
struct SearchRange {
    std::int64_t least = 0;  ///< it is surely no less
    std::int64_t limit = 0;  ///< more is not asked for
};

/// The least R such that (1) holds for X = R - C + 1; the limit + 1 where that is beyond the limit, or not found in
/// kMostSteps. `fill(others, R)` sets the terms for R, in place of those there
/// are; they must not fall as R grows, which it does from call to call. REQUIRES: C <= range.least.
template <class Fill>
std::int64_t least_response(Interference& others, std::int64_t wcet, SearchRange range, Fill fill) {
    // Every step passes an end of some job of another task, so only sets whose periods differ by as much take longer.
    constexpr int kMostSteps = 10'000'000;
    if (range.least > range.limit) return range.limit + 1;
    const std::int64_t last = range.limit - wcet + 1;
    std::int64_t delay = range.least - wcet + 1;
    for (int step = 0; step < kMostSteps; ++step) {
        fill(others, wcet + delay - 1);
        const std::int64_t next = others.next_delay(delay, last);
        if (next == delay) return wcet + delay - 1;
        if (next > last) break;
        delay = next;
    }
    return range.limit + 1;
}

}  // namespace pinstack
