// SPDX-License-Identifier: Apache-2.0
//
// What holds of the result of any run, whatever the system and the variant.
#pragma once

#include <optional>
#include <string>

#include "model/engine/run_result.hpp"
#include "model/system/system.hpp"

namespace pinstack::test {

/// The first thing that does not add up, in words; nothing where all does. Parts of the capacity and of the responses
/// are not negative and sum to the whole; jobs are not more than released; episodes sum to the loss; a run that drains
/// and leaves jobs unfinished says why.
std::optional<std::string> broken_invariant(const System& system, const RunResult& result);

}  // namespace pinstack::test
