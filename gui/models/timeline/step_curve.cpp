// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/timeline/step_curve.hpp"

#include <algorithm>

namespace pinstack::gui {

void StepCurve::add(Instant at, std::int32_t value) {
    if (!empty() && at_.back() == at.ns) {
        at_.pop_back();
        value_.pop_back();
    }
    if (value == (empty() ? 0 : value_.back())) return;
    at_.push_back(at.ns);
    value_.push_back(value);
}

void StepCurve::finish() {
    const std::size_t n = size();
    tree_.assign(2 * n, 0);
    std::copy(value_.begin(), value_.end(), tree_.begin() + static_cast<std::ptrdiff_t>(n));
    for (std::size_t i = n; i-- > 1;) tree_[i] = std::max(tree_[2 * i], tree_[2 * i + 1]);
    integral_.assign(n, 0);
    for (std::size_t i = 1; i < n; ++i) {
        integral_[i] = integral_[i - 1] + static_cast<__int128>(value_[i - 1]) * (at_[i] - at_[i - 1]);
    }
}

std::size_t StepCurve::steps_until(Instant at) const {
    return static_cast<std::size_t>(std::upper_bound(at_.begin(), at_.end(), at.ns) - at_.begin());
}

std::size_t StepCurve::steps_until(Instant at, std::size_t least) const {
    std::size_t step = 1, low = least;
    while (low + step <= size() && at_[low + step - 1] <= at.ns) {
        low += step;
        step *= 2;
    }
    const auto begin = at_.begin() + static_cast<std::ptrdiff_t>(low);
    const auto end = at_.begin() + static_cast<std::ptrdiff_t>(std::min(low + step - 1, size()));
    return static_cast<std::size_t>(std::upper_bound(begin, end, at.ns) - at_.begin());
}

std::int32_t StepCurve::value_at(Instant at) const {
    const std::size_t steps = steps_until(at);
    return steps == 0 ? 0 : value_[steps - 1];
}

std::int32_t StepCurve::max_in(std::size_t first, std::size_t last) const {
    std::int32_t most = 0;
    constexpr std::size_t kFew = 64;  // read faster one after the other than up the tree
    if (last - first <= kFew) {
        for (; first < last; ++first) most = std::max(most, value_[first]);
        return most;
    }
    for (first += size(), last += size(); first < last; first /= 2, last /= 2) {
        if (first % 2 == 1) most = std::max(most, tree_[first++]);
        if (last % 2 == 1) most = std::max(most, tree_[--last]);
    }
    return most;
}

__int128 StepCurve::integral_to(Instant at) const {
    const std::size_t steps = steps_until(at);
    if (steps == 0) return 0;
    return integral_[steps - 1] + static_cast<__int128>(value_[steps - 1]) * (at.ns - at_[steps - 1]);
}

__int128 StepCurve::integral(Instant from, Instant to) const { return integral_to(to) - integral_to(from); }

}  // namespace pinstack::gui
