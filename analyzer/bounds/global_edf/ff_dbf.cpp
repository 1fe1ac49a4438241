// SPDX-License-Identifier: Apache-2.0
//
// ff-dbf: S. Baruah, V. Bonifaci, A. Marchetti-Spaccamela, S. Stiller (2009): Implementation of a speedup-optimal
// global EDF schedulability test, ECRTS. A set meets its deadlines if for some speed sigma, max C_i / D_i <= sigma <=
// 1, sigma < (m - U) / (m - 1),
//
//     for all t >= 0:  sum ffdbf_i(t, sigma) <= (m - (m - 1) sigma) t,                                         (1)
//     ffdbf_i(t, sigma) = q C_i + (0 up to r = D_i - C_i / sigma, C_i - (D_i - r) sigma up to r = D_i, then C_i)
//
// with q = floor(t / T_i), r = t mod T_i: what must execute in t even if jobs run at speed sigma all the time.
//
// The paper tries sigma on a grid. Here it is exact: for one t, left minus right side of (1) is convex in sigma, so
// that the sigmas that satisfy it are an interval; the least candidate so far is moved up to where the t that it fails
// at can hold, until it fails at none or cannot be moved. Numbers are fractions of whole ones. In t, the excess of the
// left side is greatest at some deadline q T_i + D_i, and none is positive beyond (sum (T_i - D_i) u_i) / (m - (m - 1)
// sigma - U); from the last one down, all are skipped whose right side covers the left side of the one before.
//
// With implicit deadlines it is gfb. Constrained deadlines. It gives up after kInstantBudget instants.
#include <algorithm>
#include <numeric>

#include "analyzer/bounds/arithmetic/decision.hpp"
#include "analyzer/bounds/global_edf/global_edf.hpp"
#include "analyzer/bounds/workload/demand.hpp"

namespace pinstack {
namespace {

// The sum of periods, and instants, that 128 bits hold the products of.
constexpr std::int64_t kLongestSum = std::int64_t{1} << 52, kLastInstant = std::int64_t{1} << 57;

/// sigma = p / q <= 1.
struct Speed {
    std::int64_t p = 0, q = 1;
};

/// Left minus right side of (1) is constant - slope sigma, from sigma on as far as nobody's work drops to 0.
struct Excess {
    Int128 constant = 0, slope = 0;
};

Excess excess_at(const TaskSet& set, Speed sigma, std::int64_t t) {
    const Int128 m = set.cpus;
    Excess excess{-m * t, -(m - 1) * t};
    for (const SporadicTask& task : set.tasks) {
        const std::int64_t jobs = t / task.period, left = task.deadline - (t - jobs * task.period);
        excess.constant += Int128{jobs} * task.wcet;
        if (left <= 0) {
            excess.constant += task.wcet;
        } else if (Int128{task.wcet} * sigma.q > Int128{left} * sigma.p) {
            excess.constant += task.wcet;
            excess.slope += left;
        }
    }
    return excess;
}

enum class Answer { holds, fails, unknown };

/// Does (1) hold for sigma, or for a greater one? Then sigma is left at that.
class LeastSpeed {
public:
    explicit LeastSpeed(const TaskSet& set) : set_(set) {
        for (const SporadicTask& task : set.tasks) {
            if (Int128{task.wcet} * sigma_.q > Int128{sigma_.p} * task.deadline) sigma_ = {task.wcet, task.deadline};
        }
    }
    Answer search() {
        while (sigma_.p <= sigma_.q) {
            if (!is_spare()) return Answer::fails;
            const Enclosure right =
                Enclosure(set_.cpus) - Enclosure(set_.cpus - 1) * Enclosure::ratio(sigma_.p, sigma_.q);
            const std::int64_t last = last_instant(demand_offset(set_), right - utilization_of(set_));
            if (last > kLastInstant) return Answer::unknown;
            const Answer answer = look_up_to(last);
            if (answer != Answer::fails) return answer;
            if (!move_up()) return Answer::fails;
        }
        return Answer::fails;
    }

private:
    /// U < m - (m - 1) sigma?
    bool is_spare() const {
        return decide([&](auto& is) {
            auto sum = is.whole(set_.cpus - 1) * is.ratio(sigma_.p, sigma_.q);
            for (const SporadicTask& task : set_.tasks) sum += is.ratio(task.wcet, task.period);
            return is.less(sum, is.whole(set_.cpus));
        });
    }

    /// (1) for this sigma. Leaves the instant at which it fails in failed_.
    Answer look_up_to(std::int64_t last) {
        const Int128 m = set_.cpus, capacity = m * sigma_.q - (m - 1) * sigma_.p;
        for (std::int64_t before = last; budget_ > 0; --budget_) {
            std::int64_t t = -1;
            for (const SporadicTask& task : set_.tasks) t = std::max(t, last_deadline(task, before));
            if (t < 0) return Answer::holds;
            const Excess excess = excess_at(set_, sigma_, t);
            const Int128 over = excess.constant * sigma_.q - excess.slope * sigma_.p;
            if (over > 0) {
                failed_ = excess;
                return Answer::fails;
            }
            before = std::min(t, static_cast<std::int64_t>(ceil_div(over + capacity * t, capacity))) - 1;
        }
        return Answer::unknown;
    }

    /// To where the line through the excess at the failed instant is 0: the excess, convex, is not less than that
    /// before.
    bool move_up() {
        if (failed_.slope <= 0) return false;
        const Int128 p = failed_.constant, q = failed_.slope;
        if (p > q) return false;
        const auto divisor = std::gcd(static_cast<std::int64_t>(p), static_cast<std::int64_t>(q));
        sigma_ = {static_cast<std::int64_t>(p) / divisor, static_cast<std::int64_t>(q) / divisor};
        return true;
    }

    const TaskSet& set_;
    Speed sigma_;
    Excess failed_;
    int budget_ = kInstantBudget;
};

}  // namespace

void run_ff_dbf(const TaskSet& set, Verdict& verdict) {
    const auto is_implicit = [](const SporadicTask& task) { return task.deadline == task.period; };
    if (std::all_of(set.tasks.begin(), set.tasks.end(), is_implicit)) return run_gfb(set, verdict);
    verdict.reset(set.size());
    Int128 sum = 0;
    for (const SporadicTask& task : set.tasks) sum += task.period;
    if (sum > kLongestSum) {
        verdict.why_not = "the test covers periods of up to 2^52 ns together";
        return;
    }
    const Answer answer = LeastSpeed(set).search();
    if (answer == Answer::holds) return verdict.accept(set);
    if (answer == Answer::unknown) verdict.why_not = "more than 1,000,000 instants to look at";
}

}  // namespace pinstack
