// SPDX-License-Identifier: Apache-2.0
//
// The fields of an event, as the kernel prints them (include/trace/events/sched.h) and as `trace-cmd report` does
// (plugins/plugin_sched_switch.c of libtraceevent):
//
//     prev_comm=a prev_pid=1 prev_prio=49 prev_state=R+ ==> next_comm=b next_pid=2 next_prio=120
//     a:1 [49] R+ ==> b:2 [120]
//     comm=a pid=1 prio=49 target_cpu=002                  a:1 [49] CPU:002
//     comm=a pid=1 prio=49 orig_cpu=0 dest_cpu=2
//
// Marks are texts written by trace_printk() or to trace_marker: "@ NAME WHAT N" with WHAT one of JOB, END, MD+, MD-,
// PD+, PD-, SL+, SL- (a sleeping spinlock: it pins), RL+, RL- (a raw one), as the kernel module of the rig writes them;
// or "B|pid|NAME" and "E|pid" with NAME migrate_disable, preempt_disable or job.
#pragma once

#include "analyzer/trace/line_parser.hpp"
#include "analyzer/trace/trace_event.hpp"

namespace pinstack {

enum class FieldsRead : std::uint8_t {
    understood,
    unknown_event,  ///< one that is not used
    damaged,        ///< one that is used, and its fields are not as above
};

/// Fills in `out` from the line, but for `at`, `line` and what the flags say.
FieldsRead read_fields(const EventLine& line, TraceEvent& out);

}  // namespace pinstack
