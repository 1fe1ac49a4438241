// SPDX-License-Identifier: Apache-2.0
//
// A BatchEntry as JSON: an object of a batch's index, and a line of its journal.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/batch/batch_entry.hpp"
#include "analyzer/report/json/json_writer.hpp"

namespace pinstack {

/// The members that the index shows, into an object that is open.
void write_batch_entry(JsonWriter& json, const BatchEntry& entry);

/// One line, digests included. REQUIRES: the entry has no problems.
std::string batch_entry_line(const BatchEntry& entry);

/// Nothing where the line is not one of ours.
std::optional<BatchEntry> read_batch_entry(std::string_view line);

}  // namespace pinstack
