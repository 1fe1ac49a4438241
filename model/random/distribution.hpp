// SPDX-License-Identifier: Apache-2.0
//
// Random bits made into numbers of a distribution. Integer arithmetic, and of floating point only what IEEE 754 rounds
// correctly (square roots, products): the same bits give the same number on every machine.
#pragma once

#include <array>
#include <cstdint>

namespace pinstack {

/// Maps 64 random bits to {0..max} by multiplication; the bias is below (max + 1) / 2^64. REQUIRES: max >= 0.
std::int64_t uniform_up_to(std::uint64_t bits, std::int64_t max);

/// Whole numbers of {min..max}, uniform in the logarithm (resolved to 48 bits), rounded down. Making one takes 48
/// square roots, a draw 24 products on average. REQUIRES: 0 < min <= max.
class LogUniform {
public:
    LogUniform(std::int64_t min, std::int64_t max);
    std::int64_t at(std::uint64_t bits) const;

private:
    std::int64_t min_, max_;
    std::array<double, 48> roots_;  // of max / min: the square root, the fourth root, ...
};

}  // namespace pinstack
