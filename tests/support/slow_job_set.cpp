// SPDX-License-Identifier: Apache-2.0
#include "tests/support/slow_job_set.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "tests/support/random_system.hpp"

namespace pinstack::test {

std::vector<SlowJob> slow_jobs(const JobSet& set, std::int64_t until) {
    std::vector<SlowJob> jobs;
    for (std::uint32_t s = 0; s < set.streams.size(); ++s) {
        const JobStream& stream = set.streams[s];
        for (std::uint32_t k = 0; k < stream.jobs && stream.due(k) < until; ++k) {
            jobs.push_back(
                {s, k, stream.release(k), {stream.cost_min, stream.cost_max}, stream.due(k) + stream.deadline});
        }
    }
    return jobs;
}

std::vector<std::int64_t> completions(const JobSet& set, const std::vector<SlowJob>& jobs,
                                      const std::vector<std::int64_t>& releases,
                                      const std::vector<std::int64_t>& costs) {
    std::vector<std::int64_t> end(jobs.size(), -1);  // of those that have started
    const auto urgency = [&](std::size_t j) {
        const bool is_edf = set.order == Order::edf;
        return std::tuple(is_edf ? jobs[j].deadline : 0, jobs[j].stream, jobs[j].number);
    };
    std::size_t started = 0;
    for (std::int64_t now = 0; started < jobs.size(); ++now) {
        auto busy = std::count_if(end.begin(), end.end(), [&](std::int64_t at) { return at > now; });
        while (busy < set.cpus) {
            std::optional<std::size_t> best;
            for (std::size_t j = 0; j < jobs.size(); ++j) {
                if (end[j] >= 0 || releases[j] > now) continue;
                // Its predecessor has been released, and is complete.
                const bool is_first = j == 0 || jobs[j - 1].stream != jobs[j].stream;
                if (!is_first && (end[j - 1] < 0 || end[j - 1] > now)) continue;
                if (!best || urgency(j) < urgency(*best)) best = j;
            }
            if (!best) break;
            end[*best] = now + costs[*best];
            ++busy;
            ++started;
        }
    }
    return end;
}

std::optional<std::vector<TimeRange>> slow_completions(const JobSet& set, const std::vector<SlowJob>& jobs,
                                                       std::uint64_t most) {
    std::uint64_t runs = 1;
    for (const SlowJob& job : jobs) {
        runs *= static_cast<std::uint64_t>((job.release.max - job.release.min + 1) * (job.cost.max - job.cost.min + 1));
        if (runs > most) return std::nullopt;
    }
    std::vector<TimeRange> range(jobs.size(), {INT64_MAX, 0});
    std::vector<std::int64_t> releases, costs;
    for (const SlowJob& job : jobs) {
        releases.push_back(job.release.min);
        costs.push_back(job.cost.min);
    }
    for (;;) {
        const std::vector<std::int64_t> end = completions(set, jobs, releases, costs);
        for (std::size_t j = 0; j < jobs.size(); ++j) {
            range[j] = {std::min(range[j].min, end[j]), std::max(range[j].max, end[j])};
        }
        // The next combination, as an odometer.
        std::size_t wheel = 0;
        for (; wheel < 2 * jobs.size(); ++wheel) {
            const SlowJob& job = jobs[wheel / 2];
            std::int64_t& value = wheel % 2 == 0 ? releases[wheel / 2] : costs[wheel / 2];
            const TimeRange& limits = wheel % 2 == 0 ? job.release : job.cost;
            if (value < limits.max) {
                ++value;
                break;
            }
            value = limits.min;
        }
        if (wheel == 2 * jobs.size()) return range;
    }
}

JobSet random_job_set(std::uint64_t seed, const RandomJobSetOptions& options) {
    std::mt19937_64 random(seed);
    JobSet set;
    set.cpus = options.cpus;
    set.order = options.order;
    const std::int64_t streams = pick(random, options.streams_from, options.streams_to);
    for (std::int64_t s = 0; s < streams; ++s) {
        JobStream stream;
        stream.file_index = static_cast<std::uint32_t>(s);
        stream.cost_max = pick(random, 1, options.longest);
        stream.cost_min = std::max<std::int64_t>(1, stream.cost_max - pick(random, 0, options.most_variation));
        stream.jitter = chance(random, 60) ? pick(random, 0, options.most_jitter) : 0;
        if (options.endless) {
            constexpr std::int64_t kPeriods[] = {6, 8, 12, 16, 24};
            stream.period = kPeriods[pick(random, 0, 4)];
            stream.cost_max =
                std::min(stream.cost_max, std::max<std::int64_t>(1, stream.period * options.cpus / streams));
            stream.cost_min = std::min(stream.cost_min, stream.cost_max);
            stream.first = chance(random, 50) ? pick(random, 0, 2 * stream.period) : 0;
            stream.deadline = pick(random, stream.cost_max, stream.period + (chance(random, 30) ? 6 : 0));
            set.hyperperiod = std::lcm(std::max<std::int64_t>(set.hyperperiod, 1), stream.period);
        } else {
            std::int64_t at = pick(random, 0, 8);
            const std::int64_t jobs = pick(random, 1, options.most_jobs);
            for (std::int64_t k = 0; k < jobs; ++k, at += pick(random, 0, 12)) stream.instants.push_back(at);
            stream.jobs = static_cast<std::uint32_t>(jobs);
            stream.deadline = pick(random, 1, 30);
        }
        set.streams.push_back(std::move(stream));
    }
    for (JobStream& stream : set.streams) {
        if (stream.period == 0) continue;
        stream.jobs_in_hyperperiod = static_cast<std::uint32_t>(set.hyperperiod / stream.period);
        set.jobs_in_hyperperiod += stream.jobs_in_hyperperiod;
    }
    return set;
}

}  // namespace pinstack::test
