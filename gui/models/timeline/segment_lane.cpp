// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/timeline/segment_lane.hpp"

#include <algorithm>
#include <utility>

namespace pinstack::gui {

namespace {

constexpr std::size_t kBlock = 64;           // segments whose signs are kept as one
constexpr std::size_t kSegmentsForEach = 4;  // knot of the finest level, on an average

/// Every other knot.
LaneLevel coarser(const LaneLevel& fine) {
    LaneLevel level{fine.origin, fine.shift + 1, {}, {}};
    const std::size_t last = fine.knots.size() - 1;
    for (std::size_t i = 0; i <= last; i += 2) level.knots.push_back(fine.knots[i]);
    // One behind all segments remains the last one.
    if (last % 2 == 1) level.knots.push_back(fine.knots[last]);
    for (std::size_t i = 0; i < last; i += 2) {
        const int signs = fine.signs[i] | (i + 1 < last ? fine.signs[i + 1] : 0);
        level.signs.push_back(static_cast<SegmentSigns>(signs));
    }
    return level;
}

}  // namespace

void SegmentLane::reserve(std::size_t segments) {
    from_.reserve(segments);
    rest_.reserve(segments);
    id_.reserve(segments);
    signs_.reserve(segments);
}

void SegmentLane::add(Instant from, Instant to, std::uint32_t id, SegmentLook look, bool busy, SegmentSigns signs) {
    Rest rest{to.ns, 0, 0, 0, look.key, look.state & 0x7fff'ffff, busy ? 1U : 0U};
    if (!empty()) {
        const Rest& last = rest_.back();
        rest.busy_before = last.busy_before + (last.busy != 0 ? last.to - from_.back() : 0);
        rest.keys = last.keys + (last.key != look.key ? 1 : 0);
        rest.states = last.states + (last.state != look.state ? 1 : 0);
    }
    if (size() % kBlock == 0) signs_of_64_.push_back(0);
    signs_of_64_.back() |= signs;
    signs_.push_back(signs);
    from_.push_back(from.ns);
    rest_.push_back(rest);
    id_.push_back(id);
}

void SegmentLane::finish() {
    if (empty()) return;
    const std::int64_t span = rest_.back().to - from_.front();
    const auto most = static_cast<std::int64_t>(size() / kSegmentsForEach + 1);
    LaneLevel finest{from_.front(), 0, {}, {}};
    while (span >> finest.shift >= most) ++finest.shift;
    std::size_t segment = 0;
    for (std::int64_t at = finest.origin;; at += std::int64_t{1} << finest.shift) {
        const std::size_t next = next_from({at}, segment);
        if (at > finest.origin) finest.signs.push_back(signs(segment, next));
        segment = next;
        finest.knots.push_back(knot_of({at}, segment));
        if (at >= rest_.back().to) break;
    }
    levels_.push_back(std::move(finest));
    constexpr std::size_t kFewest = 256;  // columns of a narrow window: coarser ones are never asked for
    while (levels_.back().knots.size() > kFewest) levels_.push_back(coarser(levels_.back()));
}

LaneKnot SegmentLane::knot_of(Instant at, std::size_t first) const {
    LaneKnot knot;
    knot.busy_before = busy_before(at, first);
    knot.first = static_cast<std::uint32_t>(first);
    if (first > 0) {
        const Rest& before = rest_[first - 1];
        knot.last_to = before.to;
        knot.keys = before.keys;
        knot.states = before.states;
    }
    if (first == size()) return knot;
    const Rest& here = rest_[first];
    knot.changes_key = here.keys != knot.keys ? 1 : 0;
    knot.changes_state = here.states != knot.states ? 1 : 0;
    knot.keys = here.keys;
    knot.states = here.states;
    knot.key = here.key;
    knot.state = here.state & 0x3fff'ffff;
    return knot;
}

LaneKnot SegmentLane::knot_at(Instant at) const { return knot_of(at, next_from(at, 0)); }

const LaneLevel* SegmentLane::level_for(Duration length) const {
    const LaneLevel* found = nullptr;
    for (const LaneLevel& level : levels_) {
        if (length.ns >> level.shift >= 2) found = &level;
    }
    return found;
}

std::size_t SegmentLane::first_after(Instant at) const {
    const auto after = std::upper_bound(rest_.begin(), rest_.end(), at.ns,
                                        [](std::int64_t ns, const Rest& rest) { return ns < rest.to; });
    return static_cast<std::size_t>(after - rest_.begin());
}

std::size_t SegmentLane::next_from(Instant at, std::size_t hint) const {
    std::size_t step = 1, low = hint;
    while (low + step <= size() && from_[low + step - 1] < at.ns) {
        low += step;
        step *= 2;
    }
    const std::size_t high = std::min(low + step - 1, size());
    const auto begin = from_.begin();
    return static_cast<std::size_t>(
        std::lower_bound(begin + static_cast<std::ptrdiff_t>(low), begin + static_cast<std::ptrdiff_t>(high), at.ns) -
        begin);
}

SegmentSigns SegmentLane::signs(std::size_t first, std::size_t last) const {
    SegmentSigns all = 0;
    while (first < last && first % kBlock != 0) all |= signs_[first++];
    for (; first + kBlock <= last; first += kBlock) all |= signs_of_64_[first / kBlock];
    while (first < last) all |= signs_[first++];
    return all;
}

std::int64_t SegmentLane::busy_before(Instant at, std::size_t first_from) const {
    if (first_from == 0) return 0;
    const Rest& previous = rest_[first_from - 1];
    if (previous.busy == 0) return previous.busy_before;
    return previous.busy_before + std::min(previous.to, at.ns) - from_[first_from - 1];
}

Duration SegmentLane::busy_between(Instant from, std::size_t first, Instant to, std::size_t last) const {
    return {busy_before(to, last) - busy_before(from, first)};
}

Duration SegmentLane::busy_between(Instant from, Instant to) const {
    const std::size_t first = next_from(from, 0);
    return busy_between(from, first, to, next_from(to, first));
}

}  // namespace pinstack::gui
