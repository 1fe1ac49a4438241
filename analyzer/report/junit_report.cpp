// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/junit_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/report/analysis/analysis_report.hpp"
#include "analyzer/report/number_text.hpp"
#include "analyzer/report/mechanism/mechanism_figures.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/tie_rule.hpp"
#include "analyzer/report/time_scale.hpp"
#include "analyzer/report/version.hpp"

namespace pinstack {

namespace {

using CaseVerdict = JunitCase::Verdict;
using Properties = std::vector<std::pair<std::string, std::string>>;

std::string exact(std::int64_t ns) { return to_text(Duration{ns}); }

/// "2 of 2 jobs miss the deadline of 9ms; worst response 20ms".
std::string miss_message(const Task& task, const TaskResult& result) {
    std::string out = fmt::format("{} of {} {} the deadline of {}; ", result.misses, counted(result.jobs, "job"),
                                  result.misses == 1 ? "misses" : "miss", exact(task.deadline.ns));
    if (result.completed == 0) return out + "none completed";
    out += "worst response " + exact(result.response.max().ns);
    const std::uint64_t unfinished = result.jobs - result.completed;
    return unfinished == 0 ? out : out + fmt::format("; {} not completed", unfinished);
}

/// Where the completed jobs spent their time, all together, longest first.
std::string split_text(const TaskResult& result) {
    std::vector<std::size_t> states;
    for (std::size_t state = 0; state < kJobStates; ++state) {
        if (result.response_split[state] > 0) states.push_back(state);
    }
    std::stable_sort(states.begin(), states.end(),
                     [&](std::size_t a, std::size_t b) { return result.response_split[a] > result.response_split[b]; });
    std::string out;
    for (const std::size_t state : states) {
        out += fmt::format("{}{} {}", out.empty() ? "" : ", ", name_of(static_cast<JobState>(state)),
                           exact(result.response_split[state]));
    }
    return fmt::format("response times of {}, summed: {}", counted(result.completed, "completed job"), out);
}

std::string text_of(std::int64_t number) { return std::to_string(number); }

/// What a pipeline needs to make the run again, and the figures of the whole run.
Properties properties_of(const RunReport& report, const Outcome& outcome) {
    const Variant& variant = outcome.variant;
    const System& system = report.system;
    Properties out = {{"pinstack_version", std::string(version())},   {"system", system.name},
                      {"cpus", std::to_string(system.platform.cpus)}, {"tasks", std::to_string(system.tasks.size())},
                      {"order", std::string(name_of(variant.order))}, {"variant", to_text(variant)}};
    if (variant.hybrid_below && variant.sections == Protection::migrate_disable) {
        out.emplace_back("hybrid_below_ns", text_of(variant.hybrid_below->ns));
    }
    if (variant.linux.preempt_rt || uses_locks_or_rcu(system)) {
        out.emplace_back("preempt_rt", variant.linux.preempt_rt ? "true" : "false");
    }
    out.emplace_back("seed", std::to_string(system.seed));
    out.emplace_back("ties", tie_rule(system, variant));
    if (!outcome.applicable()) return out;

    const RunResult& result = *outcome.result;
    std::string loss;
    append_ratio(loss, result.capacity.utilization_loss());
    out.emplace_back("span_ns", text_of(result.span.ns));
    out.emplace_back("utilization_loss_ratio", loss);
    out.emplace_back("stacking_loss_ns", text_of(result.capacity.stacking_loss));
    out.emplace_back("max_depth", std::to_string(result.stacking.max_depth));
    out.emplace_back("deadline_misses", std::to_string(result.deadline_misses()));
    for (const MechanismFigures& mechanism : mechanism_figures(result)) {
        for (const MechanismFigure& figure : mechanism.figures) {
            out.emplace_back(fmt::format("{}.{}", mechanism.name, figure.key), text_of(figure.value));
        }
    }
    if (outcome.ties) out.emplace_back("tie_check", tie_sentence(system, outcome));
    for (const std::string& warning : warning_sentences(system)) out.emplace_back("warning", warning);
    return out;
}

JunitCase case_of(const Task& task, const TaskResult& result, const std::string& under) {
    JunitCase out{.name = task.name + under};
    if (result.jobs == 0) {
        out.verdict = CaseVerdict::skipped;
        out.message = "no job is released before the end of the run";
    } else if (result.misses > 0) {
        out.verdict = CaseVerdict::failed;
        out.message = miss_message(task, result);
        if (result.completed > 0) out.details = split_text(result);
    }
    return out;
}

/// The cases of the tasks, but those that `limits` has no room for, which are one case each way.
void add_cases(JunitSuite& suite, const RunReport& report, const RunResult& result, const std::string& under,
               const JunitLimits& limits) {
    std::size_t failed = 0, passed = 0, listed_failed = 0;
    for (const TaskResult& task : result.tasks) ++(task.misses > 0 ? failed : passed);
    const bool fold_passed = passed > limits.passed;
    const std::vector<std::uint32_t> worst = most_affected_tasks(result, limits.failed);
    for (std::uint32_t i = 0; i < result.tasks.size(); ++i) {
        const TaskResult& task = result.tasks[i];
        if (task.misses > 0 ? !std::binary_search(worst.begin(), worst.end(), i) : fold_passed) continue;
        listed_failed += task.misses > 0 ? 1 : 0;
        suite.cases.push_back(case_of(report.system.tasks[i], task, under));
    }
    if (const std::size_t more = failed - listed_failed; more > 0) {
        suite.cases.push_back(
            {.name = "further tasks" + under,
             .verdict = CaseVerdict::failed,
             .message = fmt::format("{} more {} {} a deadline; the {} that miss most are listed", more,
                                    more == 1 ? "task" : "tasks", more == 1 ? "misses" : "miss", limits.failed)});
        suite.properties.emplace_back("failed_tasks_in_one_case", std::to_string(more));
    }
    if (fold_passed) {
        suite.cases.push_back({.name = "all tasks that miss no deadline" + under});
        suite.properties.emplace_back("passed_tasks_in_one_case", std::to_string(passed));
    }
}

JunitSuite suite_of(const RunReport& report, const Outcome& outcome, const JunitLimits& limits) {
    const std::string under = " under " + to_text(outcome.variant);
    JunitSuite suite{.name = (report.system.name.empty() ? report.file : report.system.name) + under,
                     .classname = report.file,
                     .properties = properties_of(report, outcome)};
    if (outcome.applicable()) {
        add_cases(suite, report, *outcome.result, under, limits);
    } else {
        suite.cases.push_back(
            {.name = "all tasks" + under, .verdict = CaseVerdict::skipped, .message = why_not_text(outcome.why_not)});
    }
    return suite;
}

}  // namespace

std::vector<JunitSuite> junit_suites(const RunReport& report, const JunitLimits& limits) {
    std::vector<JunitSuite> suites;
    for (const Outcome& outcome : report.runs.outcomes) suites.push_back(suite_of(report, outcome, limits));
    // A batch is of many systems, most of them beyond what sufficient tests can prove: --fail-on says what fails.
    if (report.analysis != nullptr) suites.push_back(analysis_suite(*report.analysis, CaseVerdict::skipped));
    return suites;
}

void write_junit(Sink& sink, const RunReport& report) { write_junit(sink, junit_suites(report)); }

}  // namespace pinstack
