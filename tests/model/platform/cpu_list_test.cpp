// SPDX-License-Identifier: Apache-2.0
#include "model/platform/cpu_list.hpp"

#include <random>

#include "tests/support/catch.hpp"

using namespace pinstack;

namespace {

std::vector<CpuId> members(const CpuSet& set) {
    std::vector<CpuId> out;
    for (CpuId cpu = 0; cpu < set.size(); ++cpu) {
        if (set.contains(cpu)) out.push_back(cpu);
    }
    return out;
}

std::string found_in(std::string_view text) {
    const auto cpus = parse_cpu_list(text);
    return cpus ? "nothing wrong" : cpus.error().front().found;
}

}  // namespace

TEST_CASE("lists of CPUs as the kernel writes them") {
    CHECK(parse_cpu_list("0-3,5").value() == std::vector<CpuId>{0, 1, 2, 3, 5});
    CHECK(parse_cpu_list(" 7 , 2 - 3 ").value() == std::vector<CpuId>{7, 2, 3});
    CHECK(parse_cpu_list("4-4,4").value() == std::vector<CpuId>{4, 4});
    CHECK(parse_cpu_list("1023").value() == std::vector<CpuId>{1023});
}

TEST_CASE("what is no list of CPUs") {
    CHECK(found_in("") == "\"\" in a list of CPUs");
    CHECK(found_in("1,") == "\"\" in a list of CPUs");
    CHECK(found_in("-1") == "\"-1\" in a list of CPUs");
    CHECK(found_in("1-") == "\"1-\" in a list of CPUs");
    CHECK(found_in("1-2-3") == "\"1-2-3\" in a list of CPUs");
    CHECK(found_in("0,one") == "\"one\" in a list of CPUs");
    CHECK(found_in("1024") == "\"1024\" in a list of CPUs");
    CHECK(found_in("0-99999999999") == "\"0-99999999999\" in a list of CPUs");
    CHECK(found_in("3-1") == "the range \"3-1\", which descends");
}

TEST_CASE("every set of CPUs reads back from its text") {
    std::mt19937_64 random(1);
    CHECK(cpu_list_text(CpuSet(8)).empty());
    for (int round = 0; round < 500; ++round) {
        const int cpus = 1 + static_cast<int>(random() % 200);
        CpuSet set(cpus);
        set.insert(static_cast<CpuId>(random() % static_cast<std::uint64_t>(cpus)));
        for (int i = 0; i < cpus; ++i) set.set(i, set.contains(i) || random() % 3 != 0);
        CAPTURE(cpu_list_text(set));
        CHECK(parse_cpu_list(cpu_list_text(set)).value() == members(set));
    }
}
