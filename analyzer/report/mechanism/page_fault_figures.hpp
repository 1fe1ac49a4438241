// SPDX-License-Identifier: Apache-2.0
//
// The figures of page faults, of page tables, and of cache misses under locks.
#pragma once

#include "analyzer/report/mechanism/mechanism_figures.hpp"

namespace pinstack {

MechanismFigures page_fault_figures(const PageFaultResult& result);
MechanismFigures cache_miss_figures(const CacheMissResult& misses, const std::vector<TaskResult>& tasks);
MechanismFigures page_table_figures(const PageTableResult& result);

}  // namespace pinstack
