// SPDX-License-Identifier: Apache-2.0
#include "model/system/warnings.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "model/system/lock_order.hpp"

namespace pinstack {

namespace {

Problem warning_of(const LockOrderCycle& cycle, const System& system) {
    const bool has_local_lock = std::any_of(cycle.begin(), cycle.end(), [&](const LockOrderEdge& edge) {
        return system.locks[edge.held].kind == LockKind::local_lock;
    });
    return {{"", 0, 0, cycle.front().pointer},
            "a potential deadlock: " + to_text(cycle, system),
            "locks that all tasks take in one order",
            has_local_lock
                ? "a local_lock counts as one lock here; tasks deadlock over it on one CPU and with PREEMPT_RT only"
                : "each of these tasks can hold one lock and wait for the next for ever"};
}

}  // namespace

Problems find_warnings(const System& system) {
    const LockOrderCycles found = find_lock_order_cycles(system);
    Problems warnings;
    for (const LockOrderCycle& cycle : found.cycles) warnings.push_back(warning_of(cycle, system));
    if (!found.complete) {
        warnings.push_back(
            {{"", 0, 0, "/locks"},
             fmt::format("more ways to nest locks than are searched for deadlocks; {} found", found.cycles.size()),
             "locks that all tasks take in one order",
             "there may be more deadlocks"});
    }
    return warnings;
}

}  // namespace pinstack
