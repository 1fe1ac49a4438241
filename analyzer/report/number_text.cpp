// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/number_text.hpp"

#include <charconv>
#include <cmath>
#include <string_view>

namespace pinstack {

namespace {

template <class Number>
void append(std::string& out, Number value) {
    char space[40];
    const auto result = std::to_chars(space, space + sizeof space, value);
    out.append(space, result.ptr);
}

}  // namespace

void append_number(std::string& out, std::int64_t value) { append(out, value); }
void append_number(std::string& out, std::uint64_t value) { append(out, value); }

void append_number(std::string& out, double value) {
    // The shortest form of a double would say 1e+09.
    if (std::trunc(value) == value && std::fabs(value) < 9007199254740992.0) {
        return append(out, static_cast<std::int64_t>(value));
    }
    append(out, value);
}

void append_ratio(std::string& out, double value) {
    const std::size_t begin = out.size();
    append(out, value);
    if (std::string_view(out).substr(begin).find_first_of(".e") == std::string_view::npos) out += ".0";
}

}  // namespace pinstack
