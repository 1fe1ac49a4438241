// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/pinned/stacking_response.hpp"

#include <algorithm>

#include "analyzer/bounds/pinned/split_wait.hpp"
#include "analyzer/bounds/workload/carry_in.hpp"
#include "analyzer/bounds/workload/edf_descent.hpp"
#include "analyzer/bounds/workload/interference.hpp"
#include "analyzer/bounds/workload/response_iteration.hpp"

namespace pinstack {
namespace {

std::int64_t sum_or_unbounded(std::int64_t a, std::int64_t b) { return a > kUnbounded - b ? kUnbounded : a + b; }

/// The bound of one task after another, of one set.
class StackingResponse {
public:
    StackingResponse(const TaskSet& set, Stacking stacking)
        : set_(set),
          stacking_(stacking),
          all_(set),
          others_(all_.no_interference()),
          windows_(set.sections.size(), kUnbounded),
          most_blocked_(set.size(), kUnbounded) {}
    /// Less than the bound, if not much: only where B alone can refuse a set it is worth the search for it.
    std::int64_t at_least(std::size_t place, std::span<const std::int64_t> responses, SearchRange range) {
        if (stacking_ == Stacking::below_any) return (*this)(place, responses, range);
        const SporadicTask& task = set_.tasks[place];
        all_.select(place, responses);
        if (!can_stack(task)) most_blocked_[place] = 0;
        return response(task.wcet, range, 0);
    }

    std::int64_t operator()(std::size_t place, std::span<const std::int64_t> responses, SearchRange range) {
        const SporadicTask& task = set_.tasks[place];
        all_.select(place, responses);
        most_blocked_[place] = 0;
        if (!can_stack(task)) return response(task.wcet, range, 0);
        // (1) clips B to X, and B to sum WM_i(R): what is beyond need not be known.
        const std::int64_t longest_wait = range.limit - task.wcet + 1;
        if (stacking_ == Stacking::below_any) {
            const std::int64_t most = wait_inside_windows(task, longest_wait);
            others_.set_cpus(set_.cpus);
            others_.set_blocked({most, 0});
            return least_response(others_, task.wcet, range, Fill{all_});
        }
        std::int64_t most = std::min(longest_wait, all_.sectioned_work(range.limit));
        most = std::min(most, sections_inside_windows(task, range.limit, most));
        most = std::min(most, wait_inside_windows(task, most));
        most_blocked_[place] = most;
        return set_.order == Order::fp ? split_response(task.wcet, range, most) : response(task.wcet, range, most);
    }

    bool gave_up() const { return others_.gave_up(); }
    EdfDescent descent(Waiting waiting) { return {set_, all_, others_.budget(), waiting}; }
    /// As last found, they get less as responses do: what B of each task is at most, and a window of each section.
    PinnedWaits waits() { return {most_blocked_, windows_}; }

private:
    bool can_stack(const SporadicTask& task) const {
        if (task.sectioned == 0 || set_.cpus == 1) return false;
        if (stacking_ == Stacking::below_any) return true;
        const std::size_t rivals = stacking_ == Stacking::below_section ? all_.count() : all_.count_sectioned();
        return rivals >= static_cast<std::size_t>(set_.cpus);
    }

    /// Of a job that runs for `wcet`, with B = min(sum WM_i(R), most_blocked).
    std::int64_t response(std::int64_t wcet, SearchRange range, std::int64_t most_blocked) {
        others_.set_cpus(set_.cpus);
        others_.set_blocked({});
        return least_response(others_, wcet, range, [&](Interference& others, std::int64_t length) {
            if (most_blocked == 0) return all_.fill(others, length);
            others.set_blocked(all_.fill_with_sections(others, length).at_most(most_blocked));
        });
    }

    /// The least solution of (3), or that of (1), which is no less, where it takes too many steps.
    std::int64_t split_response(std::int64_t wcet, SearchRange range, std::int64_t most_blocked) {
        constexpr int kSteps = 100;
        // No less than without B, of which both are.
        std::int64_t split = response(wcet, range, 0);
        if (most_blocked == 0 || split > range.limit) return split;
        const std::int64_t unsplit = response(wcet, {split, range.limit}, most_blocked);
        for (int step = 0; step < kSteps && split < unsplit; ++step) {
            if (!others_.take_step()) return unsplit;
            split_.clear(set_.cpus, most_blocked);
            all_.for_each_work(split, [&](std::int64_t work, std::int64_t sectioned) { split_.add(work, sectioned); });
            const std::int64_t next = wcet + split_.longest();
            if (next <= split) return split;
            split = next;
        }
        return unsplit;
    }

    /// sum (Y_s - q_s): while the job is pinned its CPU runs it or more urgent ones, so that section s ends within Y_s.
    /// `most` or more where it is no less.
    std::int64_t wait_inside_windows(const SporadicTask& task, std::int64_t most) {
        std::int64_t sum = 0;
        others_.set_cpus(1);
        others_.set_blocked({});
        for (std::uint32_t s = task.first_section; s < task.end_section && sum < most; ++s) {
            const std::int64_t section = set_.sections[s];
            sum += least_response(others_, section, {section, section + most - sum}, Fill{all_}) - section;
        }
        return sum;
    }

    /// sum_s sum WM_i(Z_s): section s ends within Z_s, too. `most` or more where it is no less, or some Z_s is beyond
    /// the limit.
    std::int64_t sections_inside_windows(const SporadicTask& task, std::int64_t limit, std::int64_t most) {
        std::int64_t sum = 0;
        for (std::uint32_t s = task.first_section; s < task.end_section && sum < most; ++s) {
            // What was a window is one still, under EDF: only a lesser one is asked for.
            const SearchRange range{set_.sections[s], std::min(limit, windows_[s] - 1)};
            const std::int64_t window = response(set_.sections[s], range, kUnbounded);
            if (window > limit) return kUnbounded;
            windows_[s] = window;
            sum = sum_or_unbounded(sum, all_.sectioned_work(window));
        }
        return sum;
    }

    /// W_i alone.
    struct Fill {
        const Interferers& all;
        void operator()(Interference& others, std::int64_t length) const { all.fill(others, length); }
    };

    const TaskSet& set_;
    Stacking stacking_;
    Interferers all_;
    Interference others_;
    SplitWait split_;
    std::vector<std::int64_t> windows_;       ///< of each section: no Z_s is more
    std::vector<std::int64_t> most_blocked_;  ///< no B_k is more
};

}  // namespace

void bound_stacking(const TaskSet& set, Stacking stacking, Verdict& verdict) {
    StackingResponse bound(set, stacking);
    if (set.order == Order::edf) {
        EdfDescent descent = bound.descent(Waiting::pinned);
        const auto descend = [&](ResponsesFromAbove& responses) {
            if (stacking != Stacking::below_any) descent.lower(responses, bound.waits());
        };
        const auto at_least = [&](auto... all) { return bound.at_least(all...); };
        return bound_until_stable(set, verdict, at_least, descend, bound);
    }
    bound_by_priority(set, verdict, bound, [](const SporadicTask&, std::int64_t response) { return response; });
}

}  // namespace pinstack
