// SPDX-License-Identifier: Apache-2.0
//
// The names in a system file that bodies refer to.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "model/system/locks_reader.hpp"

namespace pinstack {

/// File indices of tasks; of equal names, which are a problem of their own, the first.
using TaskNames = std::unordered_map<std::string_view, std::uint32_t>;

struct DeclaredNames {
    const DeclaredLocks& locks;
    const TaskNames& tasks;
};

}  // namespace pinstack
