// SPDX-License-Identifier: Apache-2.0
//
// The engine against the reference scheduler: every field of every result, on random systems that mix everything, for
// every balancer, order and protection. A disagreement is reported with the smallest system that shows it.
#include "tests/model/engine/comparison.hpp"

namespace pinstack::test {
namespace {

void compare_with_locks(const std::string& balancer, std::uint64_t systems) {
    RandomSystemOptions kinds;
    kinds.locks = true;
    compare_on_random_systems(balancer, systems, kinds);
}

}  // namespace

TEST_CASE("comparison: partitioned", "[comparison]") { compare_on_random_systems("partitioned", 600); }
TEST_CASE("comparison: idle-first", "[comparison]") { compare_on_random_systems("idle-first", 900); }
TEST_CASE("comparison: wake-previous", "[comparison]") { compare_on_random_systems("wake-previous", 900); }
TEST_CASE("comparison: wake-previous-push", "[comparison]") { compare_on_random_systems("wake-previous-push", 1500); }
TEST_CASE("comparison: shift", "[comparison]") { compare_on_random_systems("shift", 1200); }
TEST_CASE("comparison: swap-on-entry", "[comparison]") { compare_on_random_systems("swap-on-entry", 1500); }
TEST_CASE("comparison: bounded-stack:1", "[comparison]") { compare_on_random_systems("bounded-stack:1", 900); }
TEST_CASE("comparison: bounded-stack:2", "[comparison]") { compare_on_random_systems("bounded-stack:2", 600); }
TEST_CASE("comparison: bounded-stack:3", "[comparison]") { compare_on_random_systems("bounded-stack:3", 300); }

TEST_CASE("comparison: locks under partitioned", "[comparison]") { compare_with_locks("partitioned", 400); }
TEST_CASE("comparison: locks under idle-first", "[comparison]") { compare_with_locks("idle-first", 500); }
TEST_CASE("comparison: locks under wake-previous", "[comparison]") { compare_with_locks("wake-previous", 500); }
TEST_CASE("comparison: locks under wake-previous-push", "[comparison]") {
    compare_with_locks("wake-previous-push", 900);
}
TEST_CASE("comparison: locks under shift", "[comparison]") { compare_with_locks("shift", 700); }
TEST_CASE("comparison: locks under swap-on-entry", "[comparison]") { compare_with_locks("swap-on-entry", 900); }
TEST_CASE("comparison: locks under bounded-stack:1", "[comparison]") { compare_with_locks("bounded-stack:1", 500); }
TEST_CASE("comparison: locks under bounded-stack:2", "[comparison]") { compare_with_locks("bounded-stack:2", 300); }

TEST_CASE("comparison: a set of CPUs that takes several words", "[comparison]") {
    RandomSystemOptions kinds;
    kinds.many_cpus = true;
    for (const bool locks : {false, true}) {
        kinds.locks = locks;
        for (const char* balancer : kBalancers) compare_on_random_systems(balancer, 10, kinds);
    }
}

TEST_CASE("comparison: many tasks", "[comparison]") {
    RandomSystemOptions kinds;
    kinds.many_tasks = true;
    for (const bool locks : {false, true}) {
        kinds.locks = locks;
        for (const char* balancer : kBalancers) compare_on_random_systems(balancer, 2, kinds);
    }
}

}  // namespace pinstack::test
