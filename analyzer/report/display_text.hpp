// SPDX-License-Identifier: Apache-2.0
//
// UTF-8 text made fit for people and for markup: measured, shortened, escaped. Bad bytes read as U+FFFD, one for each
// byte that begins no valid sequence.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pinstack {

struct CodePoint {
    char32_t value = 0;
    std::size_t bytes = 0;  ///< it took this many of the text, at least 1
    bool valid = false;
};

/// REQUIRES: text is not empty.
CodePoint first_code_point(std::string_view text);

/// Columns that a terminal needs: 0 for combining marks, 2 for East Asian wide characters and emoji, else 1.
std::size_t display_width(std::string_view text);

/// For a terminal: control characters and bad bytes, which could move the cursor or worse, as "?".
std::string printable(std::string_view text);

/// The first code points that fit in so many columns, with "~" in the last one where something was cut off.
std::string shortened(std::string_view text, std::size_t columns);

/// As shortened(), but cut in the middle: the names of tasks often differ at the end only.
std::string shortened_inside(std::string_view text, std::size_t columns);

/// In lines of at most so many columns, broken at blanks; each with the indentation, further ones with two more.
std::string folded(std::string_view text, std::size_t columns, std::size_t indent);

/// For Markdown: characters that could begin markup with a backslash before them, line breaks as blanks, control
/// characters and bad bytes as printable() has them.
std::string markdown_escaped(std::string_view text);

/// A relative path as a relative address of the web.
std::string url_escaped(std::string_view path);

/// For HTML and SVG, in content and in quoted attributes; characters that XML 1.0 forbids become U+FFFD.
std::string xml_escaped(std::string_view text);

}  // namespace pinstack
