// SPDX-License-Identifier: Apache-2.0
//
// Puts results of one experiment together. Files of another experiment are refused, and so is a set that two files
// have with different results: then the two were made by programs that do not agree. A set that both have alike
// counts once.
#pragma once

#include <string>
#include <vector>

#include "analyzer/sweep/result_store.hpp"

namespace pinstack {

/// Writes a new file, whole or not at all: it is made under another name. Refuses to replace a file.
DatabaseDone merge_into(const std::vector<std::string>& files, const std::string& target);

tl::expected<ResultStore, std::string> merge_in_memory(const std::vector<std::string>& files);

}  // namespace pinstack
