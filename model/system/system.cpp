// SPDX-License-Identifier: Apache-2.0
#include "model/system/system.hpp"

#include <algorithm>

namespace pinstack {

bool uses_locks_or_rcu(const System& system) {
    return std::any_of(system.tasks.begin(), system.tasks.end(),
                       [](const Task& task) { return uses_locks_or_rcu(task.body); });
}

}  // namespace pinstack
