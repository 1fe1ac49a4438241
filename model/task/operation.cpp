// SPDX-License-Identifier: Apache-2.0
#include "model/task/operation.hpp"

namespace pinstack {

std::string_view name_of(OperationKind kind) {
    switch (kind) {
        case OperationKind::run:
            return "run";
        case OperationKind::suspend:
            return "suspend";
        case OperationKind::section:
            return "section";
        case OperationKind::preempt_disable:
            return "preempt_disable";
        case OperationKind::migrate_disable:
            return "migrate_disable";
        case OperationKind::irq_disable:
            return "irq_disable";
        case OperationKind::rcu_read:
            return "rcu_read";
        case OperationKind::lock:
            return "lock";
    }
    return "?";
}

std::string_view name_of(Distribution distribution) {
    switch (distribution) {
        case Distribution::constant:
            return "constant";
        case Distribution::uniform:
            return "uniform";
        case Distribution::log_uniform:
            return "log-uniform";
    }
    return "?";
}

}  // namespace pinstack
