// SPDX-License-Identifier: Apache-2.0
//
// Is a text UTF-8? (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.)
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace pinstack {

/// The offset of the first byte that is not part of a UTF-8 character, or that is NUL; nothing where all is well.
std::optional<std::size_t> find_non_utf8(std::string_view text);

/// The length of the character at the offset. REQUIRES: text is UTF-8 and `at` is the start of a character.
std::size_t utf8_length(std::string_view text, std::size_t at);

}  // namespace pinstack
