// SPDX-License-Identifier: Apache-2.0
//
// Random valid systems with every feature mixed, under every balancer with every option: what holds of every run must
// hold of theirs, the same run gives the same result however it is asked for, and a file of the system gives it too.
// A failure is reported as the smallest system file that shows it.
#include <cstdio>
#include <map>
#include <stdexcept>

#include "model/engine/simulation.hpp"
#include "model/system/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/print_difference.hpp"
#include "tests/support/random_mix.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/run_invariants.hpp"
#include "tests/support/shrink_system.hpp"

namespace pinstack::test {
namespace {

/// Ends a run that does not.
class Patience : public Observer {
public:
    struct Lost : std::runtime_error {
        Lost() : std::runtime_error("the run does not end") {}
    };
    void job_interval(const JobInterval&) override { count(); }
    void capacity_interval(const CapacityInterval&) override { count(); }

private:
    void count() {
        if (++intervals_ > 3'000'000) throw Lost();
    }
    int intervals_ = 0;
};

std::optional<std::string> problem_of_runs(const System& system) {
    RunOptions options;
    options.keep_jobs = true;
    const Result<Simulation> simulation = Simulation::create(system, system.kernel, options);
    if (!simulation) return "refused: " + to_text(simulation.error());
    Patience observer;
    const RunResult first = simulation->run(&observer);
    if (auto broken = broken_invariant(system, first)) return broken;
    const auto differs = [&](const char* what, const RunResult& other) -> std::optional<std::string> {
        const auto difference = test::difference(first, other);
        return difference ? std::optional(std::string(what) + ": " + *difference) : std::nullopt;
    };
    if (auto found = differs("run again", simulation->run(&observer))) return found;
    if (auto found = differs("not watched", simulation->run())) return found;

    const Result<System> read = parse_system(save_system(system), "saved");
    if (!read) return "saved and not readable: " + to_text(read.error());
    const Result<Simulation> of_file = Simulation::create(*read, read->kernel, options);
    if (!of_file) return "saved, read and refused: " + to_text(of_file.error());
    if (auto found = differs("saved and read", of_file->run())) return found;

    // Without the jobs, percentiles may be rounded: all else is the same.
    RunResult lean = Simulation::create(system, system.kernel, {})->run();
    lean.jobs = first.jobs;
    if (auto found = differs("without jobs", lean)) return found;

    return std::nullopt;
}

/// The first thing wrong with the system's runs; also where one throws, as it does when its accounts do not add up.
std::optional<std::string> problem_of(const System& system) {
    try {
        return problem_of_runs(system);
    } catch (const std::exception& error) {
        return std::string("thrown: ") + error.what();
    }
}

/// Up to the first figure, which shrinking changes.
std::string kind_of(const std::string& problem) { return problem.substr(0, problem.find_first_of("0123456789(")); }

}  // namespace

TEST_CASE("everything mixed: runs add up, end, and can be repeated", "[structured]") {
    std::map<std::string_view, int> seen;
    const std::uint64_t first = first_seed();
    for (std::uint64_t seed = first; seed < first + rounds(400); ++seed) {
        const System system = random_mix(seed);
        for (const MixedFeature& feature : mixed_features()) seen[feature.name] += feature.is_in(system);
        const auto problem = problem_of(system);
        if (!problem) continue;
        const std::string kind = kind_of(*problem);
        const System least = shrink(system, [&](const System& smaller) {
            if (!check_system(smaller).empty()) return false;
            const auto still = problem_of(smaller);
            return still && kind_of(*still) == kind;
        });
        std::fputs(save_system(least).c_str(), stdout);  // Catch2 would break its lines
        FAIL("seed " << seed << ": " << *problem
                     << "\nthe smallest system found, above: " << problem_of(least).value_or("none"));
    }
    // Else the mixture would not be one.
    for (const MixedFeature& feature : mixed_features()) {
        INFO(feature.name);
        CHECK(seen[feature.name] > 0);
    }
}

}  // namespace pinstack::test
