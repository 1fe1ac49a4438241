// SPDX-License-Identifier: Apache-2.0
//
// A trace beside the simulation of a system file: who ran where when, in both. Tasks are those of one name.
//
// The run begins at `start` of the trace's clock, and an instant t of it is start + scale * t there. They are compared
// as long as both last and something was recorded. On each CPU, at each instant, the two agree where the same task runs
// in both, or no task runs in either: a thread that is no task of the file counts as none. Where the trace does not
// know what ran, nothing is compared.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/trace/trace_run.hpp"
#include "model/system/problem.hpp"
#include "model/system/system.hpp"

namespace pinstack {

struct AgainstOptions {
    /// Nothing = as a trace of the kernel rig says; in others so that the first release of the run is that of the same
    /// task in the trace.
    std::optional<Instant> start;
    /// Time of the trace for time of the run; nothing = as a trace of the kernel rig says, else 1. REQUIRES: > 0.
    std::optional<double> scale;
    std::optional<Duration>
        tolerance;  ///< of the trace's time: a shorter difference is no divergence; nothing = 1/1000 of the whole
    std::size_t keep_pieces = 4'000'000;
};

/// CPU time of the trace.
struct Agreement {
    std::int64_t same_task = 0;
    std::int64_t both_free = 0;   ///< no task of the file in either
    std::int64_t other_task = 0;  ///< two different tasks
    std::int64_t only_trace = 0;  ///< a task in the trace only
    std::int64_t only_run = 0;    ///< in the simulation only
    std::int64_t unknown = 0;     ///< not compared

    std::int64_t compared() const { return same_task + both_free + other_task + only_trace + only_run; }
    std::int64_t agreed() const { return same_task + both_free; }
    std::int64_t busy() const { return compared() - both_free; }  ///< a task runs in one of the two
};

struct Divergence {
    Instant at;       ///< of the trace's clock
    Duration in_run;  ///< the same in the run
    CpuId cpu = kNoCpu;
    std::string trace;  ///< who runs: a task, another thread; empty = idle
    std::string run;    ///< a task; empty = none
};

struct TaskAgreement {
    std::string name;
    std::int64_t trace = 0, run = 0;  ///< runs, in the time compared
    std::int64_t both = 0;            ///< in both at once, on whatever CPU
    std::int64_t same_cpu = 0;
};

struct TraceComparison {
    std::string file;     ///< the system
    std::string variant;  ///< it was simulated under
    Instant start;        ///< of the run in the trace
    double scale = 1;
    Duration tolerance;
    Window compared;  ///< of the trace's clock
    Agreement all;
    std::vector<std::pair<CpuId, Agreement>> by_cpu;
    std::vector<TaskAgreement> tasks;  ///< those in both, file order
    std::vector<std::string> only_in_file, only_in_trace;
    std::optional<Divergence> first;
};

/// Simulates the system under its own variant. Problems: no name in common, no release to align by, nothing to compare.
Result<TraceComparison> compare_with_run(const TraceRun& trace, const System& system, const std::string& file,
                                         const AgainstOptions& options = {});

}  // namespace pinstack
