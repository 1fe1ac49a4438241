// SPDX-License-Identifier: Apache-2.0
//
// A system file from a trace: its tasks with the periods, run times, priorities and sections that were observed. It is
// valid and can be simulated; how far it is right is said in the notes.
//
// * Releases: with three jobs or more, periodic where the releases lie within a tenth of a period of a regular grid
// (the
//   spread is the jitter), else sporadic with the shortest and the longest distance, uniform between; with fewer, the
//   instants that were seen.
// * Run time: {min..max} of the jobs, uniform; a longer job than was seen can exist.
// * Sections: those of the longest job, where they begin and end in its CPU time; where only bounds were seen,
// half-way.
//   In shorter jobs they shrink with it.
// * Priority: that at which the task ran longest. A task that was not real-time gets the lowest one.
// * Affinity: none. A trace proves where a task may run, and nothing about where it may not; `seen_cpus` takes those
// that
//   were seen for the only ones.
// * Deadline: the period, or the shortest distance; where there is none, the length of the trace. No trace shows one.
#pragma once

#include <string>
#include <vector>

#include "analyzer/trace/trace_run.hpp"
#include "model/system/problem.hpp"
#include "model/system/system.hpp"

namespace pinstack {

struct FitOptions {
    bool kernel_threads = false;  ///< real-time threads of the kernel, too, where the run has them as tasks
    bool seen_cpus = false;       ///< the CPUs a task was seen on are its affinity
};

struct FittedSystem {
    System system;
    std::vector<std::string> notes;  ///< what was assumed, and which tasks were left out
};

/// A problem where no task has a whole job.
Result<FittedSystem> fit_system(const TraceRun& run, const FitOptions& options = {});

}  // namespace pinstack
