// SPDX-License-Identifier: Apache-2.0
//
// What `simulate` and `compare` have in common on the command line: overrides of the file, what to measure, how
// to report, when to fail.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/command/arguments.hpp"
#include "analyzer/export/trace_export.hpp"
#include "analyzer/file/output.hpp"
#include "analyzer/report/run_report.hpp"
#include "analyzer/run/condition.hpp"
#include "analyzer/run/outcome.hpp"
#include "analyzer/run/overrides.hpp"

namespace pinstack {

/// The words as given.
struct RunWords {
    std::string file;
    std::optional<std::string> order, horizon, seed, ties, window;
    std::vector<std::string> fail_on;
    bool jobs = false, episodes = false, series = false;
    bool traces = false;    ///< the command writes traces, too
    bool analyzes = false;  ///< the command makes schedulability tests, too: --fail-on may ask for their verdict
    std::string format = "text";
    std::string output = "-";

    void declare(Arguments& arguments);
    /// Without the file, and where and how the report is written.
    void declare_run(Arguments& arguments);
};

/// The words understood.
struct RunSettings {
    RunRequest request;
    ReportFormat format = ReportFormat::text;
    std::optional<TraceFormat> trace;  ///< in place of a report
    std::string output;
    std::vector<Condition> conditions;
    std::optional<Window> window;
    Overrides overrides;
};

/// Does the format have room for what is asked for?
Problems check_request(ReportFormat format, const RunRequest& request);

/// Every word that cannot be understood is a problem.
Result<RunSettings> understand(const RunWords& words);

/// Loads the file with the overrides in place of its own. `options` say what becomes of the file's own variant.
Result<System> load_with(const Overrides& overrides, const std::string& file, const LoadOptions& options);

/// Runs nothing: writes the report of what was run to the output that was opened with these settings.
/// kDone, 1 where a condition of --fail-on holds, or an error that is reported.
int write_and_judge(Output& output, const RunReport& report, const RunSettings& settings);

/// Says on standard error which conditions hold; the exit code.
int judge(const std::vector<Condition>& conditions, const Comparison& runs);

/// Opens the output unless it would overwrite the input.
Output::Done open_output(Output& output, const std::string& target, const std::string& input);

/// The help of --balancer: the names there are.
std::string balancer_help();

}  // namespace pinstack
