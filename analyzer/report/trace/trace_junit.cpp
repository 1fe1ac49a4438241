// SPDX-License-Identifier: Apache-2.0
//
// A case for the reading, which fails where something is missing in the trace, and one for each task, which fails where
// it lost CPU time to stacking. With a simulation beside it, one more, which fails at a divergence.
#include <fmt/format.h>

#include <algorithm>

#include "analyzer/report/time_scale.hpp"
#include "analyzer/report/trace/trace_report.hpp"
#include "analyzer/report/version.hpp"

namespace pinstack {

namespace {

using Verdict = JunitCase::Verdict;
constexpr std::size_t kMostTasks = 1000;

JunitCase case_of_reading(const TraceRun& run) {
    JunitCase out{.name = "the trace is whole"};
    if (run.doubts == 0 && run.input.damaged.count == 0 && run.input.end_error.empty()) return out;
    out.verdict = Verdict::failed;
    out.message = fmt::format("{} lost from sight, {}", counted(run.doubts, "place"),
                              counted(run.input.damaged.count, "damaged line"));
    return out;
}

JunitCase case_of_task(const TraceTask& task) {
    JunitCase out{.name = task.name + ": no stacking loss"};
    if (task.stacking_loss.ns == 0) return out;
    out.verdict = Verdict::failed;
    out.message = fmt::format("waited pinned for {} while CPUs idled", time_text(task.stacking_loss.ns));
    return out;
}

JunitCase case_of_comparison(const TraceComparison& against) {
    JunitCase out{.name = "runs as simulated"};
    if (!against.first) return out;
    out.verdict = Verdict::failed;
    out.message = against_findings(against)[1];
    out.details = against_findings(against)[0];
    return out;
}

}  // namespace

JunitSuite trace_suite(const TraceReport& report) {
    const TraceRun& run = report.run;
    JunitSuite suite{.name = run.file, .classname = run.file};
    suite.properties = {{"version", std::string(version())}, {"cpus", std::to_string(run.cpus.size())}};
    suite.cases.push_back(case_of_reading(run));
    for (std::size_t i = 0; i < std::min(kMostTasks, run.tasks.size()); ++i)
        suite.cases.push_back(case_of_task(run.tasks[i]));
    if (report.against != nullptr) suite.cases.push_back(case_of_comparison(*report.against));
    return suite;
}

}  // namespace pinstack
