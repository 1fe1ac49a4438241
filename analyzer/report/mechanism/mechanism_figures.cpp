// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/mechanism/mechanism_figures.hpp"

namespace pinstack {

std::vector<MechanismFigures> mechanism_figures(const RunResult&) {
    std::vector<MechanismFigures> out;
    return out;
}

}  // namespace pinstack
