// SPDX-License-Identifier: Apache-2.0
//
// Reads one task of a system file: every rule that concerns a single task. What cannot be read gets a harmless
// value, so that checks across tasks report no consequences.
#pragma once

#include "model/system/field_reader.hpp"
#include "model/system/declared_names.hpp"
#include "model/task/task.hpp"

namespace pinstack {

struct TaskReading {
    Task task;
    bool releases_known = false;  ///< false: `releases` holds a harmless value
};

/// `cpus`: of the platform, or kMaxCpus where the file does not say. `names`: those that the file declares.
TaskReading read_task(FieldReader& reader, JsonId id, int cpus, const DeclaredNames& names);

}  // namespace pinstack
