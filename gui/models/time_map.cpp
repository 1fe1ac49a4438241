// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/time_map.hpp"

#include <algorithm>

namespace pinstack::gui {

namespace {

constexpr __int128 kFarAway = 1'000'000;  // pixels: beyond every screen, within every painter

__int128 floor_division(__int128 a, __int128 b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

}  // namespace

int TimeMap::pixel_of(Instant at) const {
    // Where 64 bits suffice they are several times as fast, and this is asked for every bar.
    std::int64_t product = 0;
    if (at >= window_.from && !__builtin_mul_overflow((at - window_.from).ns, std::int64_t{pixels_}, &product)) {
        return static_cast<int>(std::min(product / window_.length().ns, static_cast<std::int64_t>(kFarAway)));
    }
    const __int128 exact = floor_division(static_cast<__int128>((at - window_.from).ns) * pixels_, window_.length().ns);
    return static_cast<int>(std::clamp(exact, -kFarAway, kFarAway));
}

Instant TimeMap::instant_of(int pixel) const {
    // The least instant whose position is not below the column: a division that rounds up.
    const __int128 offset = -floor_division(-static_cast<__int128>(pixel) * window_.length().ns, pixels_);
    return window_.from + Duration{static_cast<std::int64_t>(offset)};
}

Duration TimeMap::per_pixel() const { return {(window_.length().ns + pixels_ - 1) / pixels_}; }

Duration TimeMap::length_of(int pixels) const {
    return {static_cast<std::int64_t>(static_cast<__int128>(window_.length().ns) * pixels / pixels_)};
}

}  // namespace pinstack::gui
