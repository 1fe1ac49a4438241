// SPDX-License-Identifier: Apache-2.0
//
// Reads `kernel` and `platform` of a system file.
#pragma once

#include <optional>

#include "model/platform/platform.hpp"
#include "model/system/field_reader.hpp"
#include "model/system/variant.hpp"

namespace pinstack {

/// What is missing or unreadable has its default. `cpus`: of the platform, where that is known.
Variant read_kernel(FieldReader& reader, JsonId id, std::optional<int> cpus);

/// `platform.costs`: a name, or a model with values replaced. What is unreadable leaves `costs` usable.
void read_costs(FieldReader& reader, JsonId id, CostModel& costs);

struct PlatformReading {
    Platform platform;
    MmOptions mm;  ///< part of the variant, though it stands in `platform`
    bool cpus_known = false;  ///< false: `platform.cpus` is a harmless value
};

PlatformReading read_platform(FieldReader& reader, JsonId id);

}  // namespace pinstack
