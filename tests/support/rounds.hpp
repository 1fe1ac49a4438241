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

}  // namespace pinstack::test
