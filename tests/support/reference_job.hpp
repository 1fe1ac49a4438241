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

/// An operation with the brackets around it folded in. "They nest. Directly adjacent brackets have no gap: MD next to
/// MD is one section, NP next to NP stays non-preemptible." Taking and releasing a lock, and beginning and ending an
/// RCU read side, are operations without length.
struct ReferenceStep {
    enum class Kind { run, suspend, take, release, begin_reading, end_reading };
    Kind kind = Kind::run;
    std::int64_t length = 0;  ///< of run and suspend
    bool migrate_disabled = false;
    bool non_preemptible = false;
    bool irqs_off = false;      ///< inside irq_disable
    std::uint32_t lock = 0;     ///< of take and release
    bool busy_waiting = false;  ///< of take and release: who waits for the lock keeps its CPU
};

/// What a job holds or waits for: a lock, or that of a CPU.
struct LockInstance {
    std::uint32_t lock = 0;
    CpuId cpu = kNoCpu;  ///< of a local_lock
    friend bool operator==(LockInstance, LockInstance) = default;
};

/// "fp: larger priority first; edf: earlier absolute deadline; ties: task file order, then job number."
/// The smaller is the more urgent.
struct Urgency {
    /// What a job inherits: under fp 1 and the place among all tasks, under edf 1 and the deadline; under linux 0 and
    /// the deadline of a deadline task, 1 and the place of others.
    std::pair<int, std::int64_t> rank{0, 0};
    std::uint32_t tie = 0;  ///< under fp the place again: where one has inherited the other's, its own decides
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
    /// It stands before its current operation, which is no run, and carries on when it is on a CPU.
    bool stands = false;
    std::vector<LockInstance> holds;
    std::optional<LockInstance> waits_for;
    std::uint64_t arrival = 0;  ///< at what it waits for: who came earlier has the smaller
    CpuId pin = kNoCpu;
    CpuId runs_on = kNoCpu;     ///< or spins
    CpuId ran_before = kNoCpu;  ///< just before the instant, unless it left by itself
    std::int64_t ready_since = -1;

    // With costs (docs/costs.md):
    /// Released, or at the end of a suspension, but the kernel has not dealt with that yet: "until then it is in state
    /// overhead and not ready".
    bool arrives = false;
    bool lock_handed = false;  ///< that of its current step, during work: "goes on at the end of the work"
    bool has_gone_on = false;  ///< since it got the CPU that it is on: "inside from its first instant of execution"
    bool was_switched_out = false;  ///< in its present section, while pinned
    CpuId been_on = kNoCpu;         ///< the last CPU that its task had
    std::int64_t reload = 0;        ///< what is left to reload of its working set
    std::optional<std::int64_t> start;
    std::optional<std::int64_t> finish;
    ResponseSplit split{};  ///< while unfinished too

    bool finished() const { return finish.has_value(); }
    const ReferenceStep& current() const { return steps[step]; }
    bool suspended() const {
        return released && !finished() && !stands && !arrives && current().kind == ReferenceStep::Kind::suspend;
    }
    bool spins() const { return waits_for && current().busy_waiting; }
    bool blocked() const { return waits_for && !current().busy_waiting; }
    /// Where nothing but a lock can keep it from it.
    bool executes() const { return runs_on != kNoCpu && !waits_for; }
    /// Inside MD by its step, but not yet pinned.
    bool at_section_start() const { return current().migrate_disabled && pin == kNoCpu; }
};

/// Every job released before `end` (nothing: every job), by task and number.
std::vector<ReferenceJob> jobs_of(const System& system, const Variant& variant, const RunOptions& options,
                                  std::optional<std::int64_t> end);

/// The end of a run; nothing = until drained. REQUIRES: the horizon exists.
std::optional<std::int64_t> horizon_of(const System& system);

}  // namespace pinstack::test
