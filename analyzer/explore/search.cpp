// SPDX-License-Identifier: Apache-2.0
#include "analyzer/explore/search.hpp"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <mutex>
#include <numeric>
#include <utility>

#include "analyzer/explore/plan_moves.hpp"
#include "model/engine/simulation.hpp"
#include "model/system/load.hpp"

namespace pinstack {

namespace {

constexpr std::uint64_t kRunsOfRestart = 100;
constexpr std::uint64_t kPatience = 40;  // steps without gain before a restart ends

struct Found {
    ReleasePlan plan;
    Score score;
    std::uint64_t runs = 0;
};

class Searcher {
public:
    Searcher(const System& system, const SearchSpec& spec, PlanRules rules)
        : system_(system), spec_(spec), rules_(std::move(rules)), own_(own_plan(system, rules_)) {
        by_urgency_.resize(system.tasks.size());
        std::iota(by_urgency_.begin(), by_urgency_.end(), 0U);
        // The order of urgency where there is one; under EDF that of deadlines, which it is for jobs that come
        // together.
        const auto less_urgent = [&](std::uint32_t a, std::uint32_t b) {
            const Task& x = system_.tasks[a];
            const Task& y = system_.tasks[b];
            if (system_.kernel.order == Order::fp && x.priority && y.priority) return *x.priority < *y.priority;
            return x.deadline > y.deadline;
        };
        std::stable_sort(by_urgency_.begin(), by_urgency_.end(), less_urgent);
    }

    const ReleasePlan& own() const { return own_; }

    RunResult run(const ReleasePlan& plan) const {
        RunOptions options;
        options.keep_episodes = 0;
        // A plan changes releases only, so what was possible stays so.
        return Simulation::create(with_plan(system_, plan), system_.kernel, std::move(options)).value().run();
    }
    Score score(const ReleasePlan& plan) const { return score_of(system_, run(plan), spec_.objective); }

    Found restart(std::uint64_t number, const std::stop_token& stop) const {
        PlanDraws draws(spec_.seed, number);
        Found best{begin(number, draws), {}, 1};
        best.score = score(best.plan);
        std::uint64_t without_gain = 0;
        while (best.runs < kRunsOfRestart && without_gain < kPatience && !stop.stop_requested()) {
            ReleasePlan next = best.plan;
            move_something(next, rules_, draws);
            const Score score_of_next = score(next);
            ++best.runs;
            without_gain = score_of_next > best.score ? 0 : without_gain + 1;
            if (score_of_next < best.score) continue;
            best.score = score_of_next;
            best.plan = std::move(next);
        }
        return best;
    }

private:
    ReleasePlan begin(std::uint64_t number, PlanDraws& draws) const {
        if (number == 0) return own_;
        return number % 2 == 1 ? chain_plan(own_, rules_, by_urgency_, draws) : random_plan(own_, rules_, draws);
    }

    const System& system_;
    const SearchSpec& spec_;
    PlanRules rules_;
    ReleasePlan own_;
    std::vector<std::uint32_t> by_urgency_;  // the least urgent first
};

Duration default_window(const System& system) {
    const PlanRules rules = PlanRules::of(system, {0});
    std::int64_t longest = 0;
    for (const auto& task : rules.tasks) longest = std::max(longest, task.distance);
    return {2 * longest};
}

}  // namespace

Result<SearchResult> search_worst_case(const System& system, const SearchSpec& spec, const std::stop_token& stop,
                                       const SearchProgress& progress) {
    if (Problems problems = check_variant(system, system.kernel); !problems.empty()) {
        return tl::unexpected(std::move(problems));
    }
    const Duration window = spec.window.ns > 0 ? spec.window : default_window(system);
    if (window.ns == 0) {
        return fail("a system whose releases are all given", "a task with a period or min_interarrival",
                    "`releases` are taken as they are, so there is nothing to vary");
    }
    const Searcher searcher(system, spec, PlanRules::of(system, window));
    const std::uint64_t restarts = std::max<std::uint64_t>(spec.evaluations / kRunsOfRestart, 1);
    std::vector<Found> found(restarts);
    std::mutex reporting;
    std::uint64_t done = 0;
    oneapi::tbb::parallel_for(std::uint64_t{0}, restarts, [&](std::uint64_t number) {
        if (stop.stop_requested() && number > 0) return;
        found[number] = searcher.restart(number, stop);
        const std::lock_guard lock(reporting);
        done += kRunsOfRestart;
        if (progress) progress(std::min(done, spec.evaluations), spec.evaluations);
    });

    SearchResult result;
    result.stopped = stop.stop_requested();
    result.own = searcher.score(searcher.own());
    for (std::uint64_t number = 0; number < restarts; ++number) {
        if (found[number].runs == 0) continue;  // not begun
        ++result.restarts;
        result.evaluations += found[number].runs;
        if (found[number].score > found[result.found_by].score) result.found_by = number;
    }
    const Found& best = found[result.found_by];
    result.worst = best.score;
    result.witness = with_plan(system, best.plan);
    result.run = searcher.run(best.plan);
    return result;
}

}  // namespace pinstack
