// SPDX-License-Identifier: Apache-2.0
//
// Durations as people write them: "2ms", "1.5ms", "150us", "3s", "40ns". One parser and one printer for the
// system file, the command line and the reports.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "model/time/duration.hpp"

namespace pinstack {

/// The unit of a bare number in a system file.
enum class TimeUnit : std::uint8_t { ns, us, ms, s };

std::int64_t nanoseconds_per(TimeUnit unit);
std::string_view name_of(TimeUnit unit);
std::optional<TimeUnit> parse_time_unit(std::string_view text);

/// Reads a number with a unit, exactly: "0.1us" is 100 ns, "0.1ns" is an error (it is no whole nanosecond), and
/// so are a missing unit, a sign, an exponent, white space inside, and values of 2^62 ns or more.
/// The error is one phrase that says what is wrong ("has no unit", ...), to be put after the text found.
tl::expected<Duration, std::string> parse_duration(std::string_view text);

/// The shortest exact text with the largest unit that needs at most three decimals: 1500000 -> "1.5ms",
/// 1500 -> "1.5us", 0 -> "0".
std::string to_text(Duration duration);

}  // namespace pinstack
