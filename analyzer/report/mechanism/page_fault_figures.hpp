// SPDX-License-Identifier: Apache-2.0
//
// The figures of page faults and of page tables.
#pragma once

#include "analyzer/report/mechanism/mechanism_figures.hpp"

namespace pinstack {

MechanismFigures page_fault_figures(const PageFaultResult& result);
MechanismFigures page_table_figures(const PageTableResult& result);

}  // namespace pinstack
