// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/capacity_kinds.hpp"
#include "analyzer/report/chart/capacity_bars.hpp"
#include "analyzer/report/chart/share_bar.hpp"
#include "analyzer/report/chart/split_bars.hpp"
#include "tests/analyzer/report/chart/markup.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/families.hpp"

using namespace pinstack;
using namespace pinstack::test;
using Catch::Contains;

namespace {

struct Segment {
    double from, width;
};

/// The segments of all bars, in order: those with a width in percent, without the frame around each bar.
std::vector<Segment> segments(const std::string& markup) {
    std::vector<Segment> out;
    const std::vector<std::string> from = attributes(markup, "<rect class=\"s-", "x");
    const std::vector<std::string> width = attributes(markup, "<rect class=\"s-", "width");
    for (std::size_t i = 0; i < width.size(); ++i) {
        if (width[i].ends_with('%')) out.push_back({std::stod(from[i]), std::stod(width[i])});
    }
    return out;
}

}  // namespace

TEST_CASE("the parts of a bar meet and fill it") {
    std::string out;
    const std::vector<Share> shares = {{"a", "s-run", 1}, {"b", "s-np", 0}, {"c", "s-stack", 1}, {"d", "s-idle", 1}};
    draw_share_bar(out, shares, 10);
    const std::vector<Segment> parts = segments(out);
    REQUIRE(parts.size() == 3);  // nothing is nothing
    double at = 0;
    for (const Segment& part : parts) {
        CHECK(part.from == Approx(at).margin(1e-6));
        CHECK(part.width == Approx(33.33).margin(0.02));
        at += part.width;
    }
    CHECK(at == Approx(100).margin(1e-6));
    CHECK_THAT(out, Contains("<title>c: 33.33 %</title>") && Contains(">33.3 %</text>"));
    std::string half;
    draw_share_bar(half, shares, 10, 50);
    CHECK(attributes(half, "class=\"frame\"", "width").front() == "50%");
    CHECK(segments(half).back().from + segments(half).back().width == Approx(50).margin(1e-6));
    std::string nothing;
    draw_share_bar(nothing, std::vector<Share>{{"a", "s-run", 0}}, 0);
    CHECK(nothing.empty());
}

TEST_CASE("the capacity bars are the capacity split") {
    const System system = family_f1(4);
    const Comparison runs = compare(system, default_variants(system));
    const SvgPiece piece = capacity_bars(runs);
    CHECK(is_balanced(piece.markup));
    std::vector<double> expected;
    std::int64_t longest = 0;  // the bars are as long as the capacities, which differ: the runs drain
    for (const Outcome& outcome : runs.outcomes) longest = std::max(longest, outcome.result->capacity.total);
    CHECK(longest > runs.outcomes[0].result->capacity.total);
    for (const Outcome& outcome : runs.outcomes) {
        const CapacitySplit& capacity = outcome.result->capacity;
        std::int64_t sum = 0;
        for (const CapacityKind& kind : capacity_kinds()) {
            const std::int64_t part = capacity.*kind.part;
            sum += part;
            if (part > 0) expected.push_back(100.0 * static_cast<double>(part) / static_cast<double>(longest));
        }
        CHECK(sum == capacity.total);
    }
    const std::vector<Segment> drawn = segments(piece.markup);
    REQUIRE(drawn.size() == expected.size());
    for (std::size_t i = 0; i < drawn.size(); ++i) CHECK(drawn[i].width == Approx(expected[i]).margin(0.011));
    CHECK_THAT(piece.markup, Contains("stacking loss") && !Contains("affinity loss"));
}

TEST_CASE("the split bars are the response splits; a task without a completed job has none") {
    System system = family_f1(3);
    system.horizon = Duration{1};  // nothing completes
    const Comparison none = compare(system, {system.kernel});
    CHECK(segments(split_bars(system, none.base(), {0, 1, 2}).markup).empty());

    const System whole = family_f1(3);
    const Comparison runs = compare(whole, {whole.kernel});
    const RunResult& result = *runs.base().result;
    const SvgPiece piece = split_bars(whole, runs.base(), {0, 1, 2});
    CHECK(is_balanced(piece.markup));
    std::size_t at = 0;
    const std::vector<Segment> drawn = segments(piece.markup);
    for (const TaskResult& task : result.tasks) {
        double sum = 0;
        for (const std::int64_t part : task.response_split) {
            if (part == 0) continue;
            REQUIRE(at < drawn.size());
            CHECK(drawn[at].width ==
                  Approx(100.0 * static_cast<double>(part) / static_cast<double>(task.response.sum())).margin(0.011));
            sum += drawn[at++].width;
        }
        CHECK(sum == Approx(100).margin(1e-6));
    }
    CHECK(at == drawn.size());
}
