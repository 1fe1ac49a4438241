// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/analysis/analysis_findings.hpp"

#include <fmt/format.h>

#include "analyzer/bounds/coverage.hpp"
#include "analyzer/report/analysis/analysis_tables.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {
namespace {

using Tests = std::vector<std::size_t>;

constexpr std::size_t kNamesColumns = 60;

std::string own_sentence(const AnalysisReport& report) {
    const std::string own = variant_text(report.system.kernel);
    if (const Tests& proofs = report.check.proved_by; !proofs.empty()) {
        return fmt::format("schedulable under its own variant, {}: proved by {}", own, test_list(report, proofs));
    }
    const std::size_t applicable = own_tests(report).size();
    if (applicable == 0) return fmt::format("no test applies to its own variant, {}", own);
    return fmt::format("not proved schedulable under its own variant, {}: {} {} and none proves it", own,
                       counted(applicable, "test"), applicable == 1 ? "applies" : "apply");
}

/// The tasks that keep the own variant from being proved.
std::string open_tasks_sentence(const AnalysisReport& report) {
    if (own_tests(report).empty() || !report.check.proved_by.empty()) return "";
    std::vector<std::uint32_t> open;
    for (std::uint32_t task = 0; task < report.system.tasks.size(); ++task) {
        const auto& bound = report.check.best[task].bound;
        if (!bound || *bound > report.system.tasks[task].deadline.ns) open.push_back(task);
    }
    if (open.empty()) return "";
    return fmt::format("no bound within the deadline for {} of {}: {}", open.size(),
                       counted(report.system.tasks.size(), "task"), task_list(report.system, open, kNamesColumns));
}

/// Those of a family that prove another variant, with what they assume.
std::string family_sentence(const AnalysisReport& report, TestFamily family, std::string_view what) {
    std::string proofs;
    for (const std::size_t test : tests_of(report, family)) {
        if (!report.analysis.tests[test].verdict.schedulable || report.check.tests[test].covers_own) continue;
        const std::string_view id = report.analysis.tests[test].test->id;
        proofs += proofs.empty() ? "" : ", ";
        proofs +=
            family == TestFamily::pinned ? fmt::format("{} ({})", covered_text(report, test), id) : std::string(id);
    }
    return proofs.empty() ? "" : fmt::format("{}: {}", what, proofs);
}

/// Found by a test that is exact about all schedulers together.
std::string infeasible_sentence(const AnalysisReport& report) {
    for (const TestOutcome& outcome : report.analysis.tests) {
        if (!is_of_some_scheduler(*outcome.test) || !outcome.applicable() || outcome.verdict.schedulable) continue;
        return fmt::format(
            "no scheduler at all meets every deadline, if jobs come as often and run as long as they may: {}",
            outcome.test->id);
    }
    return "";
}

std::string simulation_sentence(const AnalysisReport& report) {
    std::size_t runs = 0;
    for (const SimulatedResponses& run : report.check.runs) runs += run.is_run() ? 1 : 0;
    if (runs == 0 || !report.check.exceeded.empty()) return "";
    return fmt::format("{} simulated: no response exceeds its bound", counted(runs, "variant"));
}

}  // namespace

std::string defect_sentence(const AnalysisReport& report) {
    if (report.check.exceeded.empty()) return "";
    const ExceededBound& first = report.check.exceeded.front();
    const auto& bound = report.analysis.tests[first.test].verdict.bounds[first.task];
    const auto longest = report.check.longest(first.test, first.task);
    std::string out = fmt::format(
        "DEFECT: {} exceeded in the simulation, first that of {} by {}",
        report.check.exceeded.size() == 1 ? "a bound is" : fmt::format("{} bounds are", report.check.exceeded.size()),
        report.system.tasks[first.task].name, report.analysis.tests[first.test].test->id);
    if (bound && longest) {
        out += fmt::format(" (a response of {}, bound {})", to_text(Duration{*longest}), to_text(Duration{*bound}));
    }
    return out + ". One of the two is wrong: please report it with the system file";
}

std::vector<std::string> analysis_findings(const AnalysisReport& report) {
    std::vector<std::string> lines;
    const auto add = [&](std::string line) {
        if (!line.empty()) lines.push_back(std::move(line));
    };
    add(defect_sentence(report));
    add(own_sentence(report));
    add(open_tasks_sentence(report));
    add(family_sentence(report, TestFamily::pinned, "schedulable under other variants"));
    add(family_sentence(report, TestFamily::job_sets, "schedulable if sections are preempt_disable"));
    add(family_sentence(report, TestFamily::placement,
                        "schedulable if tasks are placed, split or ordered as these tests find out"));
    add(infeasible_sentence(report));
    add(simulation_sentence(report));
    for (const SimulatedResponses& run : report.check.runs) {
        if (!run.is_run()) add(fmt::format("{} is not simulated: {}", variant_text(run.system.kernel), run.why_not));
    }
    if (const Tests& tests = report.check.cut_short; !tests.empty()) {
        add(fmt::format("cut short, as a budget was used up: {}", test_list(report, tests)));
    }
    return lines;
}

}  // namespace pinstack
