// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/response_chart.hpp"

#include "tests/analyzer/report/chart/markup.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/families.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;
using Catch::Contains;

namespace {

ResponseGroup group_of(std::int64_t min, std::int64_t p50, std::int64_t max) {
    ResponseGroup group;
    group.response = {.min = min, .mean = 0, .p50 = p50, .p95 = max, .p99 = max, .max = max};
    return group;
}

std::string chart_of(const System& system, std::uint32_t task, const std::vector<Variant>& variants) {
    const Comparison runs = compare(system, variants);
    return response_chart(system, ResponseFigures(runs, false), task).markup;
}

}  // namespace

TEST_CASE("the axis reaches to the longest response, and to a deadline that is not far") {
    CHECK(response_axis({group_of(10, 20, 100)}, {150}).end() == 156);
    CHECK(response_axis({group_of(10, 20, 100)}, {500}).end() == 104);
    CHECK(response_axis({group_of(10, 20, 100), group_of(5, 6, 200)}, {50}).end() == 208);
    CHECK_FALSE(response_axis({group_of(10, 20, 1000)}, {150}).is_logarithmic());
    CHECK(response_axis({group_of(10, 20, 1000), group_of(2, 10, 30)}, {150}).is_logarithmic());
    CHECK(response_axis({group_of(1, 1, 1)}, {kTimeLimitNs - 1}).end() == 2);
    CHECK(response_axis({group_of(kTimeLimitNs - 2, kTimeLimitNs - 2, kTimeLimitNs - 2)}, {1}).end() > kTimeLimitNs);
}

TEST_CASE("variants with the same distribution share a line and a histogram") {
    const System system = family_f1(4);
    const Comparison runs = compare(system, default_variants(system));
    const ResponseFigures figures(runs, false);
    const auto groups = figures.groups_of(0);
    REQUIRE(groups.size() == 2);  // both wake-previous, and the others
    CHECK(groups[0].outcomes == std::vector<std::size_t>{0, 1, 4, 5});
    CHECK(groups[1].outcomes == std::vector<std::size_t>{2, 3});
    CHECK(groups[1].response.max == runs.outcomes[2].result->tasks[0].response.max().ns);

    const std::string chart = response_chart(system, figures, 0).markup;
    CHECK(is_balanced(chart));
    CHECK_THAT(chart, Contains("MD/wake-previous-push") && Contains("none/shift") && !Contains("nan"));
    CHECK(attributes(chart, "class=\"line v0\"", "d").size() == 2);  // the line, and its sample
    CHECK(attributes(chart, "class=\"line v2\"", "d").size() == 2);
    CHECK(attributes(chart, "class=\"line v1\"", "d").empty());
}

TEST_CASE("only figures beyond the deadline are red") {
    // T responds in 1, once in 6 behind L; its deadline is 3: p50 and p99 (nearest rank of 200) meet it.
    std::vector<std::int64_t> releases;
    for (int i = 0; i < 200; ++i) releases.push_back(i * 10);
    const System system = system_of(
        "rare", 1, {task("T", 20, releases, 3, 0, {run(1)}), task("L", 10, {49}, 99, 0, {section({run(6)})})});
    const std::string chart = chart_of(system, 0, {variant(Protection::preempt_disable, "idle-first")});
    CHECK(occurrences(chart, "class=\"miss small\" text-anchor=\"end\" x=\"330\"") == 1);
    CHECK(occurrences(chart, "class=\"small\" text-anchor=\"end\"") == 2);
}

TEST_CASE("a line begins at 0 and ends at 1; it steps at the response") {
    const System system = system_of("one", 1, {task("T", 5, {0, 100}, 50, 0, {run(26)})});
    // The axis is 0 to 52 (the deadline and a margin) over 290 units from x = 26; the line steps at 26/52 of it.
    const std::string line = attributes(chart_of(system, 0, {system.kernel}), "class=\"line v0\" d=\"M26", "d").front();
    CHECK(line == "M26 130H171V34H316");
}

TEST_CASE("a deadline beyond the axis is said, one on it is drawn") {
    const System far = system_of("far", 1, {task("T", 5, {0}, 500, 0, {run(26)})});
    CHECK_THAT(chart_of(far, 0, {far.kernel}), Contains("deadline 500ns, beyond the axis") && !Contains("\"limit\""));
    const System near = system_of("near", 1, {task("T", 5, {0}, 20, 0, {run(26)})});
    CHECK_THAT(chart_of(near, 0, {near.kernel}), Contains(">deadline 20ns<") && Contains("\"limit\""));
}

TEST_CASE("more distributions than a chart has room for are counted") {
    std::vector<Task> tasks{task("T", 1, {0}, 1000, 0, {run(5)})};
    const System system = system_of("many", 1, tasks);
    Comparison runs = compare(system, std::vector<Variant>(kMostResponseGroups + 3, system.kernel));
    for (std::size_t i = 0; i < runs.outcomes.size(); ++i) {
        for (std::size_t n = 0; n <= i; ++n) runs.outcomes[i].result->tasks[0].response.add({7});
    }
    const std::string chart = response_chart(system, ResponseFigures(runs, false), 0).markup;
    CHECK_THAT(chart, Contains("3 more distributions not drawn"));
    CHECK(is_balanced(chart));
}
