// SPDX-License-Identifier: Apache-2.0
//
// Reads the body of a task: a list of operations, each an object with exactly one key.
#pragma once

#include "model/system/declared_names.hpp"
#include "model/system/field_reader.hpp"
#include "model/task/operation.hpp"

namespace pinstack {

/// An operation that cannot be read becomes a short run, so that the others keep their index. Of a lock that is not
/// known, which is a problem too, the place is kUnknownLock.
Body read_body(FieldReader& reader, JsonId list, const DeclaredNames& names);

}  // namespace pinstack
