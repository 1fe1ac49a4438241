// SPDX-License-Identifier: Apache-2.0
//
// A suite of its own: a case for each test, and one for each task with its best bound. A test that proves nothing has
// not failed: it is skipped, and says why. A bound that the simulation exceeds is an error.
#include <fmt/format.h>

#include <algorithm>

#include "analyzer/report/analysis/analysis_findings.hpp"
#include "analyzer/report/analysis/analysis_report.hpp"
#include "analyzer/report/analysis/analysis_tables.hpp"
#include "analyzer/report/time_scale.hpp"
#include "analyzer/report/version.hpp"

namespace pinstack {
namespace {

using CaseVerdict = JunitCase::Verdict;

constexpr std::size_t kMostTasks = 1000;  // of a suite: as junit_report.hpp

std::string exact(std::int64_t ns) { return to_text(Duration{ns}); }

JunitCase case_of_test(const AnalysisReport& report, std::size_t test) {
    const TestOutcome& outcome = report.analysis.tests[test];
    JunitCase out{.name = std::string(outcome.test->id)};
    if (!outcome.applicable()) {
        out.verdict = CaseVerdict::skipped;
        out.message = "not applicable: " + outcome.why_not;
        return out;
    }
    out.name += " under " + covered_text(report, test);
    const auto& exceeded = report.check.exceeded;
    const auto of_test = [&](const ExceededBound& each) { return each.test == test; };
    if (std::any_of(exceeded.begin(), exceeded.end(), of_test)) {
        out.verdict = CaseVerdict::error;
        out.message = defect_sentence(report);
    } else if (!outcome.verdict.schedulable) {
        const auto& bounds = outcome.verdict.bounds;
        const auto bounded = std::count_if(bounds.begin(), bounds.end(), [](const auto& bound) { return !!bound; });
        out.verdict = CaseVerdict::skipped;
        out.message = fmt::format("not proved; {} of {} with a bound", bounded, counted(bounds.size(), "task"));
    }
    return out;
}

JunitCase case_of_task(const AnalysisReport& report, std::size_t task, CaseVerdict unproved) {
    const Task& each = report.system.tasks[task];
    const BestBound& best = report.check.best[task];
    JunitCase out{.name = each.name + ": response bound"};
    if (best.bound && *best.bound <= each.deadline.ns) return out;
    out.verdict = unproved;
    out.message = best.bound ? fmt::format("the best bound, {} by {}, is beyond the deadline of {}", exact(*best.bound),
                                           best.test->id, exact(each.deadline.ns))
                             : fmt::format("no test proves the deadline of {}", exact(each.deadline.ns));
    if (!report.check.own_run) return out;
    const SimulatedResponses& run = report.check.runs[*report.check.own_run];
    if (run.is_run() && run.longest[task]) out.message += "; simulated maximum " + exact(*run.longest[task]);
    return out;
}

}  // namespace

JunitSuite analysis_suite(const AnalysisReport& report, CaseVerdict unproved) {
    const std::string own = to_text(report.system.kernel);
    JunitSuite suite{.name = (report.system.name.empty() ? report.file : report.system.name) + " analyzed under " + own,
                     .classname = report.file};
    suite.properties = {{"pinstack_version", std::string(version())},
                        {"system", report.system.name},
                        {"cpus", std::to_string(report.system.platform.cpus)},
                        {"tasks", std::to_string(report.system.tasks.size())},
                        {"order", std::string(name_of(report.system.kernel.order))},
                        {"variant", own},
                        {"proved_by", test_list(report, report.check.proved_by)}};
    for (std::size_t test = 0; test < report.analysis.tests.size(); ++test) {
        suite.cases.push_back(case_of_test(report, test));
    }
    // Without a test that applies nothing is known of any task.
    if (own_tests(report).empty()) return suite;
    std::size_t left_out = 0;
    for (std::size_t task = 0; task < report.system.tasks.size(); ++task) {
        JunitCase each = case_of_task(report, task, unproved);
        if (task < kMostTasks || each.verdict == CaseVerdict::failed) {
            suite.cases.push_back(std::move(each));
        } else {
            ++left_out;
        }
    }
    if (left_out > 0) suite.properties.emplace_back("tasks_left_out", std::to_string(left_out));
    return suite;
}

}  // namespace pinstack
