// SPDX-License-Identifier: Apache-2.0
//
// Reads a list of CPUs of the platform, such as [0, 2].
#pragma once

#include <string>

#include "model/platform/cpu_set.hpp"
#include "model/system/field_reader.hpp"

namespace pinstack {

struct CpuListReading {
    CpuSet cpus;        ///< those that could be read
    bool good = false;  ///< all could
};
/// `if_empty` is the hint for an empty list.
CpuListReading read_cpu_list(FieldReader& reader, JsonId list, int cpus, std::string if_empty);

}  // namespace pinstack
