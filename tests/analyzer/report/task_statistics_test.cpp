// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/task_statistics.hpp"

#include "tests/support/catch.hpp"

using namespace pinstack;

namespace {

/// Responses 1..n in a shuffled order, n released jobs more unfinished; latency is half the response.
RunResult result_with(std::int64_t n) {
    RunResult result;
    result.tasks.resize(2);
    for (std::int64_t i = 0; i < n; ++i) {
        const std::int64_t response = 1000 + (i * 7919) % n;  // 7919 is prime
        JobRecord job;
        job.number = static_cast<std::uint64_t>(i);
        job.release = {i * 10};
        job.start = job.release + Duration{response / 2};
        job.finish = job.release + Duration{response};
        result.jobs.push_back(job);
        result.tasks[0].response.add({response});
        result.tasks[0].latency.add({response / 2});
        JobRecord open = job;
        open.finish.reset();
        result.jobs.push_back(open);
    }
    return result;
}

}  // namespace

TEST_CASE("percentiles are exact where the jobs are kept, and at most 1/128 too large where not") {
    const RunResult result = result_with(1000);  // responses 1000..1999
    const DurationFigures exact = figures_of(result, true)[0].response.value();
    CHECK(exact.min == 1000);
    CHECK(exact.mean == 1499.5);
    CHECK(exact.p50 == 1499);  // nearest rank: the 500th of 1000
    CHECK(exact.p95 == 1949);
    CHECK(exact.p99 == 1989);
    CHECK(exact.max == 1999);
    const DurationFigures coarse = figures_of(result, false)[0].response.value();
    CHECK(coarse.mean == exact.mean);
    for (const auto& [a, b] :
         {std::pair(coarse.p50, exact.p50), std::pair(coarse.p95, exact.p95), std::pair(coarse.p99, exact.p99)}) {
        CHECK(a >= b);
        CHECK(static_cast<double>(a) <= static_cast<double>(b) * (1 + 1.0 / 128));
    }
}

TEST_CASE("nearest rank of few jobs") {
    const DurationFigures one = figures_of(result_with(1), true)[0].response.value();
    CHECK(one.p50 == one.max);
    CHECK(one.p99 == one.max);
    const DurationFigures two = figures_of(result_with(2), true)[0].response.value();
    CHECK(two.p50 == 1000);
    CHECK(two.p95 == 1001);
}

TEST_CASE("no completed job, no figures") {
    for (const bool kept : {false, true}) {
        CHECK_FALSE(figures_of(result_with(3), kept)[1].response.has_value());
        CHECK_FALSE(figures_of(result_with(3), kept)[1].latency.has_value());
    }
}
