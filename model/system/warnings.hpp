// SPDX-License-Identifier: Apache-2.0
//
// What is possible in a system and yet suspicious, whatever the variant: it runs, and its reports say so. A warning has
// the form of a problem: a place, what was found, what is expected, a hint.
#pragma once

#include "model/system/system.hpp"

namespace pinstack {

/// Cycles in the order of locks (lock_order.hpp). Places are JSON pointers alone.
Problems find_warnings(const System& system);

}  // namespace pinstack
