// SPDX-License-Identifier: Apache-2.0
#include "tests/support/slow_pinned.hpp"

#include <algorithm>
#include <functional>

#include "tests/support/slow_carry_in.hpp"

namespace pinstack::test {
namespace {

constexpr std::int64_t kEndless = 1'000'000;

/// One task under analysis, given bounds of the others.
struct Analysed {
    const TaskSet& set;
    PinRule rule;
    std::size_t k;
    const std::vector<std::int64_t>& bounds;

    const SporadicTask& me() const { return set.tasks[k]; }
    bool is_higher(std::size_t i) const { return set.order == Order::edf ? i != k : i < k; }

    std::int64_t work(std::size_t i, std::int64_t length) const {
        if (!is_higher(i)) return 0;
        const std::int64_t any = slow_workload(set.tasks[i], bounds[i], length);
        if (set.order == Order::fp) return any;
        return std::min(any, slow_edf_workload(set.tasks[i], bounds[i], me().deadline));
    }
    std::int64_t sectioned(std::size_t i, std::int64_t length) const {
        const SporadicTask& other = set.tasks[i];
        std::int64_t jobs = (length + bounds[i] + other.period - 1) / other.period;
        if (set.order == Order::edf) {
            std::int64_t due = 0;
            slow_edf_workload(other, bounds[i], me().deadline, &due);
            jobs = std::min(jobs, due);
        }
        return std::min(work(i, length), jobs * other.sectioned);
    }
    template <class Of>
    std::int64_t sum(Of of) const {
        std::int64_t total = 0;
        for (std::size_t i = 0; i < set.size(); ++i) total += is_higher(i) ? of(i) : 0;
        return total;
    }
    std::int64_t sum_sectioned(std::int64_t length) const {
        return sum([&](std::size_t i) { return sectioned(i, length); });
    }

    /// The least R >= c with c + floor((S + (m - 1) min(B(R), X, S) + extra(R, X)) / m) <= R.
    std::int64_t least(std::int64_t c, const std::function<std::int64_t(std::int64_t)>& blocked,
                       const std::function<std::int64_t(std::int64_t, std::int64_t)>& extra) const {
        for (std::int64_t r = c; r <= me().deadline; ++r) {
            const std::int64_t x = r - c + 1;
            const std::int64_t s = sum([&](std::size_t i) { return std::min(work(i, r), x); });
            const std::int64_t all = s + (set.cpus - 1) * std::min({blocked(r), x, s}) + extra(r, x);
            if (c + all / set.cpus <= r) return r;
        }
        return kEndless;
    }
    /// The least r >= c that no wait is too long for: A and B of (3), all of them tried.
    std::int64_t least_split(std::int64_t c, std::int64_t most) const {
        for (std::int64_t r = c; r <= me().deadline; ++r) {
            if (!can_wait(r - c + 1, r, most)) return r;
        }
        return kEndless;
    }
    bool can_wait(std::int64_t x, std::int64_t r, std::int64_t most) const {
        for (std::int64_t b = 0; b <= std::min(x, most); ++b) {
            const std::int64_t a = x - b;
            // One unit of B after the other goes to the task that misses it least.
            std::vector<std::int64_t> amounts, on_cpu;
            for (std::size_t i = 0; i < set.size(); ++i) {
                if (!is_higher(i)) continue;
                amounts.push_back(work(i, r));
                on_cpu.push_back(sectioned(i, r));
            }
            std::int64_t left = b;
            for (; left > 0; --left) {
                std::size_t best = amounts.size();
                for (std::size_t i = 0; i < amounts.size(); ++i) {
                    if (on_cpu[i] > 0 && (best == amounts.size() || amounts[i] > amounts[best])) best = i;
                }
                if (best == amounts.size()) break;
                --amounts[best];
                --on_cpu[best];
            }
            std::int64_t running = 0;
            for (const std::int64_t each : amounts) running += std::min(a, each);
            if (left == 0 && running >= set.cpus * a) return true;
        }
        return false;
    }
    static std::int64_t nothing(std::int64_t, std::int64_t) { return 0; }

    /// Y: the least that is q + sum W_i(Y).
    std::int64_t alone(std::int64_t q) const {
        for (std::int64_t y = q; y <= me().deadline; ++y) {
            if (q + sum([&](std::size_t i) { return work(i, y); }) <= y) return y;
        }
        return kEndless;
    }

    std::int64_t blocked_in_sections() const {
        std::int64_t by_y = 0, by_z = 0;
        for (const std::int64_t q : set.sections_of(me())) {
            by_y += alone(q) - q;
            const std::int64_t z = least(
                q, [&](std::int64_t length) { return sum_sectioned(length); }, nothing);
            by_z += z == kEndless ? kEndless : sum_sectioned(z);
        }
        return rule == PinRule::unmitigated ? by_y : std::min(by_y, by_z);
    }

    std::int64_t bound_of_pinned() const {
        const std::int64_t rivals =
            sum([&](std::size_t i) { return rule != PinRule::swap_on_entry || set.tasks[i].sectioned > 0 ? 1 : 0; });
        const bool waits =
            me().sectioned > 0 && (rule == PinRule::unmitigated || rivals >= static_cast<std::int64_t>(set.cpus));
        const std::int64_t most = waits ? blocked_in_sections() : 0;
        if (splits()) return least_split(me().wcet, most);
        const auto blocked = [&](std::int64_t length) {
            return rule == PinRule::unmitigated ? most : std::min(most, sum_sectioned(length));
        };
        return least(me().wcet, blocked, nothing);
    }
    /// (3) in place of (1).
    bool splits() const { return set.order == Order::fp && rule != PinRule::unmitigated; }

    std::int64_t bound_of_np() const {
        std::vector<std::size_t> lower;
        for (std::size_t j = 0; j < set.size(); ++j) {
            if (j != k && (set.order == Order::edf || j > k)) lower.push_back(j);
        }
        std::vector<std::int64_t> longest;
        for (const std::size_t j : lower) longest.push_back(set.tasks[j].longest_section);
        longest.resize(longest.size() + static_cast<std::size_t>(set.cpus), 0);
        std::sort(longest.rbegin(), longest.rend());
        std::int64_t m_longest = 0;
        for (int i = 0; i < set.cpus; ++i) m_longest += longest[static_cast<std::size_t>(i)];
        const std::int64_t others = m_longest - longest[static_cast<std::size_t>(set.cpus - 1)];
        return least(
            me().wcet, [](std::int64_t) { return std::int64_t{0}; },
            [&](std::int64_t r, std::int64_t x) {
                std::int64_t by_release = m_longest, by_task = 0;
                for (std::size_t i = 0; i < set.size(); ++i) {
                    if (!is_higher(i)) continue;
                    // Releases in [0, r), and under EDF with deadlines up to this job's.
                    const SporadicTask& high = set.tasks[i];
                    for (std::int64_t t = 0; t < r; t += high.period) {
                        if (set.order == Order::fp || t + high.deadline <= me().deadline) by_release += others;
                    }
                }
                for (const std::size_t j : lower) {
                    const SporadicTask& low = set.tasks[j];
                    const std::int64_t bound = set.order == Order::fp ? low.deadline : bounds[j];
                    const std::int64_t jobs = (r + low.deadline + low.period - 1) / low.period;
                    by_task += std::min({slow_workload(low, bound, r), jobs * low.sectioned, x});
                }
                return std::min(by_release, by_task);
            });
    }

    std::int64_t bound() const { return rule == PinRule::np ? bound_of_np() : bound_of_pinned(); }
};

}  // namespace

Verdict slow_pinned(const TaskSet& set, PinRule rule) {
    std::vector<std::int64_t> bounds;
    for (const SporadicTask& task : set.tasks) bounds.push_back(task.deadline);
    std::vector<bool> passes(set.size());
    for (bool again = true; again;) {
        again = false;
        for (std::size_t k = 0; k < set.size(); ++k) {
            const std::int64_t bound = Analysed{set, rule, k, bounds}.bound();
            passes[k] = bound <= set.tasks[k].deadline;
            if (set.order == Order::fp && !passes[k]) break;
            if (!passes[k] || bound >= bounds[k]) continue;
            bounds[k] = bound;
            again = true;
        }
        if (set.order == Order::fp) break;
    }
    Verdict verdict;
    verdict.reset(set.size());
    verdict.schedulable = std::all_of(passes.begin(), passes.end(), [](bool passed) { return passed; });
    for (std::size_t k = 0; k < set.size(); ++k) {
        if (verdict.schedulable || (set.order == Order::fp && rule != PinRule::np && passes[k])) {
            verdict.bounds[k] = bounds[k];
        }
    }
    return verdict;
}

}  // namespace pinstack::test
