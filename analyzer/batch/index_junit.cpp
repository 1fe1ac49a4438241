// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "analyzer/batch/index_formats.hpp"
#include "analyzer/report/junit_writer.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {

namespace {

JunitCase case_of(const BatchRow& row, const std::vector<Condition>& conditions) {
    JunitCase out{.name = row.variant};
    if (!row.summary) {
        out.verdict = JunitCase::Verdict::skipped;
        out.message = row.why_not;
        return out;
    }
    const RunSummary& run = *row.summary;
    for (const Condition& condition : conditions) {
        if (is_of_analysis(condition)) continue;
        const std::string why = why_it_holds(condition, run);
        if (why.empty()) continue;
        out.verdict = JunitCase::Verdict::failed;
        out.message += (out.message.empty() ? "" : "; ") + condition.text + ": " + why;
    }
    const CapacitySplit& capacity = run.capacity;
    out.details = fmt::format("{} of {} jobs miss their deadlines\n{} lost\nstack depth up to {}", run.deadline_misses,
                              run.jobs, share_text(capacity.lost(), capacity.total), run.max_depth);
    return out;
}

/// What is not proved has failed only where that was asked for.
JunitCase case_of(const AnalysisSummary& analysis, const std::vector<Condition>& conditions) {
    JunitCase out{.name = "schedulability tests of " + analysis.variant};
    if (analysis.exceeded > 0) {
        out.verdict = JunitCase::Verdict::error;
        out.message = fmt::format("DEFECT: {} exceeded in the simulation", counted(analysis.exceeded, "bound"));
    } else if (!analysis.is_proved()) {
        const bool is_asked_for = std::any_of(conditions.begin(), conditions.end(), is_of_analysis);
        out.verdict = is_asked_for ? JunitCase::Verdict::failed : JunitCase::Verdict::skipped;
        out.message = (is_asked_for ? "unschedulable: " : "") + why_not_proved(analysis);
    } else {
        out.details = fmt::format("proved by {}", fmt::join(analysis.proved_by, ", "));
    }
    return out;
}

}  // namespace

void write_index_junit(Sink& sink, const BatchIndex& index) {
    const std::vector<Condition> any_miss{{AnyMiss{}, "miss"}};
    const std::vector<Condition>& conditions = index.conditions.empty() ? any_miss : index.conditions;
    std::vector<JunitSuite> suites;
    for (const BatchEntry& entry : index.entries) {
        if (!entry.problems.empty()) {
            suites.push_back(junit_error_suite(entry.file, entry.problems));
            continue;
        }
        JunitSuite& suite = suites.emplace_back();
        suite.name = entry.system.empty() ? entry.file : entry.system;
        suite.classname = entry.file;
        for (const BatchRow& row : entry.rows) suite.cases.push_back(case_of(row, conditions));
        suite.cases.push_back(case_of(entry.analysis, conditions));
    }
    write_junit(sink, suites);
}

}  // namespace pinstack
