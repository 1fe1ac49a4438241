// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/timeline/segment_lane.hpp"

#include <algorithm>

namespace pinstack::gui {

void SegmentLane::reserve(std::size_t segments) {
    from_.reserve(segments);
    to_.reserve(segments);
    busy_.reserve(segments + 1);
    id_.reserve(segments);
    keys_.reserve(segments);
    states_.reserve(segments);
}

void SegmentLane::add(Instant from, Instant to, std::uint32_t id, SegmentLook look, bool busy) {
    keys_.push_back(empty() ? 0 : keys_.back() + (look.key != last_.key ? 1 : 0));
    states_.push_back(empty() ? 0 : states_.back() + (look.state != last_.state ? 1 : 0));
    last_ = look;
    from_.push_back(from.ns);
    to_.push_back(to.ns);
    id_.push_back(id);
    busy_.push_back(busy_.back() + (busy ? (to - from).ns : 0));
}

std::size_t SegmentLane::first_after(Instant at) const {
    return static_cast<std::size_t>(std::upper_bound(to_.begin(), to_.end(), at.ns) - to_.begin());
}

std::size_t SegmentLane::next_from(Instant at, std::size_t hint) const {
    std::size_t step = 1, low = hint;
    while (low + step <= size() && from_[low + step - 1] < at.ns) {
        low += step;
        step *= 2;
    }
    const std::size_t high = std::min(low + step - 1, size());
    const auto begin = from_.begin();
    return static_cast<std::size_t>(std::lower_bound(begin + static_cast<std::ptrdiff_t>(low),
                                                     begin + static_cast<std::ptrdiff_t>(high), at.ns) -
                                    begin);
}

std::int64_t SegmentLane::busy_before(Instant at, std::size_t first_from) const {
    if (first_from == 0) return 0;
    const std::size_t previous = first_from - 1;
    const std::int64_t length = busy_[first_from] - busy_[previous];
    // All of it, but what lies past the instant; one that is not busy has no length to take it from.
    return busy_[first_from] - std::min(length, std::max(std::int64_t{0}, to_[previous] - at.ns));
}

Duration SegmentLane::busy_between(Instant from, std::size_t first, Instant to, std::size_t last) const {
    return {busy_before(to, last) - busy_before(from, first)};
}

Duration SegmentLane::busy_between(Instant from, Instant to) const {
    const std::size_t first = next_from(from, 0);
    return busy_between(from, first, to, next_from(to, first));
}

}  // namespace pinstack::gui
