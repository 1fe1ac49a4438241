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

EdfDescent::EdfDescent(const TaskSet& set, Interferers& interferers, Waiting waiting)
    : set_(set), waiting_(waiting), cpus_(set.cpus), rows_(interferers.paired_doubles()) {
    if (rows_ != nullptr && waiting == Waiting::for_sections) set_longest_sections();
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

EdfDescent::Line EdfDescent::work(const Terms<double>& terms, double length, double x) const {
    Line sum;
    for (std::size_t i = 0, end = set_.size(); i < end; ++i) {
        sum.add_clipped(least(terms.any_work(i, length).value, terms.most_work(i)), x);
    }
    return sum;
}

EdfDescent::Line EdfDescent::work_of_pinned(const Terms<double>& terms, double length, double x,
                                            double most_blocked) const {
    Line sum;
    double sectioned = 0;
    for (std::size_t i = 0, end = set_.size(); i < end; ++i) {
        const Work<double> any = terms.any_work(i, length);
        const double done = least(any.value, terms.most_work(i));
        sum.add_clipped(done, x);
        const double jobs = least(terms.releases_since_response(i, any), terms.urgent(i));
        sectioned += least(done, jobs * terms.s[i]);
    }
    const double blocked = std::min(most_blocked, sectioned), total = sum.at(x);
    if (blocked < std::min(x, total)) return {sum.offset + (cpus_ - 1) * blocked, sum.slope};
    if (x <= total) return {sum.offset, sum.slope + cpus_ - 1};
    return {cpus_ * sum.offset, cpus_ * sum.slope};
}

EdfDescent::Line EdfDescent::work_and_sections(const Terms<double>& terms, double length, double x,
                                               std::size_t place) const {
    Line sum, low;
    double more_urgent = 0;
    for (std::size_t i = 0, end = set_.size(); i < end; ++i) {
        const Work<double> any = terms.any_work(i, length);
        sum.add_clipped(least(any.value, terms.most_work(i)), x);
        low.add_clipped(least(any.value, terms.releases_since_deadline(i, any) * terms.s[i]), x);
        more_urgent += least(terms.jobs_inside[i], terms.releases(i, any));
    }
    const double limit = at_release_[place] + at_preemption_[place] * more_urgent;
    if (limit < low.at(x)) return {sum.offset + limit, sum.slope};
    return {sum.offset + low.offset, sum.slope + low.slope};
}

EdfDescent::Line EdfDescent::left_side(std::size_t place, double length, double x) {
    const Terms<double> terms(*rows_, place * set_.size());
    if (waiting_ == Waiting::for_sections) {
        double& own = rows_->sectioned[place];  // does not block it
        const double kept = std::exchange(own, 0);
        const Line line = work_and_sections(terms, length, x, place);
        own = kept;
        return line;
    }
    if (waiting_ == Waiting::pinned && most_blocked_[place] > 0) {
        return work_of_pinned(terms, length, x, most_blocked_[place]);
    }
    return work(terms, length, x);
}

/// A bound, the limit or less; 0 where the limit is none.
double EdfDescent::lowered(std::size_t place, double limit) {
    constexpr int kMostSteps = 3;  // the fewest instructions in trials
    const double wcet = rows_->wcet[place];
    double bound = 0;
    for (int step = 0; step < kMostSteps && bound != limit; ++step) {
        if (bound > 0) limit = bound;
        const double x = limit - wcet + 1;
        const Line line = left_side(place, limit, x);
        if (line.at(x) >= cpus_ * x) break;
        // The line is nowhere below the left side: where it is below m X, (1) holds.
        const double next = std::floor(line.offset / (cpus_ - line.slope)) + 1;
        bound = wcet + std::min(next, x) - 1;
    }
    return bound;
}

void EdfDescent::lower(ResponsesFromAbove& responses, std::span<const std::int64_t> most_blocked) {
    // Where bounds get lower by little each time, the exact searches, which skip more, have their turn.
    constexpr std::size_t kMostRounds = 64;
    if (rows_ == nullptr) return;
    for (std::size_t i = 0; i < set_.size(); ++i) rows_->response[i] = static_cast<double>(responses.responses()[i]);
    most_blocked_.assign(most_blocked.begin(), most_blocked.end());
    std::size_t unchanged = 0;
    for (std::size_t step = 0; step < kMostRounds * set_.size() && unchanged < set_.size(); ++step) {
        const std::size_t place = responses.order()[step % set_.size()];
        ++unchanged;
        const SearchRange range = responses.range(place);
        if (range.least > range.limit) continue;
        const double bound = lowered(place, static_cast<double>(range.limit));
        if (bound == 0) continue;
        if (responses.lower(place, static_cast<std::int64_t>(bound))) unchanged = 0;
        rows_->response[place] = bound;
    }
}

}  // namespace pinstack
