// SPDX-License-Identifier: Apache-2.0
#include "model/system/problem.hpp"

#include <fmt/format.h>

namespace pinstack {

std::string to_text(const Problem& problem, std::string_view severity) {
    std::string out;
    if (!problem.where.file.empty()) out += problem.where.file + ":";
    if (problem.where.line != 0) out += fmt::format("{}:{}:", problem.where.line, problem.where.column);
    if (!out.empty()) out += " ";
    out += fmt::format("{}: ", severity);
    if (!problem.where.pointer.empty()) out += problem.where.pointer + ": ";
    out += fmt::format("found {}, expected {}\n", problem.found, problem.expected);
    if (!problem.hint.empty()) out += fmt::format("    hint: {}\n", problem.hint);
    return out;
}

std::string to_text(const Problems& problems, std::string_view severity) {
    std::string out;
    for (const Problem& problem : problems) out += to_text(problem, severity);
    return out;
}

tl::unexpected<Problems> fail(std::string found, std::string expected, std::string hint) {
    return tl::unexpected<Problems>({Problem{{}, std::move(found), std::move(expected), std::move(hint)}});
}

}  // namespace pinstack
