// SPDX-License-Identifier: Apache-2.0
//
// Numbers as every report for programs writes them, whatever the locale: reports of one run agree in each digit.
#pragma once

#include <cstdint>
#include <string>

namespace pinstack {

void append_number(std::string& out, std::int64_t value);
void append_number(std::string& out, std::uint64_t value);
/// In the shortest form that reads back equal; a whole number below 2^53 without fraction or exponent.
/// REQUIRES: value is finite.
void append_number(std::string& out, double value);
/// As a number, but a whole one keeps ".0": a ratio that happens to be 0. REQUIRES: value is finite.
void append_ratio(std::string& out, double value);

}  // namespace pinstack
