// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/run/comparison.hpp"

namespace pinstack {

/// The tasks a comparison has room for, at most so many: those that miss under one variant and not under another
/// come first, then those of which jobs complete under some variants only, then those whose worst response differs
/// most in proportion. In file order.
std::vector<std::uint32_t> tasks_to_compare(const System& system, const Comparison& comparison, std::size_t most);

/// What is true of the tasks that are not among those: "those above differ most between the variants", or "their worst
/// responses and misses are the same under all variants". REQUIRES: shown is what tasks_to_compare() gave.
std::string why_not_shown(const System& system, const Comparison& comparison, const std::vector<std::uint32_t>& shown);

}  // namespace pinstack
