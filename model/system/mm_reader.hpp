// SPDX-License-Identifier: Apache-2.0
//
// Reads `platform.mm`.
#pragma once

#include "model/memory/mm_options.hpp"
#include "model/system/field_reader.hpp"

namespace pinstack {

MmOptions read_mm_options(FieldReader& reader, JsonId id);

}  // namespace pinstack
