// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/timeline/interval_table.hpp"

namespace pinstack::gui {

namespace {

QString section_of(Protections held) {
    if (held.non_preemptible && held.migrate_disabled) return "NP MD";
    return held.non_preemptible ? "NP" : held.migrate_disabled ? "MD" : "";
}

}  // namespace

std::vector<FigureColumn> IntervalTable::make() {
    scale_ = {};
    for (const JobInterval& each : run().recording.intervals) {
        scale_.fit(each.from.ns);
        scale_.fit(each.to.ns);
    }
    const QString unit = words(scale_.unit_name());
    return {{tr("from\n%1").arg(unit), {}, "from_ns"},
            {tr("to\n%1").arg(unit), {}, "to_ns"},
            {tr("task"), {}, "task", true},
            {tr("job"), tr("of the task, from 0"), "job"},
            {tr("CPU"), tr("which it has, or on which it is pinned or throttled"), "cpu"},
            {tr("state"), tr("what it does, or waits for"), "state", true},
            {tr("section"), tr("NP: non-preemptible, MD: migrate-disabled"), "section", true}};
}

Figure IntervalTable::figure(std::size_t source, int column) const {
    const JobInterval& row = interval(source);
    switch (column) {
        case kFrom:
            return row.from.ns;
        case kTo:
            return row.to.ns;
        case kTask:
            return task_name(row.job.task);
        case kJob:
            return static_cast<std::int64_t>(row.job.number);
        case kCpu:
            return row.cpu == kNoCpu ? Figure() : std::int64_t{row.cpu};
        case kState:
            return words(name_of(row.state));
        default:
            return section_of(row.protections);
    }
}

QString IntervalTable::text(std::size_t source, int column) const {
    const JobInterval& row = interval(source);
    if (column == kFrom || column == kTo) return words(scale_.text(column == kFrom ? row.from.ns : row.to.ns));
    const Figure value = figure(source, column);
    if (const auto* number = std::get_if<std::int64_t>(&value)) return QString::number(*number);
    const auto* words = std::get_if<QString>(&value);
    return words != nullptr ? *words : QString("-");
}

Selection IntervalTable::selected_by(std::size_t source) const {
    Selection selection;
    selection.task = interval(source).job.task;
    selection.job = interval(source).job.number;
    return selection;
}

std::optional<Window> IntervalTable::shown_by(std::size_t source) const {
    return Window{interval(source).from, interval(source).to};
}

}  // namespace pinstack::gui
