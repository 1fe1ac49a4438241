// SPDX-License-Identifier: Apache-2.0
//
// Stacking odds for several numbers of CPUs, without and with push-away: what `pinstack odds` reports.
#pragma once

#include <vector>

#include "analyzer/odds/stacking_odds.hpp"
#include "model/time/duration.hpp"

namespace pinstack {

/// What is asked for. Lengths are means of exponential distributions.
struct OddsQuestion {
    int first_cpus = 2, last_cpus = 4;
    int extra_tasks = 0;  ///< tasks beyond one for each CPU
    Duration think{1'000'000}, plain{1'000'000}, section{1'000'000};
    bool sticky = false;
};

struct OddsRow {
    ChainSpec spec;     ///< rates per ns
    StackingOdds odds;  ///< times in ns
};

/// Two rows for each number of CPUs: without push-away, with it.
Result<std::vector<OddsRow>> tabulate(const OddsQuestion& question);

}  // namespace pinstack
