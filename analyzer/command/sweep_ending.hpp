// SPDX-License-Identifier: Apache-2.0
//
// How a sweep ends, on one machine and on many.
#pragma once

#include <string>

#include "analyzer/sweep/result_store.hpp"

namespace pinstack {

/// Closes the file, or says why it is not done and how to go on; the exit code. `signal_number`: what interrupted the
/// sweep, 0 = nothing.
int end_sweep(ResultStore& store, const std::string& file, const DatabaseDone& done, int signal_number);

}  // namespace pinstack
