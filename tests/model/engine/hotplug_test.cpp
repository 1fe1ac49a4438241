// SPDX-License-Identifier: Apache-2.0
//
// CPUs that go offline and online, and affinities that are set (docs/hotplug.md): the engine against the reference
// scheduler on random systems.
#include "tests/model/engine/comparison.hpp"

namespace pinstack::test {
namespace {

void compare_with_events(const std::string& balancer, std::uint64_t systems) {
    RandomSystemOptions kinds;
    kinds.events = true;
    for (const bool locks : {false, true}) {
        for (const bool costs : {false, true}) {
            kinds.locks = locks;
            kinds.costs = costs;
            compare_on_random_systems(balancer, systems, kinds);
        }
    }
}

}  // namespace

TEST_CASE("comparison: events under partitioned", "[comparison]") { compare_with_events("partitioned", 150); }
TEST_CASE("comparison: events under idle-first", "[comparison]") { compare_with_events("idle-first", 200); }
TEST_CASE("comparison: events under wake-previous", "[comparison]") { compare_with_events("wake-previous", 200); }
TEST_CASE("comparison: events under wake-previous-push", "[comparison]") {
    compare_with_events("wake-previous-push", 250);
}
TEST_CASE("comparison: events under shift", "[comparison]") { compare_with_events("shift", 250); }
TEST_CASE("comparison: events under swap-on-entry", "[comparison]") { compare_with_events("swap-on-entry", 250); }
TEST_CASE("comparison: events under bounded-stack:1", "[comparison]") { compare_with_events("bounded-stack:1", 150); }
TEST_CASE("comparison: events under bounded-stack:2", "[comparison]") { compare_with_events("bounded-stack:2", 100); }

}  // namespace pinstack::test
