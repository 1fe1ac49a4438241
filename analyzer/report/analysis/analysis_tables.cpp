// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/analysis/analysis_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analyzer/bounds/coverage.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {
namespace {

using Align = Table::Align;
using Cell = Table::Cell;
using Tasks = std::vector<std::uint32_t>;
using Tests = std::vector<std::size_t>;

const std::optional<std::int64_t>& bound_of(const AnalysisReport& report, std::size_t test, std::uint32_t task) {
    return report.analysis.tests[test].verdict.bounds[task];
}

/// One for all tables, so that they can be compared.
TimeScale scale_of(const AnalysisReport& report, const Tasks& tasks) {
    TimeScale scale;
    for (const std::uint32_t task : tasks) {
        scale.fit(report.system.tasks[task].deadline.ns);
        for (std::size_t test = 0; test < report.analysis.tests.size(); ++test) {
            if (!report.analysis.tests[test].applicable()) continue;
            if (const auto& bound = bound_of(report, test, task)) scale.fit(*bound);
            if (const auto longest = report.check.longest(test, task)) scale.fit(*longest);
        }
    }
    return scale;
}

/// A time, or "-" for none; bad where it is beyond the deadline.
Cell time_cell(const TimeScale& scale, const std::optional<std::int64_t>& ns, std::int64_t deadline) {
    if (!ns) return {"-", Emphasis::faint};
    return {scale.text(*ns), *ns > deadline ? Emphasis::bad : Emphasis::none};
}

/// As time_cell(), with an exclamation mark where the simulation exceeds the bound.
Cell bound_cell(const AnalysisReport& report, const TimeScale& scale, std::size_t test, std::uint32_t task) {
    Cell cell = time_cell(scale, bound_of(report, test, task), report.system.tasks[task].deadline.ns);
    if (report.check.is_exceeded(test, task)) cell = {cell.text + "!", Emphasis::bad};
    return cell;
}

/// "swap-on-entry" of "pinned-swap-on-entry": the table is of that family.
std::string short_id(std::string_view id, TestFamily family) {
    if (family == TestFamily::pinned) id.remove_prefix(std::string_view("pinned-").size());
    return std::string(id);
}

/// Those of them that bound the response of some task.
Tests bounding(const AnalysisReport& report, Tests tests) {
    std::erase_if(tests, [&](std::size_t test) {
        const auto& bounds = report.analysis.tests[test].verdict.bounds;
        return std::none_of(bounds.begin(), bounds.end(), [](const auto& bound) { return bound.has_value(); });
    });
    return tests;
}

}  // namespace

std::string covered_text(const AnalysisReport& report, std::size_t test) {
    const TestOutcome& outcome = report.analysis.tests[test];
    if (report.check.tests[test].covers_own) return to_text(report.system.kernel);
    const std::optional<System> covered = covered_system(report.system, outcome);
    if (!covered && is_of_some_scheduler(*outcome.test)) return "some scheduler";
    if (!covered) return outcome.test->id == "opa" ? "its own priorities" : "its own placement";
    return to_text(covered->kernel) + (outcome.test->family == TestFamily::placement ? ", its own home CPUs" : "");
}

bool applies_at_all(const AnalysisReport& report) {
    return std::any_of(report.analysis.tests.begin(), report.analysis.tests.end(),
                       [](const TestOutcome& outcome) { return outcome.applicable(); });
}

Table verdict_table(const AnalysisReport& report) {
    Table table(
        {{"test", Align::left}, {"holds under", Align::left}, {"schedulable", Align::left}, {"tasks\nbounded"}});
    for (std::size_t test = 0; test < report.analysis.tests.size(); ++test) {
        const TestOutcome& outcome = report.analysis.tests[test];
        if (!outcome.applicable()) continue;
        std::size_t bounded = 0;
        for (const auto& bound : outcome.verdict.bounds) bounded += bound ? 1 : 0;
        const bool is_proved = outcome.verdict.schedulable;
        table.add_row({{std::string(outcome.test->id)},
                       {covered_text(report, test)},
                       {is_proved ? "yes" : "not proved", is_proved ? Emphasis::strong : Emphasis::none},
                       {fmt::format("{} of {}", bounded, outcome.verdict.bounds.size())}});
    }
    return table;
}

Table citation_table(const AnalysisReport& report) {
    Table table({{"test", Align::left}, {"published in", Align::left, "", true}});
    for (const TestOutcome& outcome : report.analysis.tests) {
        if (outcome.applicable())
            table.add_row({{std::string(outcome.test->id)}, {std::string(outcome.test->citation)}});
    }
    return table;
}

UnitTable best_bound_table(const AnalysisReport& report, const Tasks& tasks, std::size_t name_columns) {
    const Tests tests = own_tests(report);
    const TimeScale scale = scale_of(report, tasks);
    Table table({{"task", Align::left}, {"deadline"}, {"simulated\nmaximum"}, {"best\nbound"}, {"by", Align::left}});
    for (const std::uint32_t task : tasks) {
        const std::int64_t deadline = report.system.tasks[task].deadline.ns;
        const BestBound& best = report.check.best[task];
        const auto longest = tests.empty() ? std::nullopt : report.check.longest(tests.front(), task);
        Cell bound = time_cell(scale, best.bound, deadline);
        if (bound.emphasis == Emphasis::none) bound.emphasis = Emphasis::strong;
        const auto is_exceeded = [&](std::size_t test) { return report.check.is_exceeded(test, task); };
        if (std::any_of(tests.begin(), tests.end(), is_exceeded)) bound = {bound.text + "!", Emphasis::bad};
        table.add_row({{shortened_inside(report.system.tasks[task].name, name_columns)},
                       {scale.text(deadline)},
                       time_cell(scale, longest, deadline),
                       std::move(bound),
                       {best.bound ? std::string(best.test->id) : ""}});
    }
    return {std::move(table), std::string(scale.unit_name())};
}

UnitTable test_bound_table(const AnalysisReport& report, const Tasks& tasks, std::size_t name_columns) {
    const Tests tests = bounding(report, own_tests(report));
    const TimeScale scale = scale_of(report, tasks);
    std::vector<Table::Column> heads{{"task", Align::left}};
    for (const std::size_t test : tests) heads.push_back({std::string(report.analysis.tests[test].test->id)});
    Table table(std::move(heads));
    for (const std::uint32_t task : tasks) {
        std::vector<Cell> cells{{shortened_inside(report.system.tasks[task].name, name_columns)}};
        for (const std::size_t test : tests) cells.push_back(bound_cell(report, scale, test, task));
        table.add_row(std::move(cells));
    }
    return {std::move(table), std::string(scale.unit_name())};
}

UnitTable family_bound_table(const AnalysisReport& report, TestFamily family, const Tasks& tasks,
                             std::size_t name_columns, bool all) {
    const Tests tests = bounding_tests(report, family);
    const TimeScale scale = scale_of(report, tasks);
    // Room is for one of the two.
    const auto is_placed = [&](std::size_t test) {
        return all && !report.analysis.tests[test].verdict.placement.empty();
    };
    const auto is_simulated = [&](std::size_t test) {
        return all && !is_placed(test) && report.check.tests[test].run.has_value();
    };
    std::vector<Table::Column> heads{{"task", Align::left}, {"deadline"}};
    for (const std::size_t test : tests) {
        const std::string id = short_id(report.analysis.tests[test].test->id, family);
        const bool has_group = is_placed(test) || is_simulated(test);
        if (is_placed(test)) heads.push_back({"CPU", Align::right, id});
        if (is_simulated(test)) heads.push_back({"run", Align::right, id});
        heads.push_back({has_group ? "bound" : id, Align::right, has_group ? id : ""});
    }
    Table table(std::move(heads));
    for (const std::uint32_t task : tasks) {
        const std::int64_t deadline = report.system.tasks[task].deadline.ns;
        std::vector<Cell> cells{{shortened_inside(report.system.tasks[task].name, name_columns)},
                                {scale.text(deadline)}};
        for (const std::size_t test : tests) {
            if (is_placed(test)) {
                const CpuId cpu = report.analysis.tests[test].verdict.placement[task];
                cells.push_back(cpu == kNoCpu ? Cell("split", Emphasis::faint) : Cell(std::to_string(cpu)));
            }
            if (is_simulated(test)) cells.push_back(time_cell(scale, report.check.longest(test, task), deadline));
            cells.push_back(bound_cell(report, scale, test, task));
        }
        table.add_row(std::move(cells));
    }
    return {std::move(table), std::string(scale.unit_name())};
}

std::vector<std::size_t> own_tests(const AnalysisReport& report) {
    Tests tests;
    for (std::size_t test = 0; test < report.check.tests.size(); ++test) {
        if (report.check.tests[test].covers_own) tests.push_back(test);
    }
    return tests;
}

std::vector<std::size_t> tests_of(const AnalysisReport& report, TestFamily family) {
    Tests tests;
    for (std::size_t test = 0; test < report.analysis.tests.size(); ++test) {
        const TestOutcome& outcome = report.analysis.tests[test];
        if (outcome.applicable() && outcome.test->family == family) tests.push_back(test);
    }
    return tests;
}

std::vector<std::size_t> bounding_tests(const AnalysisReport& report, TestFamily family) {
    return bounding(report, tests_of(report, family));
}

bool have_bounds_to_compare(const AnalysisReport& report) { return bounding(report, own_tests(report)).size() > 1; }

std::vector<ReasonAgainst> reasons_against(const AnalysisReport& report) {
    std::vector<ReasonAgainst> reasons;
    for (std::size_t test = 0; test < report.analysis.tests.size(); ++test) {
        const TestOutcome& outcome = report.analysis.tests[test];
        if (outcome.applicable()) continue;
        const auto same = std::find_if(reasons.begin(), reasons.end(),
                                       [&](const ReasonAgainst& each) { return each.reason == outcome.why_not; });
        if (same == reasons.end()) {
            reasons.push_back({{test}, outcome.why_not});
        } else {
            same->tests.push_back(test);
        }
    }
    return reasons;
}

Table reason_table(const AnalysisReport& report) {
    Table table({{"tests", Align::left, "", true}, {"why not", Align::left, "", true}});
    for (const auto& [tests, reason] : reasons_against(report)) table.add_row({{test_list(report, tests)}, {reason}});
    return table;
}

std::string test_list(const AnalysisReport& report, const Tests& tests) {
    std::string out;
    for (const std::size_t test : tests) {
        out += out.empty() ? "" : ", ";
        out += report.analysis.tests[test].test->id;
    }
    return out;
}

}  // namespace pinstack
