// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/mark_row.hpp"

#include <random>

#include "tests/support/catch.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

System named_system() {
    std::vector<Task> tasks;
    for (int i = 0; i < 12; ++i) tasks.push_back(task(numbered("T", i), 1 + i, {0}, 10, 0, {run(1)}));
    tasks[3].name = "a much longer name than others";
    return system_of("marks", 2, std::move(tasks));
}

std::vector<PlacedMark> row_of(const System& system, const std::vector<Mark>& marks, double units_each) {
    return place_marks(
        system, marks, [&](Instant at) { return 72 + static_cast<double>(at.ns) * units_each; }, 72, 960);
}

}  // namespace

TEST_CASE("no label lies on another one or on an arrow") {
    const System system = named_system();
    std::mt19937_64 random(11);
    for (int round = 0; round < 300; ++round) {
        std::vector<Mark> marks;
        std::int64_t at = 0;
        while (marks.size() < 40 && at < 880) {
            marks.push_back({{at}, {static_cast<std::uint32_t>(random() % 12), 0}, random() % 4 == 0});
            at += static_cast<std::int64_t>(random() % 90);
        }
        const std::vector<PlacedMark> row = row_of(system, marks, 1);
        double free_from = 72;
        std::size_t drawn = 0;
        for (std::size_t i = 0; i < row.size(); ++i) {
            drawn += row[i].marks.size();
            if (row[i].label.empty()) continue;
            CHECK(row[i].label_from >= free_from);
            CHECK(row[i].label_to <= 960);
            free_from = row[i].label_to;
            for (const PlacedMark& other : row) {
                const bool clear = other.x + kArrowWing <= row[i].label_from || other.x - kArrowWing >= row[i].label_to;
                CHECK(clear);
            }
        }
        CHECK(drawn == marks.size());
    }
}

TEST_CASE("near arrows share the label of the last, if it can name them all") {
    const System system = named_system();
    const auto at = [](std::int64_t ns, std::uint32_t task) { return Mark{{ns}, {task, 0}, false}; };
    const auto apart = row_of(system, {at(0, 0), at(100, 1)}, 1);
    CHECK(apart[0].label == "T0");
    CHECK(apart[1].label == "T1");
    const auto near = row_of(system, {at(0, 0), at(10, 1), at(20, 2)}, 1);
    CHECK(near[0].label.empty());
    CHECK(near[2].label == "T0 T1 T2");
    const auto many = row_of(system, {at(0, 0), at(10, 1), at(20, 2), at(30, 4), at(40, 5)}, 1);
    CHECK(many[4].label == "T5");
    const auto together = row_of(system, {at(0, 0), at(0, 1), at(0, 2), at(0, 4), at(0, 5)}, 1);
    REQUIRE(together.size() == 1);
    CHECK(together[0].label == "T0 T1 T2 T4 +1");
}

TEST_CASE("missed deadlines are named before met ones") {
    const System system = named_system();
    const auto row = row_of(system, {{{50}, {0, 0}, false}, {{50}, {1, 0}, true}}, 1);
    REQUIRE(row.size() == 1);
    CHECK(row[0].missed);
    CHECK(row[0].label == "T1 missed");
}
