// SPDX-License-Identifier: GPL-3.0-or-later
//
// Between instants and pixel columns of a drawing. A column holds the instants whose position falls into it, so
// neighbouring columns share no instant and leave none out. Exact: 128-bit products, no floating point.
#pragma once

#include <cstdint>

#include "analyzer/run/timeline.hpp"

namespace pinstack::gui {

class TimeMap {
public:
    /// REQUIRES: window.from < window.to, pixels > 0.
    TimeMap(Window window, int pixels) : window_(window), pixels_(pixels) {}

    const Window& window() const { return window_; }
    int pixels() const { return pixels_; }

    /// The column of the instant: floor. Outside the window it is below 0 or from pixels() on, and kept to a range
    /// that drawing can bear.
    int pixel_of(Instant at) const;
    /// The first instant of the column. pixel_of(instant_of(x)) == x wherever a column holds a whole nanosecond.
    Instant instant_of(int pixel) const;
    /// What a pixel is long, rounded up; at least 1 ns.
    Duration per_pixel() const;
    /// The length of so many columns.
    Duration length_of(int pixels) const;

private:
    Window window_;
    int pixels_;
};

}  // namespace pinstack::gui
