// SPDX-License-Identifier: Apache-2.0
#include "analyzer/run/series.hpp"

#include <array>

#include "analyzer/run/outcome.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/families.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

TEST_CASE("the series of f1 with two CPUs, step by step") {
    // T0 enters its section at 1 and is preempted by T1 at 2; T1 runs 2..7, T0 7..10; the same again from 100.
    RunRequest request;
    request.series = true;
    const Outcome outcome = run_variant(family_f1(2), variant(Protection::migrate_disable, "wake-previous"), request);
    REQUIRE(outcome.series.has_value());
    const Series& series = *outcome.series;
    CHECK_FALSE(series.cut);
    CHECK(series.end.ns == outcome.result->span.ns);

    std::int64_t lost = 0;
    int deepest = 0;
    for (std::size_t i = 0; i < series.steps.size(); ++i) {
        const SeriesStep& step = series.steps[i];
        const Instant to = i + 1 < series.steps.size() ? series.steps[i + 1].at : series.end;
        REQUIRE(step.at < to);
        lost += step.stacking_loss * (to - step.at).ns;
        deepest = std::max(deepest, step.max_depth);
    }
    CHECK(lost == outcome.result->capacity.stacking_loss);
    CHECK(deepest == outcome.result->stacking.max_depth);
    CHECK(series.steps.front().at.ns == 0);
}

TEST_CASE("equal neighbours are one step, and the series is cut at its limit") {
    SeriesRecorder recorder(2);
    const std::array<std::int32_t, 2> depth{3, 1};
    const auto step = [&](std::int64_t from, std::int64_t to, int loss) {
        CapacityInterval interval;
        interval.from = {from};
        interval.to = {to};
        interval.stacking_loss = loss;
        interval.depth = depth;
        recorder.capacity_interval(interval);
    };
    step(0, 5, 1);
    step(5, 8, 1);
    step(8, 9, 2);
    CHECK_FALSE(recorder.series().cut);
    CHECK(recorder.series().steps.size() == 2);
    CHECK(recorder.series().steps[0].max_depth == 3);
    step(9, 12, 1);
    step(12, 13, 2);
    CHECK(recorder.series().cut);
    CHECK(recorder.series().end.ns == 9);
}
