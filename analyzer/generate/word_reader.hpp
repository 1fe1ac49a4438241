// SPDX-License-Identifier: Apache-2.0
//
// The small languages of the options of `pinstack generate`: each reader takes one word, and gives nothing where it is
// not of that language. generate_words.hpp has their grammar.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/generate/set_spec.hpp"

namespace pinstack {

std::vector<std::string_view> split(std::string_view text, char separator);

std::optional<std::uint64_t> read_natural(std::string_view text);

/// "2.4" in parts of kWholeCpu, exactly: at most six digits before the point and twelve after it.
std::optional<std::int64_t> read_decimal(std::string_view text);

/// A decimal from 0 to 1.
std::optional<std::int64_t> read_fraction(std::string_view text);

std::optional<PeriodSpec> read_periods(std::string_view text);
std::optional<DeadlineSpec> read_deadlines(std::string_view text);
std::optional<RunTimeSpec> read_run_times(std::string_view text);

/// "3" or "1..4".
std::optional<std::pair<int, int>> read_count(std::string_view text);

/// `base` with this length.
std::optional<SectionSpec> read_section_length(std::string_view text, const SectionSpec& base);

}  // namespace pinstack
