// SPDX-License-Identifier: Apache-2.0
//
// The files data/explain/*.md, compiled into the program so that it finds them wherever it runs.
#pragma once

#include <span>
#include <string_view>

namespace pinstack {

/// The text of each file, in the order of CMakeLists.txt.
std::span<const std::string_view> built_in_topics();

}  // namespace pinstack
