// SPDX-License-Identifier: Apache-2.0
//
// Emphasis on a terminal: ANSI colours where they are wanted, plain text where not. Nothing depends on colour alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pinstack {

/// Text reports are made for a terminal of this many columns.
inline constexpr std::size_t kTextWidth = 100;

enum class Emphasis : std::uint8_t { none, strong, bad, faint };

struct Style {
    bool colour = false;

    std::string operator()(Emphasis emphasis, std::string_view text) const {
        static constexpr std::string_view kCodes[] = {"", "\033[1m", "\033[1;31m", "\033[2m"};
        if (!colour || emphasis == Emphasis::none || text.empty()) return std::string(text);
        return std::string(kCodes[static_cast<std::size_t>(emphasis)]) + std::string(text) + "\033[0m";
    }
};

}  // namespace pinstack
