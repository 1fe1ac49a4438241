// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/mechanism/mechanism_figures.hpp"

#include "analyzer/report/mechanism/memory_figures.hpp"

namespace pinstack {

std::vector<MechanismFigures> mechanism_figures(const RunResult& result) {
    std::vector<MechanismFigures> out;
    if (result.kmap) out.push_back(kmap_figures(*result.kmap));
    if (result.lazy_mm) out.push_back(lazy_mm_figures(*result.lazy_mm));
    return out;
}

}  // namespace pinstack
