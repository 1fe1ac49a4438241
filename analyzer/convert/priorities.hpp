// SPDX-License-Identifier: Apache-2.0
//
// Priorities of other programs, of any range and direction, as Linux's 1..99.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace pinstack {

inline constexpr int kHighestPriority = 99;

/// For each key (smaller is more urgent) a priority, equal for equal keys: 99 for the most urgent, then 98, ... Nothing
/// where there are more than 99 different keys.
inline std::optional<std::vector<int>> linux_priorities(const std::vector<std::int64_t>& keys) {
    std::vector<std::int64_t> sorted = keys;
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    if (sorted.size() > static_cast<std::size_t>(kHighestPriority)) return std::nullopt;
    std::vector<int> out;
    for (const std::int64_t key : keys) {
        const auto rank = std::lower_bound(sorted.begin(), sorted.end(), key) - sorted.begin();
        out.push_back(kHighestPriority - static_cast<int>(rank));
    }
    return out;
}

}  // namespace pinstack
