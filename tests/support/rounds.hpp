// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstdlib>

namespace pinstack::test {

/// How many random systems a test tries: `base`, times PINSTACK_TEST_ROUNDS where that is set.
inline std::uint64_t rounds(std::uint64_t base) {
    const char* factor = std::getenv("PINSTACK_TEST_ROUNDS");
    return factor == nullptr ? base : base * std::strtoull(factor, nullptr, 10);
}

/// The first seed of such a test: 0, or PINSTACK_TEST_FIRST, so that a long series can be cut into pieces.
inline std::uint64_t first_seed() {
    const char* first = std::getenv("PINSTACK_TEST_FIRST");
    return first == nullptr ? 0 : std::strtoull(first, nullptr, 10);
}

}  // namespace pinstack::test
