// SPDX-License-Identifier: Apache-2.0
//
// The graph against brute force, and against figures that the authors publish with their tool.
#include "analyzer/bounds/job_sets/schedule_abstraction.hpp"

#include <fmt/format.h>

#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/slow_job_set.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

JobStream stream(std::vector<std::int64_t> instants, std::int64_t jitter, TimeRange cost, std::int64_t deadline) {
    JobStream out;
    out.instants = std::move(instants);
    out.jobs = static_cast<std::uint32_t>(out.instants.size());
    out.jitter = jitter;
    out.cost_min = cost.min;
    out.cost_max = cost.max;
    out.deadline = deadline;
    return out;
}

JobSet job_set(int cpus, Order order, std::vector<JobStream> streams) {
    JobSet set;
    set.cpus = cpus;
    set.order = order;
    set.streams = std::move(streams);
    return set;
}

std::string text(const JobSet& set) {
    std::string out = fmt::format("m={} {}:", set.cpus, set.order == Order::fp ? "fp" : "edf");
    for (const JobStream& each : set.streams) {
        out += fmt::format(" (first={} T={} at", each.first, each.period);
        for (const std::int64_t at : each.instants) out += fmt::format(" {}", at);
        out += fmt::format(" J={} C={}..{} D={})", each.jitter, each.cost_min, each.cost_max, each.deadline);
    }
    return out;
}

TimeRange completion(const SagResult& result, std::uint32_t stream, std::uint32_t job = 0) {
    return result.streams.at(stream).jobs.at(job);
}

}  // namespace

TEST_CASE("RTSS 2017, figure 1: EDF misses a deadline, other priorities do not") {
    const JobStream fast = stream({0, 10, 20, 30, 40, 50}, 0, {1, 2}, 10);
    const JobStream middle = stream({0, 30}, 0, {7, 8}, 30), slow = stream({0}, 0, {3, 13}, 60);
    // The long job starts after the middle one, at 8 to 9, and keeps the second fast one up to 22, beyond 20.
    CHECK(explore_job_set(job_set(1, Order::edf, {fast, middle, slow})).has_miss);
    CHECK_FALSE(explore_job_set(job_set(2, Order::edf, {fast, middle, slow})).has_miss);
    // (c): the long one before the middle ones.
    const SagResult good = explore_job_set(job_set(1, Order::fp, {fast, slow, middle}));
    CHECK_FALSE(good.has_miss);
    CHECK(completion(good, 0, 0) == TimeRange{1, 2});
    CHECK(completion(good, 1) == TimeRange{4, 15});
}

TEST_CASE("ECRTS 2018, figure 1: two CPUs, one miss") {
    const JobSet set = job_set(2, Order::fp,
                               {stream({0}, 0, {2, 4}, 7), stream({0}, 0, {10, 15}, 20), stream({5}, 0, {1, 7}, 10),
                                stream({8}, 0, {2, 3}, 12), stream({8}, 0, {1, 1}, 6)});
    const SagResult result = explore_job_set(set);
    CHECK(result.has_miss);
    CHECK(result.is_complete());
    CHECK(completion(result, 2) == TimeRange{6, 12});
    // The last one waits for the third and the fourth: up to 12, 15 and then 16; its deadline is at 14.
    CHECK(completion(result, 4).max == 16);
}

TEST_CASE("figures of the authors' tool on one CPU") {
    // Their priorities are smaller for more urgent jobs; all jobs here are streams of their own.
    SECTION("all next jobs") {
        const SagResult r = explore_job_set(job_set(
            1, Order::fp, {stream({0}, 0, {3, 8}, 100), stream({7}, 0, {5, 5}, 93), stream({10}, 0, {1, 11}, 90)}));
        CHECK(completion(r, 0) == TimeRange{3, 8});
        CHECK(completion(r, 1) == TimeRange{12, 13});
        CHECK(completion(r, 2) == TimeRange{13, 24});
    }
    SECTION("an interval that is large enough") {
        const SagResult r = explore_job_set(job_set(
            1, Order::fp, {stream({10}, 0, {5, 5}, 90), stream({7}, 0, {5, 5}, 93), stream({0}, 0, {3, 10}, 100)}));
        CHECK(completion(r, 2) == TimeRange{3, 10});
        CHECK(completion(r, 1) == TimeRange{12, 20});
        CHECK(completion(r, 0) == TimeRange{15, 19});
    }
    SECTION("jitter") {
        const SagResult r =
            explore_job_set(job_set(1, Order::fp, {stream({0}, 1, {5, 5}, 100), stream({0}, 1, {3, 10}, 100)}));
        CHECK(completion(r, 0) == TimeRange{5, 15});
        CHECK(completion(r, 1) == TimeRange{3, 16});
    }
    SECTION("eager") {
        const SagResult r = explore_job_set(job_set(
            1, Order::fp, {stream({10}, 0, {5, 5}, 90), stream({0}, 0, {1, 5}, 100), stream({0}, 0, {1, 20}, 100)}));
        CHECK(completion(r, 1) == TimeRange{1, 5});
        CHECK(completion(r, 2) == TimeRange{2, 25});
        CHECK(completion(r, 0) == TimeRange{15, 30});
    }
    SECTION("equal priorities") {
        const SagResult r = explore_job_set(
            job_set(1, Order::edf, {stream({0}, 10, {2, 50}, 2000), stream({0}, 10, {100, 150}, 2000)}));
        CHECK(completion(r, 0) == TimeRange{2, 9 + 150 + 50});
        CHECK(completion(r, 1) == TimeRange{100, 10 + 50 + 150});
    }
}

TEST_CASE("on one CPU every best and worst completion happens, and no other") {
    std::uint64_t compared = 0, with_choice = 0;
    for (std::uint64_t seed = 0; seed < rounds(1500); ++seed) {
        const Order order = seed % 2 == 0 ? Order::fp : Order::edf;
        const JobSet set = random_job_set(seed, {.cpus = 1, .order = order, .most_jitter = seed % 3 == 0 ? 14 : 3});
        const std::vector<SlowJob> jobs = slow_jobs(set, kTimeLimitNs);
        const auto slow = slow_completions(set, jobs, 3000);
        if (!slow) continue;
        CAPTURE(seed, text(set));
        const SagResult result = explore_job_set(set);
        REQUIRE(result.is_complete());
        ++compared;
        with_choice += result.width > 1 ? 1 : 0;
        bool missed = false;
        for (std::size_t j = 0; j < jobs.size(); ++j) {
            CAPTURE(jobs[j].stream, jobs[j].number);
            const TimeRange found = completion(result, jobs[j].stream, jobs[j].number);
            REQUIRE(found.min == (*slow)[j].min);
            REQUIRE(found.max == (*slow)[j].max);
            missed |= (*slow)[j].max > jobs[j].deadline;
        }
        REQUIRE(result.has_miss == missed);
    }
    CAPTURE(compared, with_choice);
    CHECK(compared >= rounds(1500) / 4);
    CHECK(with_choice * 10 >= compared);
}

TEST_CASE("on several CPUs no completion is outside the bounds") {
    std::uint64_t compared = 0, met = 0, ranges = 0;
    for (std::uint64_t seed = 0; seed < rounds(1500); ++seed) {
        const Order order = seed % 2 == 0 ? Order::fp : Order::edf;
        const int cpus = 2 + static_cast<int>(seed % 3);
        const JobSet set = random_job_set(seed, {.cpus = cpus, .order = order, .streams_from = 2, .streams_to = 6});
        const std::vector<SlowJob> jobs = slow_jobs(set, kTimeLimitNs);
        const auto slow = slow_completions(set, jobs, 2000);
        if (!slow) continue;
        CAPTURE(seed, text(set));
        const SagResult result = explore_job_set(set);
        REQUIRE(result.is_complete());
        ++compared;
        for (std::size_t j = 0; j < jobs.size(); ++j) {
            CAPTURE(jobs[j].stream, jobs[j].number);
            const TimeRange found = completion(result, jobs[j].stream, jobs[j].number);
            REQUIRE(found.min <= (*slow)[j].min);
            REQUIRE(found.max >= (*slow)[j].max);
            ++ranges;
            met += found == (*slow)[j] ? 1 : 0;
        }
    }
    CAPTURE(compared, met, ranges);
    CHECK(compared >= rounds(1500) / 5);
    CHECK(met * 2 > ranges);
}

TEST_CASE("an endless set ends with what no later hyperperiod exceeds") {
    std::uint64_t complete = 0, schedulable = 0;
    for (std::uint64_t seed = 0; seed < rounds(600); ++seed) {
        const Order order = seed % 2 == 0 ? Order::fp : Order::edf;
        const int cpus = 1 + static_cast<int>(seed % 3);
        const JobSet set = random_job_set(seed, {.cpus = cpus,
                                                 .order = order,
                                                 .streams_from = cpus,
                                                 .streams_to = cpus + 3,
                                                 .longest = 10,
                                                 .endless = true});
        const SagResult result = explore_job_set(set, {.states = 20'000});
        if (!result.is_complete()) continue;
        ++complete;
        schedulable += result.has_miss ? 0 : 1;
        CAPTURE(seed, text(set));
        // Random runs, much longer than what was explored.
        const std::int64_t until = 50 * set.hyperperiod;
        const std::vector<SlowJob> jobs = slow_jobs(set, until);
        std::mt19937_64 random(seed);
        for (int run = 0; run < 3; ++run) {
            std::vector<std::int64_t> releases, costs;
            for (const SlowJob& job : jobs) {
                const bool is_latest = run == 0 || chance(random, 50);
                releases.push_back(is_latest ? job.release.max : pick(random, job.release.min, job.release.max));
                const bool is_longest = run == 1 || chance(random, 50);
                costs.push_back(is_longest ? job.cost.max : pick(random, job.cost.min, job.cost.max));
            }
            const std::vector<std::int64_t> end = completions(set, jobs, releases, costs);
            for (std::size_t j = 0; j < jobs.size(); ++j) {
                CAPTURE(jobs[j].stream, jobs[j].number);
                const SagStream& found = result.streams[jobs[j].stream];
                REQUIRE(end[j] - jobs[j].release.min <= found.worst_response);
                if (jobs[j].number >= found.jobs.size()) continue;
                // Jobs of the explored part that are served after it may have more to come.
                if (jobs[j].number + 1 < found.jobs.size()) CHECK(end[j] >= found.jobs[jobs[j].number].min);
            }
        }
    }
    CAPTURE(complete, schedulable);
    CHECK(complete >= rounds(600) / 3);
    CHECK(schedulable >= rounds(600) / 20);
}

TEST_CASE("on one CPU an endless set is exact too: as its jobs one by one, up to where it repeats") {
    for (std::uint64_t seed = 0; seed < rounds(400); ++seed) {
        const Order order = seed % 2 == 0 ? Order::fp : Order::edf;
        JobSet set = random_job_set(seed, {.order = order, .streams_to = 4, .longest = 5, .endless = true});
        const SagResult endless = explore_job_set(set, {.states = 20'000});
        if (!endless.is_complete()) continue;
        CAPTURE(seed, text(set));
        JobSet finite = set;
        const std::int64_t until = 12 * set.hyperperiod;
        finite.hyperperiod = 0;
        finite.jobs_in_hyperperiod = 0;
        for (JobStream& each : finite.streams) {
            for (std::uint32_t k = 0; each.due(k) < until; ++k) each.instants.push_back(each.due(k));
            each.jobs = static_cast<std::uint32_t>(each.instants.size());
            each.period = 0;
            each.jobs_in_hyperperiod = 0;
        }
        const SagResult listed = explore_job_set(finite);
        REQUIRE(listed.is_complete());
        CHECK(listed.has_miss == endless.has_miss);
        for (std::size_t s = 0; s < set.streams.size(); ++s) {
            CHECK(listed.streams[s].worst_response == endless.streams[s].worst_response);
        }
    }
}

TEST_CASE("limits are kept, and said") {
    JobSet set = random_job_set(7, {.cpus = 2, .streams_from = 6, .streams_to = 6, .most_jobs = 6, .most_jitter = 9});
    const std::uint64_t states = explore_job_set(set).states;
    REQUIRE(states > 20);
    CHECK(explore_job_set(set, {.states = states}).is_complete());
    const SagResult cut = explore_job_set(set, {.states = 10});
    CHECK(cut.why_incomplete == "the graph has more than 10 states");
    CHECK(cut.states <= 10 + set.streams.size());
    CHECK(explore_job_set(set, {.steps = 30}).why_incomplete ==
          "there is too much to compute: its budget of steps is used up");
    CHECK(explore_job_set(set, {.bytes = 1 << 10}).why_incomplete == "the graph takes more than 0 MiB");
    // Overload without end: later and later. A deadline is missed; or none is, up to the end of time.
    JobStream endless;
    endless.period = 10;
    endless.deadline = 40;
    endless.cost_min = endless.cost_max = 11;
    endless.jobs_in_hyperperiod = 1;
    JobSet overloaded = job_set(1, Order::fp, {endless});
    overloaded.hyperperiod = 10;
    overloaded.jobs_in_hyperperiod = 1;
    const SagResult missed = explore_job_set(overloaded);
    CHECK(missed.has_miss);
    CHECK(missed.levels == 30);  // the job due at 10 k completes at 11 (k + 1), the next one late
    CHECK(missed.why_incomplete == "a hyperperiod has more work than the CPUs do in it");
    overloaded.streams[0].deadline = kTimeLimitNs - 1;
    CHECK(explore_job_set(overloaded, {.states = 500}).why_incomplete == "the graph has more than 500 states");
    overloaded.streams[0].period = overloaded.hyperperiod = std::int64_t{1} << 60;
    overloaded.streams[0].cost_max = std::int64_t{3} << 59;
    const SagResult late = explore_job_set(overloaded);
    CHECK_FALSE(late.has_miss);
    CHECK(late.why_incomplete == "jobs may complete after 2^62 ns (146 years)");
}
