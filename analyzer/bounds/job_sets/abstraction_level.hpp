// SPDX-License-Identifier: Apache-2.0
//
// The states of a schedule-abstraction graph after equally many dispatches. A state is how many jobs of each stream
// have been dispatched, and when CPUs become available: the x-th of them at some instant of the x-th range. States of
// equal counts whose ranges touch, CPU by CPU, are one, with the hulls of the ranges: on one CPU that loses nothing, as
// time is whole (RTSS 2017, section IV-C); on more it may add what cannot be (ECRTS 2018, section 3.4).
//
// Beside this a state knows the *delayed* streams: those whose next job may have to wait for the one before it, and
// when it can be ready. On one CPU there is none: whoever is dispatched there is available as late as the CPU is.
//
// Memory: streams * 4 bytes for each distinct set of counts, 16 bytes for each CPU of each state. add() takes time as
// the states of equal counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analyzer/bounds/job_sets/job_set.hpp"

namespace pinstack {

/// The next job of the stream becomes ready in this range, not in that of its release.
struct DelayedStream {
    std::uint32_t stream = 0;
    TimeRange ready;
};

class AbstractionLevel {
public:
    static constexpr std::uint32_t kNone = UINT32_MAX;

    /// `set` must outlive it.
    explicit AbstractionLevel(const JobSet& set) : set_(&set) { clear(); }
    void clear();

    struct Added {
        std::uint32_t state;
        bool is_new;
    };
    /// A state with the counts and the ranges, or the one that takes it in. `hash`: hash_of(counts), which who
    /// dispatches one job more can keep up to date by hash_of(stream, count). `delayed` is in order of streams.
    Added add(std::span<const std::uint32_t> counts, std::uint64_t hash, std::span<const TimeRange> available,
              std::span<const DelayedStream> delayed);

    std::uint32_t groups() const { return static_cast<std::uint32_t>(groups_.size()); }
    std::uint32_t states() const { return static_cast<std::uint32_t>(states_.size()); }
    /// The states of a group have the same counts.
    std::span<const std::uint32_t> counts(std::uint32_t group) const {
        return std::span(counts_).subspan(group * set_->streams.size(), set_->streams.size());
    }
    std::uint64_t hash(std::uint32_t group) const { return groups_[group].hash; }
    std::uint32_t first_state(std::uint32_t group) const { return groups_[group].first; }
    std::uint32_t next_state(std::uint32_t state) const { return states_[state].next; }
    /// Of the CPUs, in the order in which they become available: both ends rise.
    std::span<const TimeRange> available(std::uint32_t state) const {
        return std::span(available_).subspan(state * cpus(), cpus());
    }
    std::span<const DelayedStream> delayed(std::uint32_t state) const {
        return std::span(delayed_).subspan(states_[state].first_delayed, states_[state].delayed);
    }
    std::size_t bytes() const;

    /// Is each state one of `earlier`, a hyperperiod later, or within one? Then nothing follows that has not followed
    /// before. Only where all finite streams are at their end.
    bool repeats(const AbstractionLevel& earlier) const;

    static std::uint64_t hash_of(std::uint32_t stream, std::uint32_t count);
    static std::uint64_t hash_of(std::span<const std::uint32_t> counts);

private:
    struct Group {
        std::uint64_t hash;
        std::uint32_t first;  ///< state
    };
    struct State {
        std::uint32_t next;  ///< of the group
        std::uint32_t first_delayed, delayed;
    };

    std::size_t cpus() const { return static_cast<std::size_t>(set_->cpus); }
    /// The slot of the group with these counts, or the empty one where it belongs.
    std::size_t slot_of(std::span<const std::uint32_t> counts, std::uint64_t hash) const;
    void grow();
    void widen(std::uint32_t state, std::span<const std::uint32_t> counts, std::span<const TimeRange> available,
               std::span<const DelayedStream> delayed);
    /// When the next job of the stream can be ready in the state.
    TimeRange ready(std::uint32_t state, std::uint32_t stream, std::uint32_t count) const;
    bool is_covered(std::uint32_t group, std::uint32_t state, const AbstractionLevel& earlier,
                    std::span<const std::uint32_t> counts, std::uint32_t earlier_group) const;

    const JobSet* set_;
    std::vector<Group> groups_;
    std::vector<std::uint32_t> counts_;  ///< of each group, one after the other
    std::vector<State> states_;
    std::vector<TimeRange> available_;
    std::vector<DelayedStream> delayed_;
    std::vector<std::uint32_t> slots_;  ///< group + 1, or 0; a power of two of them
};

}  // namespace pinstack
