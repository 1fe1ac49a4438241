// SPDX-License-Identifier: Apache-2.0
//
// The figures of maps of high memory and of lazy address spaces (docs/kmap.md, docs/lazy-mm.md).
#pragma once

#include "analyzer/report/mechanism/mechanism_figures.hpp"

namespace pinstack {

MechanismFigures kmap_figures(const KmapResult& kmap);
MechanismFigures lazy_mm_figures(const LazyMmResult& lazy);

}  // namespace pinstack
