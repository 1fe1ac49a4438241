// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/task_statistics.hpp"

#include <algorithm>

namespace pinstack {

namespace {

std::optional<DurationFigures> from_histogram(const DurationStatistics& statistics) {
    if (statistics.count() == 0) return std::nullopt;
    return DurationFigures{.min = statistics.min().ns,
                           .mean = statistics.mean_ns(),
                           .p50 = statistics.percentile(50).ns,
                           .p95 = statistics.percentile(95).ns,
                           .p99 = statistics.percentile(99).ns,
                           .max = statistics.max().ns};
}

/// REQUIRES: values is sorted and not empty.
std::int64_t nearest_rank(const std::vector<std::int64_t>& values, std::size_t percent) {
    return values[(values.size() * percent + 99) / 100 - 1];
}

void make_exact(std::optional<DurationFigures>& figures, std::vector<std::int64_t>& values) {
    if (!figures || values.empty()) return;
    std::sort(values.begin(), values.end());
    figures->p50 = nearest_rank(values, 50);
    figures->p95 = nearest_rank(values, 95);
    figures->p99 = nearest_rank(values, 99);
}

}  // namespace

std::vector<TaskFigures> figures_of(const RunResult& result, bool kept_jobs) {
    std::vector<TaskFigures> figures(result.tasks.size());
    for (std::size_t i = 0; i < figures.size(); ++i) {
        figures[i] = {from_histogram(result.tasks[i].response), from_histogram(result.tasks[i].latency)};
    }
    if (!kept_jobs) return figures;

    std::vector<std::int64_t> responses, latencies;
    auto job = result.jobs.begin();  // they stand by task
    for (std::uint32_t task = 0; task < figures.size(); ++task) {
        responses.clear();
        latencies.clear();
        for (; job != result.jobs.end() && job->task == task; ++job) {
            if (!job->finish) continue;
            responses.push_back((*job->finish - job->release).ns);
            if (job->start) latencies.push_back((*job->start - job->release).ns);
        }
        make_exact(figures[task].response, responses);
        make_exact(figures[task].latency, latencies);
    }
    return figures;
}

}  // namespace pinstack
