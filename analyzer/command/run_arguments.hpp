// SPDX-License-Identifier: Apache-2.0
//
// What `simulate` and `compare` have in common on the command line: overrides of the file, what to measure, how
// to report, when to fail.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/command/arguments.hpp"
#include "analyzer/command/output.hpp"
#include "analyzer/run/condition.hpp"
#include "analyzer/run/outcome.hpp"
#include "analyzer/run/timeline.hpp"
#include "model/system/load.hpp"

namespace pinstack {

enum class ReportFormat : std::uint8_t { text, json, html, svg };

/// The words as given.
struct RunWords {
    std::string file;
    std::optional<std::string> order, horizon, seed, ties, window;
    std::vector<std::string> fail_on;
    bool jobs = false, episodes = false, series = false;
    std::string format = "text";
    std::string output = "-";

    void declare(Arguments& arguments);
};

/// The words understood.
struct RunSettings {
    RunRequest request;
    ReportFormat format = ReportFormat::text;
    std::string output;
    std::vector<Condition> conditions;
    std::optional<Window> window;
    std::optional<Order> order;
    std::optional<Horizon> horizon;
    std::optional<std::uint64_t> seed;
};

/// Every word that cannot be understood is a problem.
Result<RunSettings> understand(const RunWords& words);

/// Loads the file with the settings in place of its own; says so where the horizon asked for does not exist.
/// `variant` says what becomes of the file's own variant; the order is seen to here.
Result<System> load_with(const RunSettings& settings, const std::string& file, LoadOptions variant);

/// Opens the output unless it would overwrite the input.
Output::Done open_output(Output& output, const RunSettings& settings, const std::string& input);

/// Problems of --window that show only after the runs: it begins after their end.
Problems check_window(const RunSettings& settings, std::span<const Outcome> outcomes);

/// Reports on standard error which conditions hold; the exit code.
int check_conditions(const std::vector<Condition>& conditions, std::span<const Outcome> outcomes);

}  // namespace pinstack
