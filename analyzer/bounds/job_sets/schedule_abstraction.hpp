// SPDX-License-Identifier: Apache-2.0
//
// The schedule-abstraction graph of a job set: every order in which non-preemptive jobs can be dispatched by a
// work-conserving scheduler of fixed job priorities, with ranges for when.
//
//   M. Nasri, B. B. Brandenburg: An exact and sustainable analysis of non-preemptive scheduling, RTSS 2017
//   M. Nasri, G. Nelissen, B. B. Brandenburg: A response-time analysis for non-preemptive job sets under global
//   scheduling, ECRTS 2018; with precedence as in: Response-time analysis of limited-preemptive parallel DAG tasks
//   under global scheduling, ECRTS 2019
//
// In a state, A_x is when the x-th CPU becomes available. A job that is ready in [R_min, R_max] starts next not before
// EST = max(R_min, A_1min). Surely somebody has started by t_wc = max(A_1max, least R_max), and surely no less urgent
// job starts once a more urgent one is ready: LST = min(t_wc, least R_max of the more urgent - 1). If EST <= LST it may
// be the next, and completes in [EST + C_min, LST + C_max].
//
// Exact on one CPU: every best and worst completion happens in some run (with whole nanoseconds). On more CPUs every
// run is among those of the graph, and completions of the graph may not happen.
//
// A job waits for the one before it of its stream, as in the simulator. On one CPU that follows from the order of
// urgency; on more, completion of that job bounds when it is ready.
//
// Endless streams: the exploration ends when the states after some hyperperiod lie within those a hyperperiod before,
// so that nothing new can follow. Instants before any job can be ready are all the same, so a system that comes to rest
// repeats.
//
// Time: states * streams. Memory: two levels of states and a third to compare with (abstraction_level.hpp). Both are
// limited; the limits count states, steps and bytes, so they are the same on every machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/bounds/arithmetic/step_budget.hpp"
#include "analyzer/bounds/job_sets/abstraction_level.hpp"
#include "analyzer/bounds/job_sets/job_set.hpp"

namespace pinstack {

struct SagLimits {
    std::uint64_t states = 1'000'000;
    std::size_t steps = kGlobalSteps;  ///< a step is a look at one stream
    std::size_t bytes = std::size_t{512} << 20;
};

/// One job, dispatched in one state: an edge of the graph.
struct SagDispatch {
    std::uint32_t level = 0;  ///< of the state before: how many jobs have been dispatched
    std::uint32_t from = 0;   ///< state of that level
    std::uint32_t to = 0;     ///< state of the next level
    std::uint32_t stream = 0, number = 0;
    TimeRange start, finish;
};

class SagObserver {
public:
    virtual ~SagObserver() = default;
    virtual void job_set_begins(const JobSet&) {}
    /// The states of a level, before any of them is left; or the last ones. They have grown to what they are.
    virtual void level_begins(std::uint32_t level, const AbstractionLevel& states) = 0;
    virtual void dispatched(const SagDispatch& dispatch) = 0;
};

/// What becomes of a job: its earliest and latest completion.
using Completion = TimeRange;

struct SagStream {
    /// Of those, from the first, that every path of the explored part has.
    std::vector<Completion> jobs;
    std::int64_t worst_response = 0;  ///< from the due instant
};

struct SagResult {
    std::string why_incomplete;      ///< a limit was reached: completions are of a part of the graph. Empty: of all
    bool has_miss = false;           ///< some job may complete after its deadline
    std::vector<SagStream> streams;  ///< as JobSet::streams
    std::uint64_t states = 0, dispatches = 0;
    std::uint32_t width = 0;   ///< states of the largest level
    std::uint32_t levels = 0;  ///< jobs, one after the other

    bool is_complete() const { return why_incomplete.empty(); }
};

SagResult explore_job_set(const JobSet& set, const SagLimits& limits = {}, SagObserver* observer = nullptr);

}  // namespace pinstack
