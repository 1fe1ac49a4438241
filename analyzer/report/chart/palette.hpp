// SPDX-License-Identifier: Apache-2.0
//
// Colours of tasks: Okabe and Ito's set, which stays distinct under the common colour-vision deficiencies (Color
// Universal Design, 2008), without its vermilion (red means a miss here) and black, and a brown. Past the seventh task
// they repeat; labels and titles tell the tasks apart. Grey is nobody's: it stands for any task in a legend.
#pragma once

#include <array>

namespace pinstack {

struct TaskColour {
    const char* fill;
    const char* text;  ///< readable on it
};

inline constexpr std::array<TaskColour, 7> kPalette = {{
    {"#56b4e9", "#000"},
    {"#e69f00", "#000"},
    {"#009e73", "#000"},
    {"#cc79a7", "#000"},
    {"#f0e442", "#000"},
    {"#0072b2", "#fff"},
    {"#8c564b", "#fff"},
}};

/// Lines of variants: the same colours in an order that begins with those that show best on white and on black. The
/// dashes tell them apart without colour; empty is a solid line.
struct LineStyle {
    const char* colour;
    const char* dashes;
};

inline constexpr std::array<LineStyle, 7> kLines = {{
    {"#0072b2", ""},
    {"#e69f00", "7 3"},
    {"#009e73", "2 2"},
    {"#cc79a7", "9 3 2 3"},
    {"#8c564b", "5 2"},
    {"#56b4e9", "2 4"},
    {"#888888", "12 4"},
}};

}  // namespace pinstack
