// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "analyzer/run/comparison.hpp"

namespace pinstack {

/// The tasks a comparison has room for, at most so many: those that miss under one variant and not under another
/// come first, then those whose worst response differs most in proportion. In file order.
std::vector<std::uint32_t> tasks_to_compare(const System& system, const Comparison& comparison, std::size_t most);

}  // namespace pinstack
