// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/bound_check.hpp"

#include <algorithm>
#include <deque>
#include <utility>
#include <variant>

#include "analyzer/bounds/coverage.hpp"
#include "model/engine/simulation.hpp"

namespace pinstack {
namespace {

bool has_jitter(const System& system) {
    return std::any_of(system.tasks.begin(), system.tasks.end(), [](const Task& task) {
        return std::visit([](const auto& releases) { return releases.jitter > Duration{0}; }, task.releases);
    });
}

/// Responses from the due instants: a RunResult counts them from the releases, which jitter delays.
class ResponseRecorder : public Observer {
public:
    explicit ResponseRecorder(const System& system)
        : system_(system), due_(system.tasks.size()), longest_(system.tasks.size()) {}

    void released(Instant, JobId job, Instant deadline) override {
        due_[job.task].push_back(deadline.ns - system_.tasks[job.task].deadline.ns);
    }
    // Jobs of a task run one after the other.
    void completed(Instant at, JobId job, bool) override {
        std::optional<std::int64_t>& longest = longest_[job.task];
        longest = std::max(longest.value_or(0), at.ns - due_[job.task].front());
        due_[job.task].pop_front();
    }
    std::vector<std::optional<std::int64_t>> take() { return std::move(longest_); }

private:
    const System& system_;
    std::vector<std::deque<std::int64_t>> due_;
    std::vector<std::optional<std::int64_t>> longest_;
};

void note(SimulatedResponses& responses, const RunResult& result) {
    for (const TaskResult& task : result.tasks) {
        responses.missed.push_back(task.misses > 0);
        responses.longest.push_back(task.response.count() > 0 ? std::optional(task.response.max().ns) : std::nullopt);
    }
}

void run(SimulatedResponses& responses, std::span<const Outcome> at_hand) {
    const System& system = responses.system;
    const bool jitter = has_jitter(system);
    for (const Outcome& outcome : at_hand) {
        if (jitter || !(outcome.variant == system.kernel)) continue;
        responses.why_not = why_not_text(outcome.why_not);
        if (outcome.applicable()) note(responses, *outcome.result);
        return;
    }
    if (const auto horizon = resolve_horizon(system); !horizon) {
        responses.why_not = why_not_text(horizon.error());
        return;
    }
    auto simulation = Simulation::create(system, system.kernel, RunOptions{});
    if (!simulation) {
        responses.why_not = why_not_text(simulation.error());
        return;
    }
    if (!jitter) return note(responses, simulation->run());
    ResponseRecorder recorder(system);
    note(responses, simulation->run(&recorder));
    responses.longest = recorder.take();
}

bool is_same_run(const System& a, const System& b) {
    return a.kernel == b.kernel && std::equal(a.tasks.begin(), a.tasks.end(), b.tasks.begin(),
                                              [](const Task& x, const Task& y) { return x.home_cpu == y.home_cpu; });
}

/// Bounds are proved only where the run of the test is possible at all; one job that is late may be unfinished.
bool exceeds(const SimulatedResponses& run, std::size_t task, const Verdict& verdict) {
    const auto& bound = verdict.bounds[task];
    if (bound && run.longest[task] && *run.longest[task] > *bound) return true;
    const std::int64_t deadline = run.system.tasks[task].deadline.ns;
    return run.missed[task] && (verdict.schedulable || (bound && *bound <= deadline));
}

class Checker {
public:
    Checker(const System& system, const Analysis& analysis, const BoundCheckRequest& request)
        : system_(system), analysis_(analysis), request_(request) {
        check_.best.resize(system.tasks.size());
    }

    BoundCheck check() {
        for (std::size_t test = 0; test < analysis_.tests.size(); ++test) note_test(test);
        return std::move(check_);
    }

private:
    void note_test(std::size_t test) {
        const TestOutcome& outcome = analysis_.tests[test];
        TestCheck& noted = check_.tests.emplace_back();
        if (outcome.gave_up) check_.cut_short.push_back(test);
        if (!outcome.applicable()) return;
        noted.covers_own = covers_own_variant(system_, *outcome.test);
        if (noted.covers_own) note_own(test);
        if (outcome.test->family == TestFamily::placement && !request_.placements) return;
        if (noted.covers_own) {
            noted.run = check_.own_run = run_of(system_, false);
        } else if (std::optional<System> covered = covered_system(system_, outcome)) {
            noted.run = run_of(std::move(*covered), outcome.test->family == TestFamily::placement);
        }
        if (!noted.run || !check_.runs[*noted.run].is_run()) return;
        for (std::size_t task = 0; task < system_.tasks.size(); ++task) {
            if (exceeds(check_.runs[*noted.run], task, outcome.verdict)) check_.exceeded.push_back({test, task});
        }
    }

    void note_own(std::size_t test) {
        const TestOutcome& outcome = analysis_.tests[test];
        if (outcome.verdict.schedulable) check_.proved_by.push_back(test);
        for (std::size_t task = 0; task < system_.tasks.size(); ++task) {
            const auto& bound = outcome.verdict.bounds[task];
            BestBound& best = check_.best[task];
            if (bound && (!best.bound || *bound < *best.bound)) best = {bound, outcome.test};
        }
    }

    /// Runs what has not been run.
    std::size_t run_of(System system, bool is_placement) {
        std::vector<SimulatedResponses>& runs = check_.runs;
        for (std::size_t i = 0; i < runs.size(); ++i) {
            if (is_same_run(runs[i].system, system)) return i;
        }
        runs.push_back({.system = std::move(system), .why_not = {}, .longest = {}, .missed = {}});
        // Outcomes at hand are of the homes that the file has.
        run(runs.back(), is_placement ? std::span<const Outcome>() : request_.at_hand);
        return runs.size() - 1;
    }

    const System& system_;
    const Analysis& analysis_;
    const BoundCheckRequest& request_;
    BoundCheck check_;
};

}  // namespace

std::optional<std::int64_t> BoundCheck::longest(std::size_t test, std::size_t task) const {
    if (!tests[test].run || !runs[*tests[test].run].is_run()) return std::nullopt;
    return runs[*tests[test].run].longest[task];
}

bool BoundCheck::is_exceeded(std::size_t test, std::size_t task) const {
    return std::any_of(exceeded.begin(), exceeded.end(),
                       [&](const ExceededBound& each) { return each.test == test && each.task == task; });
}

BoundCheck check_bounds(const System& system, const Analysis& analysis, const BoundCheckRequest& request) {
    return Checker(system, analysis, request).check();
}

}  // namespace pinstack
