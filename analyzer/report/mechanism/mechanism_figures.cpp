// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/mechanism/mechanism_figures.hpp"

#include "analyzer/report/mechanism/hotplug_figures.hpp"
#include "analyzer/report/mechanism/memory_figures.hpp"
#include "analyzer/report/mechanism/page_fault_figures.hpp"

namespace pinstack {

std::vector<MechanismFigures> mechanism_figures(const RunResult& result) {
    std::vector<MechanismFigures> out;
    if (result.kmap) out.push_back(kmap_figures(*result.kmap));
    if (result.lazy_mm) out.push_back(lazy_mm_figures(*result.lazy_mm));
    if (result.page_faults) out.push_back(page_fault_figures(*result.page_faults));
    if (result.page_tables) out.push_back(page_table_figures(*result.page_tables));
    if (result.cache_misses) out.push_back(cache_miss_figures(*result.cache_misses, result.tasks));
    if (result.hotplug) out.push_back(hotplug_figures(*result.hotplug, result.span));
    return out;
}

}  // namespace pinstack
