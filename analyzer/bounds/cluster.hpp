// SPDX-License-Identifier: Apache-2.0
//
// CPUs that share their tasks with no others. Where any two affinity masks are equal or disjoint, the tasks of one mask
// and its CPUs are a system of their own: docs/bounds-under-pins.md, "Clusters". So are a CPU and the tasks at home
// there where jobs stay at home.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "analyzer/bounds/task_set.hpp"
#include "model/system/system.hpp"

namespace pinstack {

struct Cluster {
    int cpus = 1;
    std::vector<std::uint32_t> places;  ///< of its tasks, in the order of the set
};

/// The first two tasks (file indices) whose masks differ and have a CPU in common; nothing where all masks make
/// clusters.
std::optional<std::pair<std::uint32_t, std::uint32_t>> overlapping_masks(const System& system);

/// By masks, in the order of the first task of each. REQUIRES: no masks overlap.
std::vector<Cluster> clusters_of(const System& system, const TaskSet& set);
/// By home CPUs, in their order.
std::vector<Cluster> homes_of(const TaskSet& set);

/// The tasks of a cluster, as a set on its CPUs.
TaskSet tasks_of(const TaskSet& set, const Cluster& cluster);

}  // namespace pinstack
