// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <random>
#include <vector>

#include "model/engine/instant_tree.hpp"
#include "tests/support/catch.hpp"

namespace pinstack {

TEST_CASE("instant tree: the earliest instant and its lowest slot", "[events]") {
    const std::size_t slots = GENERATE(1u, 2u, 3u, 8u, 20u, 65u);
    std::mt19937_64 random(slots);
    InstantTree tree(slots);
    std::vector<std::int64_t> twin(slots, kNever);
    REQUIRE(tree.earliest() == kNever);
    for (int step = 0; step < 2000; ++step) {
        const std::size_t slot = random() % slots;
        twin[slot] = random() % 4 == 0 ? kNever : static_cast<std::int64_t>(random() % 30);  // ties are frequent
        tree.set(static_cast<std::int32_t>(slot), twin[slot]);
        const auto least = std::min_element(twin.begin(), twin.end());
        REQUIRE(tree.earliest() == *least);
        if (*least != kNever) REQUIRE(tree.first_at(*least) == least - twin.begin());
    }
}

}  // namespace pinstack
