// SPDX-License-Identifier: Apache-2.0
#include "model/task/program.hpp"

#include <algorithm>

#include "model/task/task.hpp"

namespace pinstack {
namespace {

void append(Program& program, const Body& body, const Variant& variant, bool np, bool md, bool irqs_off) {
    for (const Operation& operation : body) {
        if (!is_bracket(operation.kind)) {
            program.push_back({operation.time, operation.kind == OperationKind::suspend, np, md, irqs_off});
            continue;
        }
        bool inner_np = np;
        bool inner_md = md;
        bool inner_irqs_off = irqs_off;
        switch (operation.kind) {
            case OperationKind::preempt_disable:
                inner_np = true;
                break;
            case OperationKind::irq_disable:
                inner_np = true;
                inner_irqs_off = true;
                break;
            case OperationKind::migrate_disable:
                inner_md = true;
                break;
            default: {
                const Protection protection = protection_of(operation, variant);
                inner_np |= protection == Protection::preempt_disable;
                inner_md |= protection == Protection::migrate_disable;
            }
        }
        append(program, operation.body, variant, inner_np, inner_md, inner_irqs_off);
    }
}

}  // namespace

bool suspends(const Operation& operation) {
    return operation.kind == OperationKind::suspend ||
           std::any_of(operation.body.begin(), operation.body.end(), [](const Operation& o) { return suspends(o); });
}

Protection protection_of(const Operation& section, const Variant& variant) {
    if (variant.sections != Protection::migrate_disable || !variant.hybrid_below) return variant.sections;
    const bool is_short = worst_case_execution_time(section.body) <= *variant.hybrid_below;
    return is_short && !suspends(section) ? Protection::preempt_disable : Protection::migrate_disable;
}

Program compile(const Body& body, const Variant& variant) {
    Program program;
    append(program, body, variant, false, false, false);
    return program;
}

}  // namespace pinstack
