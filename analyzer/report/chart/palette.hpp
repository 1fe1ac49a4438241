// SPDX-License-Identifier: Apache-2.0
//
// Colours of tasks: Okabe and Ito's set, which stays distinct under the common colour-vision deficiencies (Color
// Universal Design, 2008), without its vermilion (red means a miss here) and black. Past the seventh task they
// repeat; labels and titles tell the tasks apart.
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
    {"#999999", "#000"},
}};

}  // namespace pinstack
