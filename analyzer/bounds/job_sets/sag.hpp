// SPDX-License-Identifier: Apache-2.0
//
// sag: the schedule-abstraction graph (schedule_abstraction.hpp) of a system whose jobs cannot be preempted: the body
// of every task is one non-preemptive section, from its first operation to its last. A job is then dispatched once and
// keeps its CPU, as the literature has it. A body of which a part can be preempted (`wcet`, or a run before a section)
// has dispatches that the graph does not know, and a neutral section under migrate_disable can be preempted: no graph.
//
// Covers the variant in which neutral sections are preempt_disable, with the system's own balancer where that is one of
// the idealised: all of them start the most urgent ready job on an idle CPU when nothing can be preempted or is pinned.
// Under `partitioned` a graph for each CPU; where masks make clusters, one for each cluster.
//
// Periodic releases with the offsets given, for ever; or explicit ones. Sporadic ones are no job set. Exact on one CPU.
#pragma once

#include <string>

#include "analyzer/bounds/cluster.hpp"
#include "analyzer/bounds/job_sets/schedule_abstraction.hpp"
#include "analyzer/bounds/schedulability_test.hpp"

namespace pinstack {

/// The whole body is one non-preemptive section under the variant.
bool is_wholly_non_preemptible(const System& system, const Task& task, const Variant& variant);

/// What the graph is of: the system's own variant where that fits.
Variant sag_variant(const System& system);

/// The parts that are a job set each.
std::vector<Cluster> sag_clusters(const System& system, const TaskSet& set);

/// A part with what becomes of its jobs.
struct SagPart {
    Cluster cluster;
    JobSet jobs;
    SagResult result;  ///< streams in the order of the places of the cluster
};
/// In words why there is no such job set. REQUIRES: sag applies to the system, behind which `set` is.
tl::expected<std::vector<SagPart>, std::string> explore_parts(const System& system, const TaskSet& set,
                                                              SagObserver* observer = nullptr);

void run_sag(const System& system, const TaskSet& set, Verdict& verdict);

}  // namespace pinstack
