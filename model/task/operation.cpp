// SPDX-License-Identifier: Apache-2.0
#include "model/task/operation.hpp"

#include <algorithm>

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

bool uses_locks_or_rcu(const Body& body) {
    return std::any_of(body.begin(), body.end(), [](const Operation& operation) {
        return operation.kind == OperationKind::lock || operation.kind == OperationKind::rcu_read ||
               uses_locks_or_rcu(operation.body);
    });
}

}  // namespace pinstack
