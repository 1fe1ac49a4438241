// SPDX-License-Identifier: Apache-2.0
//
// The machine: how many CPUs, how they hang together, what kernel operations cost on it.
#pragma once

#include <optional>
#include <string>

#include "model/platform/costs.hpp"
#include "model/platform/topology.hpp"

namespace pinstack {

struct Platform {
    int cpus = 1;                      ///< 1..kMaxCpus
    std::optional<Topology> topology;  ///< where the file gives one; its CPU count is `cpus`
    CostModel costs;                   ///< "none" unless the file names a model
};

}  // namespace pinstack
