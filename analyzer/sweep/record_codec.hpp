// SPDX-License-Identifier: Apache-2.0
//
// Records as a row of whole numbers, to send them from one program to another on machines of one kind.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analyzer/sweep/set_record.hpp"

namespace pinstack {

std::vector<std::int64_t> encode(std::span<const SetRecord> records);

/// REQUIRES: `numbers` came out of encode().
std::vector<SetRecord> decode_records(std::span<const std::int64_t> numbers);

}  // namespace pinstack
