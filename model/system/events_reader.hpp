// SPDX-License-Identifier: Apache-2.0
//
// Reads `events` of a system file.
#pragma once

#include <optional>
#include <vector>

#include "model/system/field_reader.hpp"
#include "model/system/system_event.hpp"
#include "model/task/task.hpp"

namespace pinstack {

/// `cpus` is not known where the platform cannot be read.
std::vector<SystemEvent> read_events(FieldReader& reader, JsonId list, std::optional<int> cpus,
                                     const std::vector<Task>& tasks);

}  // namespace pinstack
