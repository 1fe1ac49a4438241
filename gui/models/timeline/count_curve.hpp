// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "gui/models/timeline/step_curve.hpp"

namespace pinstack::gui {

/// How many of the stretches that were added hold an instant.
class CountCurve {
public:
    void add(Instant from, Instant to) {
        changes_.emplace_back(from, 1);
        changes_.emplace_back(to, -1);
    }

    StepCurve curve() {
        std::sort(changes_.begin(), changes_.end());
        StepCurve curve;
        std::int32_t count = 0;
        for (std::size_t i = 0; i < changes_.size(); ++i) {
            count += changes_[i].second;
            if (i + 1 == changes_.size() || changes_[i + 1].first != changes_[i].first) {
                curve.add(changes_[i].first, count);
            }
        }
        curve.finish();
        return curve;
    }

private:
    std::vector<std::pair<Instant, std::int32_t>> changes_;
};

}  // namespace pinstack::gui
