// SPDX-License-Identifier: Apache-2.0
#include "model/platform/topology.hpp"

#include <string>

#include "tests/support/catch.hpp"

using namespace pinstack;

TEST_CASE("a synthetic topology gives the CPUs and what they share") {
    // 2 packages x 2 L3 caches x 2 cores x 2 threads: CPU c is thread c%2 of core c/2, L3 c/4, package c/8.
    const auto topology = parse_topology("pack:2 l3:2 core:2 pu:2");
    REQUIRE(topology);
    CHECK(topology->text == "pack:2 l3:2 core:2 pu:2");
    REQUIRE(topology->cpu_count() == 16);
    for (int cpu = 0; cpu < 16; ++cpu) {
        const Topology::Cpu& each = topology->cpus[static_cast<std::size_t>(cpu)];
        CHECK(each == Topology::Cpu{cpu / 2, cpu / 4, cpu / 8});
    }
    CHECK(topology->distance(0, 0) == CpuDistance::same_core);
    CHECK(topology->distance(0, 1) == CpuDistance::same_core);
    CHECK(topology->distance(1, 2) == CpuDistance::same_l3);
    CHECK(topology->distance(2, 4) == CpuDistance::same_package);
    CHECK(topology->distance(7, 8) == CpuDistance::remote);
    CHECK(topology->distance(8, 7) == CpuDistance::remote);
}

TEST_CASE("a level that the topology lacks is shared by nobody, except the machine itself") {
    const auto flat = parse_topology("core:4 pu:1");
    REQUIRE(flat);
    CHECK(flat->cpus[1].l3 == -1);
    CHECK(flat->cpus[1].package == -1);
    CHECK(flat->distance(0, 1) == CpuDistance::same_package);
    const auto threads = parse_topology("pu:4");
    REQUIRE(threads);
    CHECK(threads->cpu_count() == 4);
    CHECK(threads->distance(0, 3) == CpuDistance::same_package);
}

TEST_CASE("the greatest machine is accepted, one more CPU is not") {
    const auto greatest = parse_topology("pack:8 l3:4 core:16 pu:2");
    REQUIRE(greatest);
    CHECK(greatest->cpu_count() == kMaxCpus);
    CHECK_FALSE(parse_topology("pack:1025"));
    CHECK_FALSE(parse_topology("pack:2 core:513"));
    CHECK_FALSE(parse_topology("pack:99999999999999999999 pu:1"));
    CHECK_FALSE(parse_topology("pack:1000 l3:1000 core:1000 pu:1000"));
}

TEST_CASE("a bad topology is a problem with a hint, and nothing on standard error") {
    for (const std::string text :
         {"", "   ", "pack", "pack:", ":4", "pack:0 pu:1", "pack:-1", "pack:1.5", "foo:4 pu:1", "pu:2 core:2",
          "pack:1 pack:1 pu:1", "core:4(size=3) pu:1", "pack:1\npu:2", "\xff:1"}) {
        CAPTURE(text);
        const auto topology = parse_topology(text);
        REQUIRE_FALSE(topology);
        REQUIRE(topology.error().size() == 1);
        CHECK(topology.error()[0].expected == "an hwloc synthetic topology");
        CHECK(topology.error()[0].hint == "write levels from the outside in, such as \"pack:1 l3:2 core:4 pu:2\"");
    }
}

TEST_CASE("distances have names") {
    CHECK(name_of(CpuDistance::same_core) == "same_core");
    CHECK(name_of(CpuDistance::same_l3) == "same_l3");
    CHECK(name_of(CpuDistance::same_package) == "same_package");
    CHECK(name_of(CpuDistance::remote) == "remote");
}
