// SPDX-License-Identifier: GPL-3.0-or-later
//
// Segments that follow each other in one lane of a timeline, as arrays made for two questions: which segments lie in a
// stretch of time, and what may be said of a stretch whose segments are too short to be drawn one by one.
//
// A drawing of a long run asks both of every pixel column of every lane, and would wait for memory most of the time: so
// what it needs of a segment lies together, and for columns of many segments there are levels of knots over time, from
// which it reads next to each other what it would have to collect from far apart.
//
// Memory: 46 bytes a segment, and up to 20 for the levels. Times are half-open.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/time/duration.hpp"

namespace pinstack::gui {

/// What a segment looks like, by colour and by anything else; only equality counts.
struct SegmentLook {
    std::uint32_t key = 0;  ///< the task on a CPU's lane, the CPU on a task's
    std::uint32_t state = 0;
};

/// What must be seen of a segment even where it shares a pixel column with others. A set of bits.
using SegmentSigns = std::uint8_t;
constexpr SegmentSigns kNonPreemptibleSign = 1, kMigrateDisabledSign = 2;  ///< of a job that runs
constexpr SegmentSigns kPinWaitSign = 4;                                   ///< it waits for the CPU it is pinned to
constexpr SegmentSigns kStackingLossSign = 8;

/// What is known of a lane at an instant; differences of two of them tell of the time between.
struct LaneKnot {
    std::int64_t busy_before = 0;        ///< ns in busy segments up to the instant
    std::int64_t last_to = 0;            ///< where the last segment that starts before it ends
    std::uint32_t first = 0;             ///< the first segment that starts at it or later
    std::uint32_t keys = 0, states = 0;  ///< how often they changed up to that one
    std::uint32_t key = 0;               ///< of that one
    std::uint32_t state : 30 = 0;
    std::uint32_t changes_key : 1 = 0;  ///< it is not that of the one before
    std::uint32_t changes_state : 1 = 0;
};

/// Knots at origin + i * 2^shift.
struct LaneLevel {
    std::int64_t origin = 0;
    int shift = 0;
    std::vector<LaneKnot> knots;      ///< the last one behind all segments
    std::vector<SegmentSigns> signs;  ///< of the segments that start between a knot and the next one
};

class SegmentLane {
public:
    void reserve(std::size_t segments);
    /// `id` is the caller's. A busy segment counts in busy_between(). REQUIRES: from < to, from not before the end of
    /// the segment added last.
    void add(Instant from, Instant to, std::uint32_t id, SegmentLook look, bool busy, SegmentSigns signs = 0);
    /// Once, after the last add(): makes the levels.
    void finish();

    std::size_t size() const { return from_.size(); }
    bool empty() const { return from_.empty(); }
    Instant from(std::size_t i) const { return {from_[i]}; }
    Instant to(std::size_t i) const { return {rest_[i].to}; }
    std::uint32_t id(std::size_t i) const { return id_[i]; }

    /// The first segment that ends after the instant. O(log n).
    std::size_t first_after(Instant at) const;
    /// The first segment from `hint` on that starts at the instant or later: O(log of the distance).
    /// REQUIRES: the one before `hint`, if any, starts before the instant.
    std::size_t next_from(Instant at, std::size_t hint) const;

    SegmentLook look(std::size_t i) const { return {rest_[i].key, rest_[i].state}; }
    /// Do all of [first, last) have the same? REQUIRES: first < last.
    bool same_key(std::size_t first, std::size_t last) const { return rest_[first].keys == rest_[last - 1].keys; }
    bool same_state(std::size_t first, std::size_t last) const { return rest_[first].states == rest_[last - 1].states; }
    /// Those that any of [first, last) has: O(segments / 64).
    SegmentSigns signs(std::size_t first, std::size_t last) const;

    /// At any instant. O(log n).
    LaneKnot knot_at(Instant at) const;
    /// The coarsest level with two knots at least in any time of that length; nullptr where there is none.
    const LaneLevel* level_for(Duration length) const;

    /// Time in busy segments, of [from, to). O(log n).
    Duration busy_between(Instant from, Instant to) const;
    /// The same where the first segments that start at or after either end are known: O(1).
    Duration busy_between(Instant from, std::size_t first, Instant to, std::size_t last) const;

private:
    /// What a drawing needs of a segment beside its start: half a cache line.
    struct alignas(32) Rest {
        std::int64_t to = 0;
        std::int64_t busy_before = 0;        // of all segments before
        std::uint32_t keys = 0, states = 0;  // how often they changed up to here
        std::uint32_t key = 0;
        std::uint32_t state : 31 = 0;
        std::uint32_t busy : 1 = 0;
    };
    std::int64_t busy_before(Instant at, std::size_t first_from) const;
    LaneKnot knot_of(Instant at, std::size_t first) const;

    std::vector<std::int64_t> from_;
    std::vector<Rest> rest_;
    std::vector<std::uint32_t> id_;
    std::vector<SegmentSigns> signs_, signs_of_64_;
    std::vector<LaneLevel> levels_;  // each twice as coarse as the one before
};

}  // namespace pinstack::gui
