// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/trace/agreement_table.hpp"

namespace pinstack::gui {

void AgreementTable::show(const TraceComparison* comparison) {
    reset(nullptr, [&] {
        rows_.clear();
        scale_ = {};
        if (comparison == nullptr) return std::vector<FigureColumn>{};
        for (const auto& [cpu, agreement] : comparison->by_cpu) rows_.push_back({cpu, agreement});
        rows_.push_back({std::nullopt, comparison->all});
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            for (int column = kSameTask; column <= kUnknown; ++column) scale_.fit(time(i, column));
        }
        const QString unit = words(scale_.unit_name());
        return std::vector<FigureColumn>{
            {tr("CPU"), {}, "cpu", true},
            {tr("agree"), tr("share of the time that is compared"), "agree"},
            {tr("same task\n%1").arg(unit), tr("runs in both"), "same_task_ns"},
            {tr("no task\n%1").arg(unit), tr("of the file runs in either"), "both_free_ns"},
            {tr("another task\n%1").arg(unit), tr("two tasks that differ"), "other_task_ns"},
            {tr("trace only\n%1").arg(unit), tr("a task runs in the trace, none in the simulation"), "only_trace_ns"},
            {tr("simulation only\n%1").arg(unit), tr("a task runs in the simulation, none in the trace"),
             "only_run_ns"},
            {tr("not known\n%1").arg(unit), tr("what ran is not in the trace: nothing is compared"), "unknown_ns"}};
    });
}

std::int64_t AgreementTable::time(std::size_t source, int column) const {
    const Agreement& row = rows_[source].agreement;
    switch (column) {
        case kSameTask:
            return row.same_task;
        case kBothFree:
            return row.both_free;
        case kOtherTask:
            return row.other_task;
        case kOnlyTrace:
            return row.only_trace;
        case kOnlyRun:
            return row.only_run;
        default:
            return row.unknown;
    }
}

Figure AgreementTable::figure(std::size_t source, int column) const {
    const Row& row = rows_[source];
    if (column == kCpu) return row.cpu ? tr("CPU %1").arg(*row.cpu) : tr("all");
    if (column != kShare) return time(source, column);
    const std::int64_t compared = row.agreement.compared();
    if (compared == 0) return {};
    return static_cast<double>(row.agreement.agreed()) / static_cast<double>(compared);
}

QString AgreementTable::text(std::size_t source, int column) const {
    const Row& row = rows_[source];
    if (column == kCpu) return std::get<QString>(figure(source, column));
    if (column != kShare) return words(scale_.text(time(source, column)));
    const std::int64_t compared = row.agreement.compared();
    return compared == 0 ? QString("-") : words(percent_text(row.agreement.agreed(), compared));
}

Selection AgreementTable::selected_by(std::size_t source) const {
    Selection selection;
    selection.cpu = rows_[source].cpu;
    return selection;
}

}  // namespace pinstack::gui
