// SPDX-License-Identifier: Apache-2.0
//
// A whole divided into parts, as one bar across a fluid drawing (SvgPiece::fluid): colours with a pattern each, so that
// they can be told apart in print and without colour, and the share written in the parts that have room for it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace pinstack {

struct Share {
    std::string_view name;  ///< "stacking loss"
    std::string_view fill;  ///< class of the style sheet
    double part = 0;        ///< >= 0, in any unit
    std::string text{};     ///< of the part, for its title: "60ms"
};

inline constexpr double kShareBarHeight = 22;

/// From the left edge over so many percent of the drawing. Each part is as wide as its share, to a hundredth of a
/// percent of the drawing, and begins where the one before it ends. Nothing where all parts are 0.
void draw_share_bar(std::string& out, std::span<const Share> shares, double top, double across = 100);

/// A sample and the name of each. The height it takes.
double draw_share_legend(std::string& out, std::span<const Share> shares, double top);

}  // namespace pinstack
