// SPDX-License-Identifier: Apache-2.0
#include "model/memory/address_spaces.hpp"

#include <array>

#include "tests/support/catch.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

/// What a switch says: {left lazily, goes lazy, taken up}.
using Says = std::array<std::int32_t, 3>;
Says switched(AddressSpaces& spaces, CpuId cpu, std::int32_t space) {
    const AddressSpaces::Change change = spaces.switch_to(cpu, space);
    return {change.left_lazy, change.goes_lazy, change.taken_up};
}
constexpr std::int32_t kNone = kNoSpace;

}  // namespace

TEST_CASE("address spaces: a CPU keeps the last one lazily, and takes up anew what it had lazily", "[memory]") {
    AddressSpaces spaces(2, 2);
    CHECK(switched(spaces, 0, 0) == Says{kNone, kNone, 0});
    CHECK(switched(spaces, 0, 0) == Says{kNone, kNone, kNone});
    CHECK(switched(spaces, 0, kNone) == Says{kNone, 0, kNone});
    CHECK(spaces.is_lazy(0));
    CHECK(switched(spaces, 0, kNone) == Says{kNone, kNone, kNone});
    CHECK(spaces.loaded_on(0) == cpu_set(2, {0}));
    CHECK(switched(spaces, 0, 0) == Says{0, kNone, 0});
    CHECK_FALSE(spaces.is_lazy(0));
    CHECK(switched(spaces, 0, kNone) == Says{kNone, 0, kNone});
    CHECK(switched(spaces, 0, 1) == Says{0, kNone, 1});
    CHECK(spaces.loaded_on(0).empty());
    CHECK(spaces.loaded_on(1) == cpu_set(2, {0}));
    // A CPU that never had one goes nowhere.
    CHECK(switched(spaces, 1, kNone) == Says{kNone, kNone, kNone});
    CHECK_FALSE(spaces.is_lazy(1));
}

TEST_CASE("address spaces: who leaves one has a new one, which the others that share it take up", "[memory]") {
    AddressSpaces spaces(3, 1);
    for (CpuId cpu = 0; cpu < 3; ++cpu) switched(spaces, cpu, 0);
    spaces.change(0);
    CHECK(spaces.generation(0) == 1);
    const std::int64_t before = spaces.context(0);
    CHECK(spaces.leave(1, 0) == cpu_set(3, {0, 2}));
    CHECK(spaces.context(0) != before);
    CHECK(spaces.contexts() == 2);
    CHECK(spaces.generation(0) == 0);
    CHECK(switched(spaces, 1, 0) == Says{kNone, kNone, kNone});
    CHECK(switched(spaces, 0, 0) == Says{kNone, kNone, 0});
    CHECK(switched(spaces, 0, 0) == Says{kNone, kNone, kNone});
}

TEST_CASE("address spaces: only who has it lazily lets it go", "[memory]") {
    AddressSpaces spaces(2, 2);
    switched(spaces, 0, 0);
    spaces.drop_lazy(0, 0);
    CHECK(spaces.loaded_on(0) == cpu_set(2, {0}));
    switched(spaces, 0, kNone);
    spaces.drop_lazy(0, 1);
    CHECK(spaces.loaded_on(0) == cpu_set(2, {0}));
    CHECK(spaces.is_lazy(0));
    spaces.drop_lazy(0, 0);
    CHECK(spaces.loaded_on(0).empty());
    CHECK_FALSE(spaces.is_lazy(0));
    CHECK(switched(spaces, 0, 0) == Says{kNone, kNone, 0});
}

}  // namespace pinstack::test
