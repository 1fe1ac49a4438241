// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/workload/edf_descent.hpp"

#include "analyzer/bounds/pinned/pinned.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_task_set.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/slow_carry_in.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

/// Goes down from the deadlines as far as it can, on a set that nothing else has looked at.
std::vector<std::int64_t> lowered(const TaskSet& set, Waiting waiting, std::size_t steps = kGlobalSteps) {
    Interferers interferers(set);
    StepBudget budget(steps);
    EdfDescent descent(set, interferers, budget, waiting);
    ResponsesFromAbove responses(set);
    const auto at_once = [](std::size_t, std::span<const std::int64_t> all, SearchRange range) {
        return std::max(range.least, all.empty() ? 0 : std::int64_t{1});
    };
    REQUIRE(responses.set_least(at_once));
    std::vector<std::int64_t> most_blocked(set.size(), kUnbounded), windows(set.sections.size(), kUnbounded);
    for (std::size_t place = 0; place < set.size(); ++place) {
        if (set.tasks[place].sectioned == 0) most_blocked[place] = 0;
    }
    descent.lower(responses, waiting == Waiting::pinned ? PinnedWaits{most_blocked, windows} : PinnedWaits{});
    return {responses.responses().begin(), responses.responses().end()};
}

/// R = C + floor(sum / m) at R itself, with the least responses there can be of the others.
bool is_solution(const TaskSet& set, std::size_t k, const std::vector<std::int64_t>& responses) {
    const SporadicTask& task = set.tasks[k];
    const std::int64_t delay = responses[k] - task.wcet + 1;
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < set.size(); ++i) {
        if (i == k) continue;
        sum += std::min({slow_workload(set.tasks[i], responses[i], responses[k]),
                         slow_edf_workload(set.tasks[i], responses[i], task.deadline), delay});
    }
    return sum < set.cpus * delay;
}

struct Row {
    Waiting waiting;
    void (*run)(const TaskSet&, Verdict&);
};
constexpr Row kRows[] = {
    {Waiting::for_work, run_pinned_none}, {Waiting::pinned, run_pinned_shift}, {Waiting::for_sections, run_pinned_np}};

TaskSet edf_set(std::uint64_t seed) {
    return random_task_set(seed, {.order = Order::edf, .load_from = 15, .load_to = 70, .section_share = 70});
}

}  // namespace

TEST_CASE("what is lowered are bounds: solutions of their equation, and no less than the bounds in the end") {
    for (const Row& row : kRows) {
        int less = 0, closest = 0, all = 0;
        for (std::uint64_t seed = 0; seed < rounds(2'000); ++seed) {
            const TaskSet set = edf_set(seed);
            const std::vector<std::int64_t> responses = lowered(set, row.waiting);
            Verdict verdict;
            row.run(set, verdict);
            CAPTURE(describe(set), responses, static_cast<int>(row.waiting));
            for (std::size_t k = 0; k < set.size(); ++k) {
                if (responses[k] < set.tasks[k].deadline) {
                    ++less;
                    CHECK(is_solution(set, k, responses));
                }
                if (!verdict.schedulable) continue;
                CHECK(responses[k] >= *verdict.bounds[k]);
                closest += responses[k] == *verdict.bounds[k];
                ++all;
            }
        }
        CAPTURE(static_cast<int>(row.waiting));
        CHECK(less > 1'000);
        CHECK(closest > all * 3 / 4);
    }
}

TEST_CASE("nothing is lowered where times are too long for doubles, nor beyond the budget") {
    TaskSet set = edf_set(3);
    std::vector<std::int64_t> deadlines;
    for (const SporadicTask& task : set.tasks) deadlines.push_back(task.deadline);
    REQUIRE(lowered(set, Waiting::for_work) != deadlines);
    CHECK(lowered(set, Waiting::for_work, 1) == deadlines);
    set.add({1, std::int64_t{1} << 50, std::int64_t{1} << 50});
    deadlines.push_back(std::int64_t{1} << 50);
    CHECK(lowered(set, Waiting::for_work) == deadlines);
}
