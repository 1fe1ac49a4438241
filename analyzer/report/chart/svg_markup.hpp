// SPDX-License-Identifier: Apache-2.0
//
// For the sources of the drawings only: they build one string, piece by piece.
#pragma once

#include <fmt/format.h>

#include <charconv>
#include <concepts>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "analyzer/report/display_text.hpp"

namespace pinstack {

/// A coordinate, to a hundredth of a unit, without zeros at the end: "12.5". Drawings are mostly coordinates, and
/// formatting them as general floating point took half of the time of a page.
inline void put_piece(std::string& out, double value) {
    const std::int64_t hundredths = static_cast<std::int64_t>(value * 100 + (value < 0 ? -0.5 : 0.5));
    const std::uint64_t size = static_cast<std::uint64_t>(std::abs(hundredths));
    char digits[32];
    if (hundredths < 0) out += '-';
    const auto whole = std::to_chars(digits, digits + sizeof digits, size / 100);
    out.append(digits, whole.ptr);
    if (const std::uint64_t rest = size % 100; rest != 0) {
        out += '.';
        out += static_cast<char>('0' + rest / 10);
        if (rest % 10 != 0) out += static_cast<char>('0' + rest % 10);
    }
}

template <std::integral Number>
void put_piece(std::string& out, Number value) {
    char digits[32];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

inline void put_piece(std::string& out, std::string_view text) { out += text; }

/// The pieces one after the other: text as it is (escape it first), numbers as above.
template <class... Pieces>
void put(std::string& out, const Pieces&... pieces) {
    (put_piece(out, pieces), ...);
}

/// How wide the text is in the font of the charts (12 units high), generously: fonts differ.
inline double text_width(std::string_view text) { return static_cast<double>(display_width(text)) * 7; }

}  // namespace pinstack
