// SPDX-License-Identifier: Apache-2.0
//
// A row of arrows over a time axis, releases or deadlines, and where their labels have room. Marks within a unit of
// each other cannot be told apart and share an arrow; arrows too near to each other for a label share the one of the
// last.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/run/timeline.hpp"
#include "model/system/system.hpp"

namespace pinstack {

inline constexpr double kArrowWing = 3.5;  ///< an arrow's head reaches so far to either side

struct PlacedMark {
    double x = 0;
    std::span<const Mark> marks;  ///< not empty
    bool missed = false;          ///< one of them is a missed deadline
    std::string label{};          ///< empty where there is no room
    double label_from = 0, label_to = 0;
};

/// REQUIRES: marks are ascending, and outlive the result; x_of is monotonic. Labels lie between left and right.
std::vector<PlacedMark> place_marks(const System& system, std::span<const Mark> marks,
                                    const std::function<double(Instant)>& x_of, double left, double right);

}  // namespace pinstack
