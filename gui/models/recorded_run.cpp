// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/recorded_run.hpp"

#include <limits>
#include <utility>

#include "gui/models/recorder.hpp"
#include "gui/models/timeline/timeline_index.hpp"
#include "model/engine/simulation.hpp"

namespace pinstack::gui {

RecordedRunPtr run_recorded(std::shared_ptr<const System> system, const Variant& variant, std::stop_token stop) {
    auto run = std::make_shared<RecordedRun>();
    run->system = std::move(system);
    run->outcome.variant = variant;
    RunOptions options;
    options.keep_jobs = true;
    options.keep_episodes = std::numeric_limits<std::size_t>::max();
    auto simulation = Simulation::create(*run->system, variant, std::move(options));
    if (!simulation) {
        run->outcome.why_not = std::move(simulation.error());
        return run;
    }
    Recorder recorder(run->system->tasks.size(), run->system->platform.cpus, std::move(stop));
    try {
        run->outcome.result = simulation->run(&recorder);
    } catch (const RunCancelled&) {
        return nullptr;
    }
    const auto horizon = resolve_horizon(*run->system);
    const bool drains = horizon.has_value() && !horizon->has_value();
    run->recording = recorder.take(Instant{run->outcome.result->span.ns}, drains);
    run->recording.has_rt_throttling = run->outcome.result->throttling.has_value();
    run->timeline = std::make_shared<const TimelineIndex>(run->recording, run->outcome.result->stacking.episodes,
                                                          run->system->tasks.size());
    return run;
}

RecordedComparisonPtr compare_recorded(const std::shared_ptr<const System>& system,
                                       const std::vector<Variant>& variants, const std::stop_token& stop,
                                       const std::function<void(std::size_t)>& done) {
    auto comparison = std::make_shared<RecordedComparison>();
    for (const Variant& variant : variants) {
        RecordedRunPtr run = run_recorded(system, variant, stop);
        if (run == nullptr) return nullptr;
        if (is_ideal(variant)) comparison->baseline = comparison->runs.size();
        comparison->runs.push_back(std::move(run));
        if (done) done(comparison->runs.size());
    }
    return comparison;
}

}  // namespace pinstack::gui
