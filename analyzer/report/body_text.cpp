// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/body_text.hpp"

#include <fmt/format.h>

#include "analyzer/report/display_text.hpp"
#include "model/time/text.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kNameColumns = 24;

/// Behind the name of an operation that holds no others.
std::string point_text(const Operation& operation, const System& system) {
    switch (operation.kind) {
        case OperationKind::wake:
            return ' ' + shortened_inside(system.tasks[operation.task].name, kNameColumns);
        case OperationKind::exit_mm:
            return "";
        case OperationKind::page_fault:
            return fmt::format(" {}", operation.count);
        default:
            return operation.until_woken ? " until woken" : ' ' + variable_text(operation.time);
    }
}

/// False where it stopped because the text is long enough.
bool append_body(std::string& out, const Body& body, const System& system, std::size_t characters) {
    bool first = true;
    for (const Operation& operation : body) {
        if (!first) out += ", ";
        first = false;
        if (out.size() > characters) return false;
        out += name_of(operation.kind);
        if (operation.kind == OperationKind::lock)
            out += ' ' + shortened_inside(system.locks[operation.lock].name, kNameColumns);
        if (is_bracket(operation.kind)) {
            out += '[';
            if (!append_body(out, operation.body, system, characters)) return false;
            out += ']';
        } else {
            out += point_text(operation, system);
        }
    }
    return true;
}

}  // namespace

std::string variable_text(const VariableDuration& time) {
    if (time.min == time.max) return to_text(time.max);
    return fmt::format("{}..{} {}", to_text(time.min), to_text(time.max), name_of(time.distribution));
}

std::string body_text(const Body& body, const System& system, std::size_t characters) {
    std::string out;
    if (!append_body(out, body, system, characters)) out += "...";
    return out;
}

}  // namespace pinstack
