// SPDX-License-Identifier: Apache-2.0
//
// Compiled so that loops over doubles may add in any order (CMakeLists.txt): whole numbers below 2^53 give the same sum
// in all.
#include "analyzer/bounds/workload/edf_descent.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace pinstack {
namespace {

/// Where bounds get lower by little each time, the exact searches, which skip more, have their turn.
constexpr std::size_t kMostRounds = 64;
constexpr std::size_t kRoundsAtOnce = 5;

}  // namespace

EdfDescent::EdfDescent(const TaskSet& set, Interferers& interferers, StepBudget& budget, Waiting waiting)
    : set_(set), budget_(budget), waiting_(waiting), cpus_(set.cpus), rows_(interferers.paired_doubles()) {
    if (rows_ == nullptr) return;
    if (waiting == Waiting::for_sections) set_longest_sections();
    is_blocked_most_.assign(set.size(), false);
}

void EdfDescent::set_longest_sections() {
    const auto m = static_cast<std::size_t>(set_.cpus);
    std::vector<double> longest;
    for (std::size_t place = 0; place < set_.size(); ++place) {
        longest.clear();
        for (std::size_t j = 0; j < set_.size(); ++j) {
            if (j != place) longest.push_back(static_cast<double>(set_.tasks[j].longest_section));
        }
        longest.resize(std::max(longest.size(), m), 0);
        std::partial_sort(longest.begin(), longest.begin() + set_.cpus, longest.end(), std::greater<>());
        double sum = 0;
        for (std::size_t i = 0; i + 1 < m; ++i) sum += longest[i];
        at_preemption_.push_back(sum);
        at_release_.push_back(sum + longest[m - 1]);
    }
}

EdfDescent::Line EdfDescent::work(const WorkTerms<double>& terms, double length, double x) const {
    Line sum;
    for (std::size_t i = 0, end = set_.size(); i < end; ++i) {
        sum.add_clipped(least(terms.any_work(i, length).value, terms.most_work(i)), x);
    }
    return sum;
}

EdfDescent::Line EdfDescent::work_of_pinned(const WorkTerms<double>& terms, double length, double x,
                                            double most_blocked) const {
    Line sum;
    double sectioned = 0;
    for (std::size_t i = 0, end = set_.size(); i < end; ++i) {
        const TaskWork<double> any = terms.any_work(i, length);
        const double done = least(any.value, terms.most_work(i));
        sum.add_clipped(done, x);
        sectioned += least(done, terms.most_sectioned(i, any));
    }
    return with_blocked(sum, x, std::min(most_blocked, sectioned));
}

/// And (m - 1) min(B, X, the sum).
EdfDescent::Line EdfDescent::with_blocked(Line sum, double x, double blocked) const {
    const double total = sum.at(x);
    if (blocked < std::min(x, total)) return {sum.offset + (cpus_ - 1) * blocked, sum.slope};
    if (x <= total) return {sum.offset, sum.slope + cpus_ - 1};
    return {cpus_ * sum.offset, cpus_ * sum.slope};
}

double EdfDescent::sectioned_work(const WorkTerms<double>& terms, double length) const {
    double sum = 0;
    for (std::size_t i = 0, end = set_.size(); i < end; ++i) {
        sum += terms.sectioned_work(i, terms.any_work(i, length));
    }
    return sum;
}

EdfDescent::Line EdfDescent::work_and_sections(std::size_t place, double length, double x) {
    const WorkTerms<double> terms = terms_of(place);
    const double own = std::exchange(rows_->sectioned[place], 0);  // does not block it
    Line sum, low;
    double more_urgent = 0;
    for (std::size_t i = 0, end = set_.size(); i < end; ++i) {
        const TaskWork<double> any = terms.any_work(i, length);
        sum.add_clipped(least(any.value, terms.most_work(i)), x);
        low.add_clipped(least(any.value, terms.releases_since_deadline(i, any) * terms.s[i]), x);
        more_urgent += least(terms.jobs_inside[i], terms.releases(i, any));
    }
    rows_->sectioned[place] = own;
    const double limit = at_release_[place] + at_preemption_[place] * more_urgent;
    if (limit < low.at(x)) return {sum.offset + limit, sum.slope};
    return {sum.offset + low.offset, sum.slope + low.slope};
}

/// A bound for a job, or its section, that runs for `wcet`, the limit or less; 0 where the limit is none.
template <class LeftSide>
double EdfDescent::lowered(double wcet, double limit, LeftSide left_side) {
    constexpr int kMostSteps = 3;  // the fewest instructions in trials
    double bound = 0;
    for (int step = 0; step < kMostSteps && bound != limit; ++step) {
        if (bound > 0) limit = bound;
        if (!budget_.take(set_.size())) break;
        const double x = limit - wcet + 1;
        const Line line = left_side(limit, x);
        if (line.at(x) >= cpus_ * x) break;
        // The line is nowhere below the left side: where it is below m X, (1) holds.
        const double next = std::floor(line.offset / (cpus_ - line.slope)) + 1;
        bound = wcet + std::min(next, x) - 1;
    }
    return bound;
}

void EdfDescent::lower_responses(ResponsesFromAbove& responses, PinnedWaits waits, std::size_t rounds) {
    std::size_t unchanged = 0;
    for (std::size_t step = 0; step < rounds * set_.size() && unchanged < set_.size(); ++step) {
        const std::size_t place = responses.order()[step % set_.size()];
        ++unchanged;
        const SearchRange range = responses.range(place);
        if (range.least > range.limit) continue;
        const WorkTerms<double> terms = terms_of(place);
        const double blocked = waits.most_blocked.empty() ? 0 : static_cast<double>(waits.most_blocked[place]);
        const auto left_side = [&](double length, double x) {
            if (waiting_ == Waiting::for_sections) return work_and_sections(place, length, x);
            if (blocked == 0) return work(terms, length, x);
            if (is_blocked_most_[place]) return with_blocked(work(terms, length, x), x, blocked);
            return work_of_pinned(terms, length, x, blocked);
        };
        const double bound = lowered(rows_->wcet[place], static_cast<double>(range.limit), left_side);
        if (bound == 0) continue;
        if (responses.lower(place, static_cast<std::int64_t>(bound))) unchanged = 0;
        rows_->response[place] = bound;
    }
    is_stable_ = unchanged == set_.size();
}

/// Windows, and from them what B is at most: sum_s sum WM_i(Z_s).
bool EdfDescent::lower_waits(PinnedWaits waits) {
    bool is_any_less = false;
    for (std::size_t place = 0; place < waits.most_blocked.size(); ++place) {
        std::int64_t& most = waits.most_blocked[place];
        const SporadicTask& task = set_.tasks[place];
        const WorkTerms<double> terms = terms_of(place);
        const double response = rows_->response[place];
        double sum = 0;
        for (std::uint32_t s = task.first_section; s < task.end_section && sum < static_cast<double>(most); ++s) {
            std::int64_t& window = waits.windows[s];
            const double limit = window == kUnbounded ? response : static_cast<double>(window - 1);
            const double less = lowered(static_cast<double>(set_.sections[s]), limit, [&](double length, double x) {
                return work_of_pinned(terms, length, x, kBeyond<double>);
            });
            if (less > 0) window = static_cast<std::int64_t>(less);
            sum += window == kUnbounded ? kBeyond<double> : sectioned_work(terms, static_cast<double>(window));
        }
        if (sum < static_cast<double>(most)) {
            most = static_cast<std::int64_t>(sum);
            is_any_less = true;
        }
        is_blocked_most_[place] = most > 0 && sectioned_work(terms, response) >= static_cast<double>(most);
    }
    return is_any_less;
}

void EdfDescent::lower(ResponsesFromAbove& responses, PinnedWaits waits) {
    // Where bounds get lower by little each time, the exact searches, which skip more, have their turn.
    if (rows_ == nullptr) return;
    for (std::size_t i = 0; i < set_.size(); ++i) rows_->response[i] = static_cast<double>(responses.responses()[i]);
    if (waiting_ != Waiting::pinned) return lower_responses(responses, waits, kMostRounds);
    for (std::size_t round = 0; round < kMostRounds; round += kRoundsAtOnce) {
        lower_responses(responses, waits, kRoundsAtOnce);
        if (!lower_waits(waits) && is_stable_) return;
    }
}

}  // namespace pinstack
