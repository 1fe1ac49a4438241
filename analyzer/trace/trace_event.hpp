// SPDX-License-Identifier: Apache-2.0
//
// One line of a trace that matters, understood. Texts in it are views of the line.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/platform/cpu_set.hpp"
#include "model/time/duration.hpp"

namespace pinstack {

/// What a thread says of itself by a mark: a text that it, or code it calls, writes into the trace.
enum class TraceMark : std::uint8_t {
    job_begin,
    job_end,
    md_enter,  ///< migrate-disabled from here on
    md_leave,
    np_enter,  ///< non-preemptible from here on
    np_leave,
    other_begin,  ///< B|pid|NAME of another name: its E|pid is not one of ours
    slice_end,    ///< E|pid: of the last B
};

struct TraceEvent {
    enum class Kind : std::uint8_t {
        other,  ///< nothing is known of it but who ran where
        sched_switch,
        sched_waking,  ///< about to be woken, by the thread that runs here
        sched_wakeup,  ///< on a run queue now; sched_wakeup_new too
        sched_wakeup_new,
        sched_migrate_task,
        sched_process_fork,
        sched_pi_setprio,
        mark,
    };

    Kind kind = Kind::other;
    Instant at;
    CpuId cpu = kNoCpu;
    std::int32_t pid = 0;    ///< who runs there, or is interrupted there; 0 = the idle loop
    std::string_view comm;   ///< its name, as far as the kernel remembered it; "<...>" where not
    int migrate_depth = -1;  ///< of that thread at that instant; -1 = not known
    std::uint64_t line = 0;  ///< from 1

    // Whom it is about: prev of a switch, the woken, moved, boosted, new one.
    std::int32_t subject = 0;
    std::string_view subject_comm;
    int priority =
        0;  ///< the kernel's: 0..98 real-time (99 - Linux's), -1 deadline, 100..139 fair; of a boost the new one

    // Of sched_switch:
    bool stays_ready = false;  ///< preempted, or it yielded
    char state = '?';          ///< else: S, D, X, ...
    std::int32_t next = 0;
    std::string_view next_comm;
    int next_priority = 0;

    CpuId target = kNoCpu;  ///< where it is woken or moved to
    TraceMark mark = TraceMark::other_begin;
    bool is_slice = false;  ///< of a mark: written as B|pid|NAME, or E|pid, which ends the last of them
};

}  // namespace pinstack
