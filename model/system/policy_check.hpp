// SPDX-License-Identifier: Apache-2.0
//
// Do the policies of the tasks, and what goes with them, fit the order and the balancer of a variant?
#pragma once

#include "model/system/problem.hpp"
#include "model/system/system.hpp"

namespace pinstack {

/// Appends a problem for each rule that is broken, at the first task that breaks it.
void check_policies(const System& system, const Variant& variant, Problems& problems);

}  // namespace pinstack
