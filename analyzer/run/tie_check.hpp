// SPDX-License-Identifier: Apache-2.0
//
// Does a verdict hang on how ties are broken? Tasks of equal urgency are served in file order; here the run is
// repeated with other orders of the equally urgent tasks, and the set of tasks that miss a deadline is compared.
//
// A verdict is per task: it misses a deadline, or it does not. Under `fp` only tasks of equal priority (of equal
// relative deadline where the file gives no priorities) can tie; under `edf` any two can. If there are no more
// other orders than runs allowed, all of them are tried and the answer is exact; else orders are drawn at random
// from the system's seed, and "no" only means that none was found.
//
// Linux's own balancers serve equal priorities in the order in which they came to a runqueue: there is no order to
// try, so none is tried.
#pragma once

#include <cstdint>
#include <vector>

#include "model/system/system.hpp"

namespace pinstack {

struct RunResult;

struct TieCheck {
    std::uint64_t orders = 0;          ///< other tie orders tried
    bool exhaustive = false;           ///< they were all there are
    bool depends = false;              ///< some task misses under one order and not under another
    std::vector<std::uint32_t> tasks;  ///< those tasks, in file order
    std::uint64_t fewest_misses = 0;   ///< deadline misses of a run, over all orders, file order included
    std::uint64_t most_misses = 0;
};

/// Groups of tasks (file order) that can tie under the order; only groups of two or more.
std::vector<std::vector<std::uint32_t>> groups_of_ties(const System& system, Order order);

/// REQUIRES: `file_order` is the result of the system under this variant. Takes up to `runs` more runs.
TieCheck check_ties(const System& system, const Variant& variant, const RunResult& file_order, std::uint64_t runs);

}  // namespace pinstack
