// SPDX-License-Identifier: Apache-2.0
//
// What is wrong with an input, as a value. A problem names the place, what was found, what is expected, and how
// to mend it. Functions that read input return Result<T>: the thing, or every problem found (never an empty list).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace pinstack {

struct Place {
    std::string file;          ///< as the user named it; "-" is standard input, "" is the command line or the API
    std::uint32_t line = 0;    ///< from 1; 0 = unknown
    std::uint32_t column = 0;  ///< from 1, in bytes; 0 = unknown
    std::string pointer;       ///< JSON pointer (RFC 6901), "" = the whole document
};

struct Problem {
    Place where;
    std::string found;     ///< "a string \"fast\""
    std::string expected;  ///< "a duration greater than 0"
    std::string hint;      ///< "did you mean `deadline`?"; may be empty
};

using Problems = std::vector<Problem>;

template <class T>
using Result = tl::expected<T, Problems>;

/// "f.json:12:7: error: /tasks/3/period: found ..., expected ...\n    hint: ...\n". `severity`: "error" or "warning".
std::string to_text(const Problem& problem, std::string_view severity = "error");
std::string to_text(const Problems& problems, std::string_view severity = "error");

/// A failed Result with a single problem that has no place in a file.
tl::unexpected<Problems> fail(std::string found, std::string expected, std::string hint = {});

}  // namespace pinstack
