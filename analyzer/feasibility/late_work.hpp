// SPDX-License-Identifier: Apache-2.0
//
// How much work no scheduler can do in time: a maximum flow over the intervals between releases and deadlines.
//
// Modelled: m identical CPUs; pieces of work, each in a window, of a task, and allowed on some CPUs; at every instant a
// CPU works on one piece and a task on one CPU; preemption and migration are free, whenever they happen.
//
// Within an interval in which no window begins or ends, work can be arranged if no task and no CPU has more of it than
// the interval is long: McNaughton's rule (Management Science, 1959), and with masks the preemptive open shop (Gonzalez
// and Sahni, JACM, 1976). So the most work that is done within the windows is a maximum flow from pieces to intervals
// (Horn, Naval Research Logistics Quarterly, 1974; with masks Baker et al.). Capacities are whole nanoseconds, so
// whole nanoseconds suffice.
//
// Exact, if in every interval the pieces of one task have the same mask. Else a lower bound: pieces of one task with
// different masks may then overlap in the flow. That pieces of a task come in an order is modelled by their windows
// alone. Where these are agreeable (an earlier piece has neither a later beginning nor a later end) and masks are the
// same, the order costs nothing: in the instants that the task has, first in first out is as good as any order.
//
// Time and memory: windows that do not hang together are solved one by one; in each, the arcs are the pairs of a piece
// and an interval of its window, and of intervals and CPUs where there are masks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/platform/cpu_set.hpp"
#include "model/time/duration.hpp"

namespace pinstack {

inline constexpr std::int32_t kAnyCpu = -1;

struct WorkPiece {
    Instant from, to;  ///< its window; no work fits into one that does not end after it begins
    Duration work;     ///< > 0
    std::uint32_t task = 0;
    std::int32_t mask = kAnyCpu;  ///< of Demand::masks

    friend bool operator==(const WorkPiece&, const WorkPiece&) = default;
};

struct Demand {
    int cpus = 1;
    std::vector<CpuSet> masks;  ///< each allows some CPU and forbids one
    std::vector<WorkPiece> pieces;
};

/// The least work, summed, that any schedule leaves undone at the end of its window: 0 if and only if all of it can be
/// done (under "exact", above). Nothing where some network would have more than `most_arcs` arcs.
std::optional<Duration> least_late_work(const Demand& demand, std::size_t most_arcs = 300'000);

}  // namespace pinstack
