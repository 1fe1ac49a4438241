// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/job_sets/abstraction_level.hpp"

#include <vector>

#include "tests/support/catch.hpp"

using namespace pinstack;

namespace {

JobSet two_cpus() {
    JobSet set;
    set.cpus = 2;
    set.streams.resize(1);
    set.streams[0].instants = {0, 10, 20};
    set.streams[0].jobs = 3;
    return set;
}

AbstractionLevel::Added add(AbstractionLevel& level, std::uint32_t count, const std::vector<TimeRange>& available,
                            const std::vector<DelayedStream>& delayed = {}) {
    const std::vector<std::uint32_t> counts{count};
    return level.add(counts, AbstractionLevel::hash_of(counts), available, delayed);
}

}  // namespace

TEST_CASE("states with the same jobs become one where their ranges touch on every CPU, and nowhere else") {
    const JobSet set = two_cpus();
    AbstractionLevel level(set);
    CHECK(add(level, 1, {{1, 3}, {5, 8}}).is_new);
    CHECK_FALSE(add(level, 1, {{4, 4}, {5, 8}}).is_new);  // 3 and 4 leave nothing between
    REQUIRE(level.states() == 1);
    CHECK(level.available(0)[0] == TimeRange{1, 4});
    CHECK(level.available(0)[1] == TimeRange{5, 8});
    CHECK(add(level, 1, {{6, 6}, {6, 8}}).is_new);  // 5 is in neither
    CHECK(add(level, 1, {{1, 4}, {10, 11}}).is_new);
    CHECK(add(level, 2, {{1, 4}, {5, 8}}).is_new);
    CHECK(level.groups() == 2);
    CHECK(level.states() == 4);
}

TEST_CASE("a state that takes in another one is ready when either is") {
    const JobSet set = two_cpus();
    AbstractionLevel level(set);
    add(level, 1, {{1, 3}, {5, 8}}, {{0, {12, 13}}});
    add(level, 1, {{1, 3}, {5, 8}}, {{0, {14, 17}}});
    REQUIRE(level.states() == 1);
    REQUIRE(level.delayed(0).size() == 1);
    CHECK(level.delayed(0)[0].ready == TimeRange{12, 17});
    add(level, 1, {{1, 3}, {5, 8}});  // not delayed: at its release
    CHECK(level.delayed(0)[0].ready == TimeRange{10, 17});
}
