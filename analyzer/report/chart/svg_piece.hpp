// SPDX-License-Identifier: Apache-2.0
//
// What the drawings of a report have in common: a piece of SVG, and the style sheet with light and dark values that a
// page holds once.
#pragma once

#include <string>

namespace pinstack {

/// Of a drawing as wide as the page, and of one in a gallery, in user units (CSS pixels at natural size).
inline constexpr double kDrawingWidth = 960;
inline constexpr double kGalleryWidth = 330;

struct SvgPiece {
    std::string markup{};
    double height = 0;
    double width = kDrawingWidth;
    bool fluid = false;   ///< positions across are in percent: as wide as there is room, text at its natural size
    std::string label{};  ///< what it shows, in words, for those who do not see it
};

/// The rules for the classes that the drawings use, and the hatch patterns they refer to.
std::string svg_style();
std::string svg_definitions();

}  // namespace pinstack
