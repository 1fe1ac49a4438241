// SPDX-License-Identifier: Apache-2.0
//
// Amounts of memory as people write them: "64KiB", "3MiB", "512B".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pinstack {

/// Of a task's working set: 2^40 bytes, more than any cache has.
inline constexpr std::int64_t kMaxBytes = std::int64_t{1} << 40;

/// A whole number followed by B, KiB, MiB or GiB, at most kMaxBytes.
std::optional<std::int64_t> parse_byte_size(std::string_view text);

/// With the largest unit in which it is a whole number: 65536 -> "64KiB", 0 -> "0B".
std::string byte_size_text(std::int64_t bytes);

}  // namespace pinstack
