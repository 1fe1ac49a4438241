// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/analysis/bound_table.hpp"

#include <algorithm>

#include "analyzer/report/analysis/analysis_tables.hpp"
#include "gui/models/analysis/test_table.hpp"

namespace pinstack::gui {

namespace {

bool bounds_any(const TestOutcome& outcome) {
    const auto& bounds = outcome.verdict.bounds;
    return outcome.applicable() &&
           std::any_of(bounds.begin(), bounds.end(), [](const auto& bound) { return bound.has_value(); });
}

}  // namespace

void BoundTable::show(const AnalyzedSystemPtr& analyzed) {
    reset(analyzed == nullptr ? nullptr : analyzed->system, [&]() -> std::vector<FigureColumn> {
        analyzed_ = analyzed;
        own_.clear();
        tests_.clear();
        scale_ = {};
        if (analyzed_ == nullptr) return {};
        const AnalysisReport report = report_of(*analyzed_);
        own_ = own_tests(report);
        const auto& tests = analyzed_->analysis.tests;
        const auto is_own = [&](std::size_t test) { return analyzed_->check.tests[test].covers_own; };
        for (const bool own : {true, false}) {
            for (std::size_t test = 0; test < tests.size(); ++test) {
                if (is_own(test) == own && bounds_any(tests[test])) tests_.push_back(test);
            }
        }
        for (std::size_t task = 0; task < analyzed_->system->tasks.size(); ++task) {
            scale_.fit(analyzed_->system->tasks[task].deadline.ns);
            for (const std::size_t test : tests_) {
                if (const auto& bound = tests[test].verdict.bounds[task]) scale_.fit(*bound);
                if (const auto longest = analyzed_->check.longest(test, task)) scale_.fit(*longest);
            }
        }
        const QString unit = words(scale_.unit_name());
        std::vector<FigureColumn> columns{
            {tr("task"), {}, "task", true},
            {tr("deadline\n%1").arg(unit), {}, "deadline_ns"},
            {tr("simulated\nmax %1").arg(unit),
             tr("the longest response in one run under the system's own variant, from the instant the job is due"),
             "simulated_max_ns"},
            {tr("best\nbound %1").arg(unit), tr("the smallest under the system's own variant"), "best_bound_ns"},
            {tr("by"), {}, "best_bound_by", true}};
        for (const std::size_t test : tests_) {
            const QString id = words(tests[test].test->id);
            const QString covered = words(covered_text(report, test));
            columns.push_back({id + '\n' + (is_own(test) ? unit : tr("%1, other variant").arg(unit)),
                               tr("holds under %1\n%2").arg(covered, words(tests[test].test->citation)), id + "_ns"});
        }
        return columns;
    });
}

std::optional<std::int64_t> BoundTable::simulated(std::size_t task) const {
    const auto& own_run = analyzed_->check.own_run;
    return own_run ? analyzed_->check.runs[*own_run].longest[task] : std::nullopt;
}

Figure BoundTable::figure(std::size_t source, int column) const {
    const auto or_nothing = [](const std::optional<std::int64_t>& ns) { return ns ? Figure(*ns) : Figure(); };
    switch (column) {
        case kTask:
            return task_name(static_cast<std::uint32_t>(source));
        case kDeadline:
            return system()->tasks[source].deadline.ns;
        case kSimulated:
            return or_nothing(simulated(source));
        case kBest:
            return or_nothing(analyzed_->check.best[source].bound);
        case kBy: {
            const BestBound& best = analyzed_->check.best[source];
            return best.bound ? Figure(words(best.test->id)) : Figure();
        }
        default:
            return or_nothing(analyzed_->analysis.tests[test_of(column)].verdict.bounds[source]);
    }
}

bool BoundTable::is_exceeded(std::size_t task, int column) const {
    const auto exceeded = [&](std::size_t test) { return analyzed_->check.is_exceeded(test, task); };
    if (column == kBest) return std::any_of(own_.begin(), own_.end(), exceeded);
    return column >= kFirstTest && exceeded(test_of(column));
}

QString BoundTable::text(std::size_t source, int column) const {
    const Figure value = figure(source, column);
    if (const auto* words_of = std::get_if<QString>(&value)) return *words_of;
    if (const auto* ns = std::get_if<std::int64_t>(&value)) {
        return words(scale_.text(*ns)) + (is_exceeded(source, column) ? "!" : "");
    }
    return column == kBy ? QString() : QString("-");
}

Emphasis BoundTable::emphasis(std::size_t source, int column) const {
    if (column == kTask || column == kDeadline || column == kBy) return Emphasis::none;
    if (is_exceeded(source, column)) return Emphasis::bad;
    const Figure value = figure(source, column);
    const auto* ns = std::get_if<std::int64_t>(&value);
    const bool is_beyond = ns != nullptr && *ns > system()->tasks[source].deadline.ns;
    if (column == kSimulated) return is_beyond ? Emphasis::bad : Emphasis::none;
    if (column == kBest && ns != nullptr) return Emphasis::strong;
    if (column >= kFirstTest && ns != nullptr && analyzed_->check.tests[test_of(column)].covers_own &&
        analyzed_->check.best[source].bound == *ns) {
        return Emphasis::strong;
    }
    return ns == nullptr || is_beyond ? Emphasis::faint : Emphasis::none;
}

QString BoundTable::tip(std::size_t source, int column) const {
    const Figure value = figure(source, column);
    const auto* ns = std::get_if<std::int64_t>(&value);
    QStringList lines;
    if (ns != nullptr) lines << words(instant_text(*ns));
    if (ns != nullptr && column != kDeadline && *ns > system()->tasks[source].deadline.ns) {
        lines << tr("beyond the deadline");
    }
    if (column >= kFirstTest) {
        const std::size_t test = test_of(column);
        if (ns == nullptr) lines << tr("it proves no bound for this task");
        lines << tr("holds under %1").arg(words(covered_text(report_of(*analyzed_), test)));
        if (const auto longest = analyzed_->check.longest(test, source)) {
            lines << tr("simulated there: at most %1").arg(words(instant_text(*longest)));
        }
        if (is_exceeded(source, column)) lines << tr("DEFECT: the simulation exceeds the bound");
        lines << words(analyzed_->analysis.tests[test].test->citation);
    } else if (column == kBest || column == kBy) {
        const BestBound& best = analyzed_->check.best[source];
        if (best.bound) lines << words(best.test->citation);
    }
    return lines.join('\n');
}

Selection BoundTable::selected_by(std::size_t source) const {
    Selection selection;
    selection.task = static_cast<std::uint32_t>(source);
    return selection;
}

std::optional<std::size_t> BoundTable::source_of_selection(const Selection& selection) const {
    return selection.task && *selection.task < count() ? std::optional<std::size_t>(*selection.task) : std::nullopt;
}

}  // namespace pinstack::gui
