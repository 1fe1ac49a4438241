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
        case OperationKind::kmap:
            return "kmap";
        case OperationKind::page_fault:
            return "page_fault";
        case OperationKind::mmap_write:
            return "mmap_write";
        case OperationKind::exit_mm:
            return "exit_mm";
        case OperationKind::wake:
            return "wake";
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

bool has_operation(const Body& body, OperationKind kind) {
    return std::any_of(body.begin(), body.end(), [&](const Operation& operation) {
        return operation.kind == kind || has_operation(operation.body, kind);
    });
}

bool uses_locks_or_rcu(const Body& body) {
    return has_operation(body, OperationKind::lock) || has_operation(body, OperationKind::rcu_read);
}

bool uses_memory(const Body& body) {
    return has_operation(body, OperationKind::kmap) || has_operation(body, OperationKind::page_fault) ||
           has_operation(body, OperationKind::mmap_write) || has_operation(body, OperationKind::exit_mm);
}

}  // namespace pinstack
