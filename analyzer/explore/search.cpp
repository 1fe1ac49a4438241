// SPDX-License-Identifier: Apache-2.0
#include "analyzer/explore/search.hpp"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <numeric>
#include <utility>

#include "analyzer/explore/plan_moves.hpp"
#include "model/engine/simulation.hpp"
#include "model/system/load.hpp"

namespace pinstack {

namespace {

constexpr std::uint64_t kRunsOfRestart = 100;
constexpr std::uint64_t kRestartsAtOnce = 1024;  // then only the best is kept
constexpr std::uint64_t kPatience = 40;          // steps without gain before a restart ends

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
            if (system_.kernel.order != Order::edf && x.priority && y.priority) return *x.priority < *y.priority;
            return x.deadline > y.deadline;
        };
        std::stable_sort(by_urgency_.begin(), by_urgency_.end(), less_urgent);
    }

    const ReleasePlan& own() const { return own_; }

    Score score(const ReleasePlan& plan) const { return score_of(system_, run_plan(system_, plan), spec_.objective); }

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

}  // namespace

Duration default_window(const System& system) {
    const PlanRules rules = PlanRules::of(system, {0});
    std::int64_t longest = 0;
    for (const auto& task : rules.tasks) longest = std::max(longest, task.distance);
    return {2 * longest};
}

RunResult run_plan(const System& system, const ReleasePlan& plan) {
    RunOptions options;
    options.keep_episodes = 0;
    // A plan changes releases only, so what was possible stays so.
    return Simulation::create(with_plan(system, plan), system.kernel, std::move(options)).value().run();
}

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
    const auto begin = std::chrono::steady_clock::now();
    const auto is_over = [&] {
        return stop.stop_requested() || (spec.time.count() > 0 && std::chrono::steady_clock::now() - begin > spec.time);
    };
    const std::uint64_t restarts = std::max<std::uint64_t>(spec.evaluations / kRunsOfRestart, 1);
    SearchResult result;
    result.own = searcher.score(searcher.own());
    Found best;
    std::vector<Found> found;
    std::mutex reporting;
    std::uint64_t done = 0;
    for (std::uint64_t first = 0; first < restarts && (first == 0 || !is_over()); first += kRestartsAtOnce) {
        const std::uint64_t count = std::min(restarts - first, kRestartsAtOnce);
        found.assign(count, {});
        oneapi::tbb::parallel_for(std::uint64_t{0}, count, [&](std::uint64_t place) {
            if (first + place > 0 && is_over()) return;
            found[place] = searcher.restart(first + place, stop);
            const std::lock_guard lock(reporting);
            done += kRunsOfRestart;
            if (progress) progress(std::min(done, spec.evaluations), spec.evaluations);
        });
        for (std::uint64_t place = 0; place < count; ++place) {
            if (found[place].runs == 0) continue;  // not begun
            ++result.restarts;
            result.evaluations += found[place].runs;
            if (first + place > 0 && !(found[place].score > best.score)) continue;
            best = std::move(found[place]);
            result.found_by = first + place;
        }
    }
    result.stopped = result.restarts < restarts || stop.stop_requested();
    result.worst = best.score;
    result.witness = with_plan(system, best.plan);
    result.run = run_plan(system, best.plan);
    return result;
}

}  // namespace pinstack
