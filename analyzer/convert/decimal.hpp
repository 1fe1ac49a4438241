// SPDX-License-Identifier: Apache-2.0
//
// Decimal numbers of other programs' files, times a unit, as whole nanoseconds: "12", "0.35", "1e-05". Exact
// arithmetic; what is no whole nanosecond is rounded to the nearest one, and said so.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace pinstack {

struct Decimal {
    std::int64_t value = 0;  ///< |value| < 2^62
    bool exact = true;       ///< false: rounded
};

/// Blanks around it are ignored. Nothing where it is no finite decimal number or too large. REQUIRES: 0 < unit <= 10^9.
std::optional<Decimal> parse_decimal_in(std::string_view text, std::int64_t unit);

/// A whole number ("3.0" is one).
std::optional<std::int64_t> parse_whole(std::string_view text);

}  // namespace pinstack
