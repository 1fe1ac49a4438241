// SPDX-License-Identifier: Apache-2.0
//
// For the sources of the drawings only: they build one string, piece by piece.
#pragma once

#include <fmt/format.h>

#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "analyzer/report/display_text.hpp"

namespace pinstack {

template <class... Values>
void append(std::string& out, fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(out), format, std::forward<Values>(values)...);
}

/// How wide the text is in the font of the charts (12 units high), generously: fonts differ.
inline double text_width(std::string_view text) { return static_cast<double>(display_width(text)) * 7; }

}  // namespace pinstack
