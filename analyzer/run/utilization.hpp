// SPDX-License-Identifier: Apache-2.0
//
// Shares of a CPU that tasks ask for in the worst case: execution time (sections included, suspensions not) over the
// least distance of releases.
#pragma once

#include <cstddef>
#include <optional>

#include "model/system/system.hpp"

namespace pinstack {

/// Nothing where releases are given one by one.
std::optional<double> utilization_of(const Task& task);

struct TotalUtilization {
    double sum = 0;           ///< in CPUs
    std::size_t without = 0;  ///< tasks that have none, and are not in the sum
};
TotalUtilization total_utilization(const System& system);

}  // namespace pinstack
