// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/body_text.hpp"

#include <fmt/format.h>

#include "analyzer/report/display_text.hpp"
#include "model/time/text.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kNameColumns = 24;

/// False where it stopped because the text is long enough.
bool append_body(std::string& out, const Body& body, const std::vector<Lock>& locks, std::size_t characters) {
    bool first = true;
    for (const Operation& operation : body) {
        if (!first) out += ", ";
        first = false;
        if (out.size() > characters) return false;
        out += name_of(operation.kind);
        if (operation.kind == OperationKind::lock)
            out += ' ' + shortened_inside(locks[operation.lock].name, kNameColumns);
        if (is_bracket(operation.kind)) {
            out += '[';
            if (!append_body(out, operation.body, locks, characters)) return false;
            out += ']';
        } else {
            out += ' ' + variable_text(operation.time);
        }
    }
    return true;
}

}  // namespace

std::string variable_text(const VariableDuration& time) {
    if (time.min == time.max) return to_text(time.max);
    return fmt::format("{}..{} {}", to_text(time.min), to_text(time.max), name_of(time.distribution));
}

std::string body_text(const Body& body, const std::vector<Lock>& locks, std::size_t characters) {
    std::string out;
    if (!append_body(out, body, locks, characters)) out += "...";
    return out;
}

}  // namespace pinstack
