// SPDX-License-Identifier: Apache-2.0
//
// What a run tells whoever watches it. A simulation without an observer runs code in which none of these calls
// exist, so watching costs nothing when absent. Tasks are numbered in file order. Calls come in order of the
// instant at which they are made; an interval is reported when it ends. Who must write what happens in the order of
// time, without keeping what has not ended yet, listens to interval_begins().
#pragma once

#include <cstdint>
#include <span>

#include "model/engine/run_result.hpp"
#include "model/platform/cpu_set.hpp"
#include "model/time/duration.hpp"

namespace pinstack {

struct JobId {
    std::uint32_t task = 0;    ///< file order
    std::uint64_t number = 0;  ///< from 0
    friend bool operator==(JobId, JobId) = default;
};

/// What protects a job while it executes or waits.
struct Protections {
    bool non_preemptible = false;
    bool migrate_disabled = false;
    friend bool operator==(Protections, Protections) = default;
};

/// A maximal interval in which a job stayed in one state with the same protections on the same CPU.
struct JobInterval {
    JobId job;
    Instant from;
    Instant to;  ///< > from
    JobState state = JobState::running;
    Protections protections;
    CpuId cpu = kNoCpu;     ///< which it has, else where it is pinned or throttled, else kNoCpu
    bool has_cpu = false;  ///< it runs there, or spins, or the kernel works there for it
};

/// An interval between two instants at which something happened, with the state of all CPUs in it.
struct CapacityInterval {
    Instant from;
    Instant to;  ///< > from
    int running = 0;
    int inversion = 0;      ///< of the running
    int overhead = 0;       ///< CPUs that serve the kernel
    int stacking_loss = 0;  ///< CPUs, and so on
    int affinity_loss = 0;
    int balancing_loss = 0;
    int idle = 0;                                 ///< without the lost ones
    std::span<const std::int32_t> depth;          ///< unfinished jobs pinned to each CPU; valid during the call
    std::span<const std::int32_t> lost_to_stack;  ///< stacking loss charged to each CPU; valid during the call
};

class Observer {
public:
    virtual ~Observer() = default;
    /// Asked once, before the run: nothing that ends before this instant is told, and what goes on then is told as if
    /// it began then. Until then a run is nearly as fast as one that nobody watches.
    virtual Instant watch_from() const { return {0}; }
    virtual void released(Instant, JobId, Instant /*deadline*/) {}
    virtual void completed(Instant, JobId, bool /*missed*/) {}
    virtual void job_interval(const JobInterval&) {}
    /// The interval begins; `to` means nothing. Told after the dispatch of the instant. An interval in which the job is
    /// queued behind another one is not told. What goes on at watch_from() may end there and then.
    virtual void interval_begins(const JobInterval&) {}
    virtual void capacity_interval(const CapacityInterval&) {}
};

}  // namespace pinstack
