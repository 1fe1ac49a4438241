// SPDX-License-Identifier: Apache-2.0
//
// Reads the operations of a body that hold no others and are neither run nor suspend: page_fault, mmap_write, exit_mm,
// wake.
#pragma once

#include "model/system/declared_names.hpp"
#include "model/system/field_reader.hpp"
#include "model/task/operation.hpp"

namespace pinstack {

/// `value`: that of the operation's key. What cannot be read is harmless.
Operation read_point_operation(FieldReader& reader, JsonId value, OperationKind kind, const TaskNames& tasks);

}  // namespace pinstack
