// SPDX-License-Identifier: Apache-2.0
//
// The text of the cost models that are built into the library. Built in, so that a program finds them wherever it
// runs (a cluster node, a container, an uninstalled build); built_in_costs.cpp is made from data/costs by CMake.
#pragma once

#include <string_view>

namespace pinstack {

extern const std::string_view kX86Costs;  ///< data/costs/x86-64.json

}  // namespace pinstack
