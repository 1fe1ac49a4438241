// SPDX-License-Identifier: Apache-2.0
//
// The table of schedulability tests: the one place that knows them all (DESIGN section 7).
#pragma once

#include <span>
#include <string_view>

#include "analyzer/bounds/schedulability_test.hpp"

namespace pinstack {

/// In the order of reports.
std::span<const SchedulabilityTest> schedulability_tests();
/// nullptr where there is none of that id.
const SchedulabilityTest* find_test(std::string_view id);

}  // namespace pinstack
