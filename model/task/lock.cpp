// SPDX-License-Identifier: Apache-2.0
#include "model/task/lock.hpp"

namespace pinstack {

std::string_view name_of(LockKind kind) {
    switch (kind) {
        case LockKind::spinlock:
            return "spinlock";
        case LockKind::raw_spinlock:
            return "raw_spinlock";
        case LockKind::mutex:
            return "mutex";
        case LockKind::local_lock:
            return "local_lock";
        case LockKind::cpu_hotplug:
            return "cpu_hotplug";
    }
    return "?";
}

}  // namespace pinstack
