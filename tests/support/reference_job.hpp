// SPDX-License-Identifier: Apache-2.0
//
// A job as the reference scheduler sees it: its steps with their drawn lengths, how urgent it is, where it stands.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/engine/run_result.hpp"
#include "model/engine/simulation.hpp"
#include "model/system/system.hpp"

namespace pinstack::test {

/// A run or suspend operation with the brackets around it folded in. "They nest. Directly adjacent brackets have
/// no gap: MD next to MD is one section, NP next to NP stays non-preemptible."
struct ReferenceStep {
    bool suspends = false;
    std::int64_t length = 0;
    bool migrate_disabled = false;
    bool non_preemptible = false;
};

/// "fp: larger priority first; edf: earlier absolute deadline; ties: task file order, then job number."
/// The smaller is the more urgent.
struct Urgency {
    std::int64_t rank = 0;
    std::uint32_t tie = 0;
    std::uint64_t number = 0;
    friend auto operator<=>(const Urgency&, const Urgency&) = default;
};

struct ReferenceJob {
    std::uint32_t task = 0;
    std::uint64_t number = 0;
    std::int64_t due = 0;
    std::int64_t release = 0;
    std::int64_t deadline = 0;
    Urgency urgency;
    std::vector<ReferenceStep> steps;

    bool released = false;
    std::size_t step = 0;
    std::int64_t remaining = 0;  ///< of the current run step
    std::int64_t wakes_at = 0;   ///< of the current suspend step
    CpuId pin = kNoCpu;
    CpuId runs_on = kNoCpu;
    std::int64_t ready_since = -1;
    std::optional<std::int64_t> start;
    std::optional<std::int64_t> finish;
    ResponseSplit split{};  ///< while unfinished too

    bool finished() const { return finish.has_value(); }
    const ReferenceStep& current() const { return steps[step]; }
    bool suspended() const { return released && !finished() && current().suspends; }
    /// Inside MD by its step, but not yet pinned.
    bool at_section_start() const { return current().migrate_disabled && pin == kNoCpu; }
};

/// Every job released before `end` (nothing: every job), by task and number.
std::vector<ReferenceJob> jobs_of(const System& system, const Variant& variant, const RunOptions& options,
                                  std::optional<std::int64_t> end);

/// The end of a run; nothing = until drained. REQUIRES: the horizon exists.
std::optional<std::int64_t> horizon_of(const System& system);

}  // namespace pinstack::test
