// SPDX-License-Identifier: Apache-2.0
//
// Exact worst cases: of all release patterns that keep the least distances, with releases at whole units (the unit is
// the greatest common divisor of all times; slot_system.hpp) and every job as long as it can be, the longest response
// of each task; and releases that lead to it, as a plan that `simulate` replays.
//
// What is explored is every state that can be reached from an idle system, breadth first. Only equal states are taken
// for one: under pins a state in which more work is done is not always the better one (theory.md section 5). Where CPUs
// do not matter, or may be renamed, that is made use of.
//
// A response is reported to one period, past the deadline too. What happens after a job was unfinished one period
// after its release is not explored: such a task *overruns*, and then the other figures are those of patterns up to
// that instant. Where no task overruns, every figure is the exact worst case.
//
// The same result, witnesses too, for any number of threads. Time and memory: proportional to the number of states,
// which grows exponentially with tasks and periods; hence the limits.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "analyzer/explore/exact/slot_system.hpp"
#include "analyzer/explore/release_plan.hpp"

namespace pinstack {

struct ExactSpec {
    Placements placements = Placements::own;
    Lengths lengths = Lengths::full;
    Duration unit{};                    ///< a finer one than the greatest common divisor, which it divides; 0: that
    std::uint64_t states = UINT64_MAX;  ///< at most about so many
    std::uint64_t bytes = std::uint64_t{4} << 30;  ///< at most about so many, for states
    /// Find the releases of each worst case. `simulate` replays them where placements are the balancer's own and
    /// lengths full; else they come with choices that a plan does not have.
    bool witnesses = true;
};

struct ExactTask {
    std::int64_t worst_response = 0;  ///< ns, of jobs that complete within a period
    bool overruns = false;
    ReleasePlan witness;  ///< of the overrun, else of the worst response; empty where none was asked for
};

struct ExactResult {
    enum class End : std::uint8_t { complete, no_states_left, no_memory_left, stopped };
    End end = End::complete;  ///< else everything here is a lower bound, no more
    std::int64_t unit = 1;    ///< ns
    std::uint64_t states = 0;
    std::uint64_t bytes = 0;
    std::vector<ExactTask> tasks;  ///< file order
    int depth = 0;                 ///< most unfinished jobs pinned to one CPU
    ReleasePlan depth_witness;

    bool is_exact() const { return end == End::complete && !has_overrun(); }
    bool has_overrun() const;
};

/// States found, and those of them whose children are still to be looked at. From one thread at a time.
using ExactProgress = std::function<void(std::uint64_t states, std::uint64_t open)>;

/// REQUIRES: why_not_exact(system, spec.placements, spec.unit) is empty.
ExactResult explore_exactly(const System& system, const ExactSpec& spec = {}, const std::stop_token& stop = {},
                            const ExactProgress& progress = {});

/// "the states take more than 4 GiB": why an exploration ended before it was complete; empty where it did not.
std::string why_incomplete(const ExactResult& result);

}  // namespace pinstack
