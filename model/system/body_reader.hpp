// SPDX-License-Identifier: Apache-2.0
//
// Reads the body of a task: a list of operations, each an object with exactly one key. Reports what the format has
// and this version has not (locks, kmap, page faults, ...) and goes on inside it.
#pragma once

#include <span>
#include <string_view>

#include "model/system/field_reader.hpp"
#include "model/task/operation.hpp"

namespace pinstack {

/// An operation that cannot be read becomes a short run, so that the others keep their index. `locks`: the names
/// that the file declares.
Body read_body(FieldReader& reader, JsonId list, std::span<const std::string_view> locks);

}  // namespace pinstack
