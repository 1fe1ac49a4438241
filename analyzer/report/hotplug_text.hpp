// SPDX-License-Identifier: Apache-2.0
//
// What became of the events of a system, for people: CPUs that went offline and online, affinities that were set.
#pragma once

#include <string>
#include <vector>

#include "analyzer/report/outcome_tables.hpp"
#include "model/hotplug/hotplug_result.hpp"

namespace pinstack {

/// A sentence on operations, and one on affinities, where there are any.
std::vector<std::string> hotplug_sentences(const System& system, const HotplugResult& hotplug, Duration span);

/// The first events as they were asked for, operations before calls: when they were done, who held them up to the last,
/// whom they held up.
UnitTable hotplug_table(const System& system, const HotplugResult& hotplug, std::size_t count);

}  // namespace pinstack
