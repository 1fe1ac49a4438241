// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/analysis/test_table.hpp"

#include <algorithm>
#include <numeric>

#include "analyzer/report/analysis/analysis_tables.hpp"
#include "analyzer/report/outcome_text.hpp"

namespace pinstack::gui {

namespace {

constexpr std::size_t kTasksColumns = 40;

}  // namespace

AnalysisReport report_of(const AnalyzedSystem& analyzed, const QString& file) {
    return {file.toStdString(), *analyzed.system, analyzed.analysis, analyzed.check};
}

void TestTable::show(const AnalyzedSystemPtr& analyzed) {
    reset(analyzed == nullptr ? nullptr : analyzed->system, [&]() -> std::vector<FigureColumn> {
        analyzed_ = analyzed;
        tests_.clear();
        best_.clear();
        if (analyzed_ == nullptr) return {};
        const auto& tests = analyzed_->analysis.tests;
        tests_.resize(tests.size());
        std::iota(tests_.begin(), tests_.end(), std::size_t{0});
        // Then those that could apply under its order.
        const auto rank = [&](std::size_t test) {
            return tests[test].applicable() ? 0 : tests[test].test->is_for(analyzed_->system->kernel.order) ? 1 : 2;
        };
        std::stable_sort(tests_.begin(), tests_.end(), [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
        best_.resize(tests.size());
        const auto& best = analyzed_->check.best;
        for (std::uint32_t task = 0; task < best.size(); ++task) {
            for (std::size_t test = 0; test < tests.size(); ++test) {
                if (best[task].bound && tests[test].test == best[task].test) best_[test].push_back(task);
            }
        }
        return {{tr("test"), tr("its id, as `pinstack explain` takes it"), "test", true},
                {tr("family"), {}, "family", true},
                {tr("verdict"), tr("not proved is not refuted, but for exact tests"), "verdict", true},
                {tr("holds under"), tr("the variant that its verdict and its bounds are about"), "holds_under", true},
                {tr("tasks\nbounded"), {}, "tasks_bounded"},
                {tr("best bound of"), tr("tasks of which it has the smallest bound under the system's own variant"),
                 "best_bound_of", true},
                {tr("why not, or published in"), {}, "why_not_or_citation", true}};
    });
}

std::size_t TestTable::bounded(std::size_t source) const {
    const auto& bounds = outcome(source).verdict.bounds;
    return static_cast<std::size_t>(
        std::count_if(bounds.begin(), bounds.end(), [](const auto& bound) { return bound.has_value(); }));
}

bool TestTable::is_exceeded(std::size_t source) const {
    const auto& exceeded = analyzed_->check.exceeded;
    return std::any_of(exceeded.begin(), exceeded.end(),
                       [&](const ExceededBound& each) { return each.test == tests_[source]; });
}

Figure TestTable::figure(std::size_t source, int column) const {
    if (column != kBounded) return text(source, column);
    return outcome(source).applicable() ? Figure(static_cast<std::int64_t>(bounded(source))) : Figure();
}

QString TestTable::text(std::size_t source, int column) const {
    const TestOutcome& row = outcome(source);
    switch (column) {
        case kTest:
            return words(row.test->id);
        case kFamily:
            return words(name_of(row.test->family));
        case kVerdict:
            if (!row.applicable()) return row.gave_up ? tr("cut short") : tr("does not apply");
            if (is_exceeded(source)) return tr("DEFECT: bound exceeded");
            return row.verdict.schedulable ? tr("schedulable") : tr("not proved");
        case kHoldsUnder:
            return row.applicable() ? words(covered_text(report_of(*analyzed_), tests_[source])) : QString();
        case kBounded:
            return row.applicable() ? tr("%1 of %2").arg(bounded(source)).arg(row.verdict.bounds.size()) : QString();
        case kBest:
            return words(task_list(*system(), best_[tests_[source]], kTasksColumns));
        default:
            return row.applicable() ? words(row.test->citation) : words(row.why_not);
    }
}

Emphasis TestTable::emphasis(std::size_t source, int column) const {
    const TestOutcome& row = outcome(source);
    if (!row.applicable()) return Emphasis::faint;
    if (column == kVerdict && is_exceeded(source)) return Emphasis::bad;
    if (column == kVerdict && row.verdict.schedulable) return Emphasis::strong;
    return column == kWhy ? Emphasis::faint : Emphasis::none;
}

QString TestTable::tip(std::size_t source, int column) const {
    const TestOutcome& row = outcome(source);
    if (column == kTest || column == kFamily || column == kVerdict) return words(row.test->citation);
    if (column == kWhy) return text(source, kWhy);
    if (column != kBest) return {};
    QStringList names;
    for (const std::uint32_t task : best_[tests_[source]]) names << task_name(task);
    return names.join('\n');
}

}  // namespace pinstack::gui
