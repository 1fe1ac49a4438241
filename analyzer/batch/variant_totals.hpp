// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analyzer/batch/batch_entry.hpp"

namespace pinstack {

/// One variant over all files of a batch that it is possible for.
struct VariantTotals {
    std::string variant;
    std::size_t files = 0;
    std::size_t impossible = 0;  ///< files it is not possible for
    std::size_t with_misses = 0;
    std::size_t with_loss = 0;
    double mean_loss = 0;               ///< of the files' utilization losses
    const BatchEntry* worst = nullptr;  ///< the file with the greatest utilization loss, if any; the first of equals
    double worst_loss = 0;
    int max_depth = 0;
};

/// In the order in which the variants first appear. The totals point into the entries.
std::vector<VariantTotals> totals_of(const std::vector<BatchEntry>& entries);

}  // namespace pinstack
