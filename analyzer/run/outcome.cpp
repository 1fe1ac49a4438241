// SPDX-License-Identifier: Apache-2.0
#include "analyzer/run/outcome.hpp"

#include <fmt/format.h>

#include <limits>
#include <utility>

#include "model/engine/simulation.hpp"

namespace pinstack {

Outcome run_variant(const System& system, const Variant& variant, const RunRequest& request) {
    Outcome outcome{.variant = variant, .result = {}, .why_not = {}, .series = {}, .ties = {}};
    RunOptions options;
    options.keep_jobs = request.jobs;
    if (request.all_episodes) options.keep_episodes = std::numeric_limits<std::size_t>::max();
    auto simulation = Simulation::create(system, variant, std::move(options));
    if (!simulation) {
        outcome.why_not = std::move(simulation.error());
        return outcome;
    }
    if (request.series) {
        SeriesRecorder recorder;
        outcome.result = simulation->run(&recorder);
        outcome.series = recorder.series();
    } else {
        outcome.result = simulation->run();
    }
    if (request.tie_orders > 0) outcome.ties = check_ties(system, variant, *outcome.result, request.tie_orders);
    if (request.feasibility) outcome.feasibility = feasibility_of(system, variant);
    return outcome;
}

std::string why_not_text(const Problems& problems) {
    constexpr std::size_t kShown = 2;
    std::string out;
    for (std::size_t i = 0; i < problems.size() && i < kShown; ++i) {
        const Problem& problem = problems[i];
        if (i > 0) out += "; ";
        if (!problem.where.pointer.empty()) out += problem.where.pointer + ": ";
        out += fmt::format("found {}, expected {}", problem.found, problem.expected);
    }
    if (problems.size() > kShown) out += fmt::format("; and {} more", problems.size() - kShown);
    return out;
}

}  // namespace pinstack
