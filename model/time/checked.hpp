// SPDX-License-Identifier: Apache-2.0
//
// Integer arithmetic on unchecked input: the result, or nothing where 64 bits do not hold it.
#pragma once

#include <cstdint>
#include <numeric>
#include <optional>

namespace pinstack {

constexpr std::optional<std::int64_t> checked_add(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
    return sum;
}

constexpr std::optional<std::int64_t> checked_multiply(std::int64_t a, std::int64_t b) {
    std::int64_t product = 0;
    if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
    return product;
}

/// REQUIRES: a > 0 and b > 0.
constexpr std::optional<std::int64_t> checked_lcm(std::int64_t a, std::int64_t b) {
    return checked_multiply(a / std::gcd(a, b), b);
}

}  // namespace pinstack
