// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "analyzer/bounds/uniprocessor/uniprocessor.hpp"
#include "model/engine/simulation.hpp"
#include "model/time/duration.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_task_set.hpp"
#include "tests/support/slow_one_cpu.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

std::int64_t length_of_window(const TaskSet& set) {
    std::int64_t length = 1;
    while (true) {
        std::int64_t next = 0;
        for (const SporadicTask& task : set.tasks) {
            next += (length + task.jitter + task.period - 1) / task.period * task.wcet;
        }
        if (next == length || next > 20'000) return next;
        length = next;
    }
}

/// The worst response of the task over every alignment of its first job with those of all others at 0.
std::int64_t worst_alignment(const TaskSet& set, std::size_t place, std::int64_t end) {
    const std::vector<std::vector<Stretch>> preemptive(set.size());
    const SporadicTask& task = set.tasks[place];
    std::int64_t worst = 0;
    for (std::int64_t first = -task.jitter; first < task.period - task.jitter; ++first) {
        std::vector<SlowJob> jobs;
        for (std::size_t i = 0; i < set.size(); ++i) {
            const std::int64_t due = i == place ? first : -set.tasks[i].jitter;
            const std::vector<SlowJob> own = jobs_of(set, i, due, end);
            jobs.insert(jobs.end(), own.begin(), own.end());
        }
        run_slowly(set, preemptive, jobs, end);
        for (const SlowJob& job : jobs) {
            if (job.place == place && job.finish >= 0) worst = std::max(worst, job.finish - job.due);
        }
    }
    return worst;
}

RandomSetOptions small(std::uint64_t seed) {
    return {.order = Order::edf,
            .cpus_to = 1,
            .tasks_to = 4,
            .longest_period = 12,
            .deadlines = Deadlines::arbitrary,
            .longest_jitter = seed % 2 == 0 ? 0 : 10,
            .load_from = 40,
            .load_to = 105};
}

}  // namespace

TEST_CASE("edf-wcrt is the worst response over all alignments, ties in file order") {
    int exact = 0, unbounded = 0, late = 0;
    for (std::uint64_t seed = 0; seed < 1'500; ++seed) {
        const TaskSet set = random_task_set(seed, small(seed));
        Verdict verdict;
        run_edf_wcrt(set, verdict);
        CAPTURE(describe(set));
        CAPTURE(describe(verdict));
        const std::int64_t end = length_of_window(set);
        if (end > 20'000) {
            CHECK(std::none_of(verdict.bounds.begin(), verdict.bounds.end(), [](auto bound) { return bound; }));
            CHECK_FALSE(verdict.schedulable);
            ++unbounded;
            continue;
        }
        REQUIRE(verdict.why_not == "");
        bool in_time = true;
        for (std::size_t place = 0; place < set.size(); ++place) {
            CAPTURE(place);
            REQUIRE(verdict.bounds[place] == worst_alignment(set, place, end + 30));
            in_time = in_time && *verdict.bounds[place] <= set.tasks[place].deadline;
            ++exact;
        }
        CHECK(verdict.schedulable == in_time);
        late += !in_time;
    }
    CHECK(exact > 2'000);
    CHECK(unbounded > 50);
    CHECK(late > 100);
}

TEST_CASE("edf-wcrt agrees with edf-demand") {
    int passing = 0;
    for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
        const TaskSet set = random_task_set(seed, small(seed));
        Verdict responses, demand;
        run_edf_wcrt(set, responses);
        run_edf_demand(set, demand);
        if (!responses.why_not.empty()) continue;  // utilization 1 and jitter
        CAPTURE(describe(set));
        CHECK(responses.schedulable == demand.schedulable);
        passing += demand.schedulable;
    }
    CHECK(passing > 500);
}

TEST_CASE("edf-wcrt is reached, and not exceeded, by the simulator over every pair of offsets") {
    int tasks = 0;
    for (std::uint64_t seed = 0; seed < 120; ++seed) {
        RandomSetOptions options = small(0);
        options.tasks_from = options.tasks_to = 2;
        options.longest_period = 9;
        const TaskSet set = random_task_set(seed, options);
        Verdict verdict;
        run_edf_wcrt(set, verdict);
        if (!verdict.bounds[0]) continue;
        std::vector<std::int64_t> worst(set.size(), 0);
        for (std::int64_t a = 0; a < set.tasks[0].period; ++a) {
            for (std::int64_t b = 0; b < set.tasks[1].period; ++b) {
                System system = system_of(set, Arrivals::synchronous, seed, 400);
                std::get<Periodic>(system.tasks[0].releases).offset = {a};
                std::get<Periodic>(system.tasks[1].releases).offset = {b};
                const auto responses = simulated_responses(system, system.kernel);
                for (std::size_t i = 0; i < set.size(); ++i) worst[i] = std::max(worst[i], responses[i]);
            }
        }
        CAPTURE(describe(set));
        for (std::size_t i = 0; i < set.size(); ++i) CHECK(verdict.bounds[i] == worst[i]);
        tasks += 2;
    }
    CHECK(tasks > 150);
}

TEST_CASE("no response on one CPU under EDF exceeds edf-wcrt") {
    int bounded = 0;
    for (std::uint64_t seed = 0; seed < 600; ++seed) {
        const TaskSet set = random_task_set(seed, small(seed));
        Verdict verdict;
        run_edf_wcrt(set, verdict);
        if (!verdict.bounds[0]) continue;
        for (const Arrivals arrivals : {Arrivals::synchronous, Arrivals::offsets, Arrivals::sporadic}) {
            const System system = system_of(set, arrivals, seed, 600);
            CHECK(bound_exceeded(set, verdict, simulated_responses(system, system.kernel)) == "");
        }
        ++bounded;
    }
    CHECK(bounded > 400);
}

TEST_CASE("edf-wcrt with the longest times, and with a window of more jobs than anyone can count") {
    constexpr std::int64_t longest = kTimeLimitNs - 1;
    const auto run = [](const std::vector<SporadicTask>& tasks) {
        TaskSet set;
        set.order = Order::edf;
        for (const SporadicTask& task : tasks) set.add(task);
        Verdict verdict;
        run_edf_wcrt(set, verdict);
        return verdict;
    };
    CHECK(run({{longest, longest, longest}}).bounds.front() == longest);
    CHECK(run({{longest, longest, longest}, {1, longest, longest}}).bounds.front() == std::nullopt);
    // Due at once after the longest jitter, with the latest of deadlines.
    const Verdict late = run({{1, longest, longest, longest}, {1, longest, longest, longest}});
    CHECK(late.bounds == std::vector<std::optional<std::int64_t>>{longest + 1, longest + 2});
    CHECK_FALSE(late.schedulable);
    CHECK(run({{500'000'003, 1'000'000'007, 1'000'000'007}, {499'999'989, 999'999'979, 999'999'979}}).why_not != "");
}

TEST_CASE("edf-wcrt: a tie in whole time costs an instant less than ties broken at will") {
    // Two tasks of C = 2, T = D = 4. The first gets behind the second only if that is due an instant earlier.
    TaskSet set;
    set.order = Order::edf;
    set.add({2, 4, 4});
    set.add({2, 4, 4});
    Verdict verdict;
    run_edf_wcrt(set, verdict);
    CHECK(verdict.bounds == std::vector<std::optional<std::int64_t>>{3, 4});
}
