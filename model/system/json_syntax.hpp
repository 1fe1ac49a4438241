// SPDX-License-Identifier: Apache-2.0
//
// Says in plain words what is wrong with a text that is no JSON. nlohmann's own messages speak of tokens and parser
// states; these say what was found, what is expected there, and how to mend it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pinstack {

/// What the parser had accepted when it gave up.
enum class JsonState : std::uint8_t { nothing, object_opened, key, member, array_opened, element, everything };

struct JsonFault {
    std::size_t offset = 0;
    std::string found;
    std::string expected;
    std::string hint;
};

/// `at` is the first byte after what was accepted. REQUIRES: text is UTF-8.
JsonFault describe_json_fault(std::string_view text, std::size_t at, JsonState state);

/// The first byte from `at` on that is neither white space nor part of a comment; an unclosed comment counts as
/// something. text.size() = none.
std::size_t skip_json_space(std::string_view text, std::size_t at);

}  // namespace pinstack
