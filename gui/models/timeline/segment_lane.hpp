// SPDX-License-Identifier: GPL-3.0-or-later
//
// Segments that follow each other in one lane of a timeline, as arrays made for two questions: which segments lie in a
// stretch of time, and what may be said of a stretch whose segments are too short to be drawn one by one.
//
// Memory: 36 bytes a segment. Times are half-open.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/time/duration.hpp"

namespace pinstack::gui {

/// What a segment looks like, by colour and by anything else; only equality counts.
struct SegmentLook {
    std::uint32_t key = 0;    ///< the task on a CPU's lane, the CPU on a task's
    std::uint32_t state = 0;
};

class SegmentLane {
public:
    void reserve(std::size_t segments);
    /// `id` is the caller's. A busy segment counts in busy_between(). REQUIRES: from < to, from not before the end of
    /// the segment added last.
    void add(Instant from, Instant to, std::uint32_t id, SegmentLook look, bool busy);

    std::size_t size() const { return from_.size(); }
    bool empty() const { return from_.empty(); }
    Instant from(std::size_t i) const { return {from_[i]}; }
    Instant to(std::size_t i) const { return {to_[i]}; }
    std::uint32_t id(std::size_t i) const { return id_[i]; }

    /// The first segment that ends after the instant. O(log n).
    std::size_t first_after(Instant at) const;
    /// The first segment from `hint` on that starts at the instant or later: O(log of the distance).
    /// REQUIRES: the one before `hint`, if any, starts before the instant.
    std::size_t next_from(Instant at, std::size_t hint) const;

    /// Do all of [first, last) have the same? REQUIRES: first < last.
    bool same_key(std::size_t first, std::size_t last) const { return keys_[first] == keys_[last - 1]; }
    bool same_state(std::size_t first, std::size_t last) const { return states_[first] == states_[last - 1]; }

    /// Time in busy segments, of [from, to). O(log n).
    Duration busy_between(Instant from, Instant to) const;
    /// The same where the first segments that start at or after either end are known: O(1).
    Duration busy_between(Instant from, std::size_t first, Instant to, std::size_t last) const;

private:
    std::int64_t busy_before(Instant at, std::size_t first_from) const;

    std::vector<std::int64_t> from_, to_;
    std::vector<std::int64_t> busy_{0};  // of all segments before: one more than segments
    std::vector<std::uint32_t> id_;
    std::vector<std::uint32_t> keys_, states_;  // how often they changed up to a segment
    SegmentLook last_;
};

}  // namespace pinstack::gui
