// SPDX-License-Identifier: Apache-2.0
//
// Reads a length that may vary: a duration, or {"max": ..., "min": ..., "distribution": ...}.
#pragma once

#include <optional>
#include <string_view>

#include "model/system/field_reader.hpp"
#include "model/task/operation.hpp"

namespace pinstack {

/// `thing`: "a run time". The bound that analysis uses must be given: `max` of a run time, and `min` too where
/// `needs_min`; `min` is else `max`. The distribution is uniform where `min` is given.
std::optional<VariableDuration> read_variable_duration(FieldReader& reader, JsonId id, std::string_view thing,
                                                       bool needs_min);

}  // namespace pinstack
