// SPDX-License-Identifier: Apache-2.0
//
// Nothing that sleeps stands where the job cannot be preempted: no suspension, no lock that may block. Which brackets
// are non-preemptible and which locks block hangs on the protection of sections and on PREEMPT_RT.
#pragma once

#include "model/system/system.hpp"

namespace pinstack {

/// Adds a problem, with its JSON pointer alone, for every operation that sleeps where it must not.
void check_sleeping(const System& system, const Variant& variant, Problems& problems);

}  // namespace pinstack
