// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/partition/c_equals_d.hpp"

#include <algorithm>
#include <random>
#include <tuple>

#include "analyzer/bounds/partition/partition.hpp"
#include "analyzer/bounds/uniprocessor/uniprocessor.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/random_task_set.hpp"
#include "tests/support/slow_one_cpu.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

TaskSet random_set(std::uint64_t seed) {
    return random_task_set(seed, {.order = Order::edf,
                                  .cpus_from = 2,
                                  .cpus_to = 3,
                                  .tasks_from = 3,
                                  .tasks_to = 6,
                                  .longest_period = 60,
                                  .deadlines = seed % 4 != 0 ? Deadlines::implicit : Deadlines::constrained,
                                  .load_from = 80,
                                  .load_to = 120});
}

/// The pieces on one CPU, each as a task of its own.
TaskSet pieces_on(const TaskSet& set, const SplitPlan& plan, CpuId cpu, std::vector<TaskPiece>& pieces) {
    TaskSet out;
    out.order = Order::edf;
    pieces.clear();
    for (const TaskPiece& piece : plan.pieces) {
        if (piece.cpu != cpu) continue;
        out.add({piece.wcet, set.tasks[piece.place].period, piece.deadline});
        pieces.push_back(piece);
    }
    return out;
}

/// Releases of every task, sporadic; the pieces follow them by their offsets. Is a piece late?
bool some_piece_is_late(const TaskSet& set, const SplitPlan& plan, std::uint64_t seed) {
    constexpr std::int64_t kEnd = 200;
    std::mt19937_64 random(seed);
    std::vector<std::vector<std::int64_t>> releases(set.size());
    const bool dense = chance(random, 40);
    for (std::size_t i = 0; i < set.size(); ++i) {
        for (std::int64_t t = dense ? 0 : pick(random, 0, 20); t < kEnd;) {
            releases[i].push_back(t);
            t += set.tasks[i].period + (dense ? 0 : pick(random, 0, 3));
        }
    }
    std::vector<TaskPiece> pieces;
    for (CpuId cpu = 0; cpu < set.cpus; ++cpu) {
        const TaskSet tasks = pieces_on(set, plan, cpu, pieces);
        std::vector<SlowJob> jobs;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            for (const std::int64_t release : releases[pieces[i].place]) {
                const std::int64_t at = release + pieces[i].offset;
                jobs.push_back({i, at, at, at + pieces[i].deadline});
            }
        }
        run_slowly(tasks, std::vector<std::vector<Stretch>>(pieces.size()), jobs, kEnd + 100);
        for (const SlowJob& job : jobs) {
            if (job.finish < 0 || job.finish > job.deadline) return true;
        }
    }
    return false;
}

}  // namespace

TEST_CASE("c-equals-d: the pieces of a task follow each other, make up the task, and none is late") {
    int split = 0, refused = 0;
    for (std::uint64_t seed = 0; seed < 4'000; ++seed) {
        const TaskSet set = random_set(seed);
        CAPTURE(describe(set));
        const SplitPlan plan = split_c_equals_d(set);
        Verdict verdict;
        run_c_equals_d(set, verdict);
        REQUIRE(verdict.schedulable == plan.complete);
        refused += !plan.complete;
        if (!plan.complete) continue;
        for (std::uint32_t place = 0; place < set.size(); ++place) {
            std::vector<TaskPiece> own;
            for (const TaskPiece& piece : plan.pieces) {
                if (piece.place == place) own.push_back(piece);
            }
            std::int64_t done = 0;
            for (std::size_t i = 0; i < own.size(); ++i) {
                CHECK(own[i].offset == done);
                if (i + 1 < own.size()) CHECK(own[i].deadline == own[i].wcet);
                CHECK(std::count_if(own.begin(), own.end(),
                                    [&](const TaskPiece& other) { return other.cpu == own[i].cpu; }) == 1);
                done += own[i].wcet;
            }
            CHECK(done == set.tasks[place].wcet);
            CHECK(own.back().offset + own.back().deadline == set.tasks[place].deadline);
            CHECK(verdict.bounds[place] == set.tasks[place].deadline);
            CHECK(verdict.placement[place] == (own.size() == 1 ? own.front().cpu : kNoCpu));
            split += own.size() > 1;
        }
        for (std::uint64_t run = 0; run < 3; ++run) CHECK_FALSE(some_piece_is_late(set, plan, 3 * seed + run));
    }
    CHECK(split > 50);
    CHECK(refused > 200);
}

TEST_CASE("c-equals-d accepts what partition-ff accepts, and more; no piece could be longer") {
    int by_first_fit = 0, by_splitting = 0, checked = 0;
    for (std::uint64_t seed = 0; seed < 4'000; ++seed) {
        const TaskSet set = random_set(seed);
        Verdict first_fit, splitting;
        run_partition_ff(set, first_fit);
        run_c_equals_d(set, splitting);
        CHECK(first_fit.schedulable <= splitting.schedulable);
        by_first_fit += first_fit.schedulable;
        by_splitting += splitting.schedulable;

        // The first split task: with its piece one instant longer, the CPU (as it is now, with more) fails.
        const SplitPlan plan = split_c_equals_d(set);
        const auto piece = std::find_if(plan.pieces.begin(), plan.pieces.end(), [&](const TaskPiece& it) {
            return it.wcet < set.tasks[it.place].wcet && it.offset == 0;
        });
        if (!plan.complete || piece == plan.pieces.end()) continue;
        std::vector<TaskPiece> pieces;
        TaskSet tasks = pieces_on(set, plan, piece->cpu, pieces);
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            if (pieces[i].place != piece->place) continue;
            ++tasks.tasks[i].wcet;
            ++tasks.tasks[i].deadline;
        }
        Verdict longer;
        run_edf_demand(tasks, longer);
        CHECK_FALSE(longer.schedulable);
        ++checked;
    }
    CHECK(by_splitting > by_first_fit + 50);
    CHECK(checked > 50);
}

TEST_CASE("c-equals-d: the longest piece comes first, wherever that is") {
    // 6 fit beside 14 of 20, 7 beside 13: 7 go to CPU 1, and what is left of 12 to CPU 0.
    TaskSet set;
    set.cpus = 2;
    set.order = Order::edf;
    for (const std::int64_t wcet : {14, 13, 12}) set.add({wcet, 20, 20});
    const SplitPlan plan = split_c_equals_d(set);
    REQUIRE(plan.complete);
    REQUIRE(plan.pieces.size() == 4);
    const TaskPiece &first = plan.pieces[2], &rest = plan.pieces[3];
    CHECK(std::tuple(first.place, first.cpu, first.offset, first.wcet, first.deadline) == std::tuple(2u, 1, 0, 7, 7));
    CHECK(std::tuple(rest.place, rest.cpu, rest.offset, rest.wcet, rest.deadline) == std::tuple(2u, 0, 7, 5, 13));
}

TEST_CASE("c-equals-d: three tasks of 2/3 on two CPUs") {
    TaskSet set;
    set.cpus = 2;
    set.order = Order::edf;
    for (int i = 0; i < 3; ++i) set.add({2, 3, 3});
    Verdict verdict;
    run_partition_ff(set, verdict);
    CHECK_FALSE(verdict.schedulable);
    run_c_equals_d(set, verdict);
    CHECK(verdict.schedulable);
    CHECK(verdict.placement == std::vector<CpuId>{0, 1, kNoCpu});
}
