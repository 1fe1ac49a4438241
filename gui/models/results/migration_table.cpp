// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/results/migration_table.hpp"

namespace pinstack::gui {

std::vector<FigureColumn> MigrationTable::make() {
    migrations_.clear();
    scale_ = {};
    std::vector<CpuId> last(system()->tasks.size(), kNoCpu);
    for (const JobInterval& each : run().recording.intervals) {
        if (!each.has_cpu || each.job.task == run().recording.nobodys_task) continue;
        CpuId& before = last[each.job.task];
        if (before != kNoCpu && before != each.cpu) {
            migrations_.push_back({each.from, each.job, before, each.cpu});
            scale_.fit(each.from.ns);
        }
        before = each.cpu;
    }
    return {{tr("at\n%1").arg(words(scale_.unit_name())), {}, "at_ns"},
            {tr("task"), {}, "task", true},
            {tr("job"), tr("of the task, from 0"), "job"},
            {tr("from\nCPU"), {}, "from_cpu"},
            {tr("to\nCPU"), {}, "to_cpu"}};
}

Figure MigrationTable::figure(std::size_t source, int column) const {
    const Migration& row = migrations_[source];
    switch (column) {
        case kAt:
            return row.at.ns;
        case kTask:
            return task_name(row.job.task);
        case kJob:
            return static_cast<std::int64_t>(row.job.number);
        case kFrom:
            return std::int64_t{row.from};
        default:
            return std::int64_t{row.to};
    }
}

QString MigrationTable::text(std::size_t source, int column) const {
    if (column == kTask) return task_name(migrations_[source].job.task);
    const std::int64_t value = std::get<std::int64_t>(figure(source, column));
    return column == kAt ? words(scale_.text(value)) : QString::number(value);
}

QString MigrationTable::tip(std::size_t source, int column) const {
    return column == kAt ? words(instant_text(migrations_[source].at.ns)) : QString();
}

Selection MigrationTable::selected_by(std::size_t source) const {
    Selection selection;
    selection.task = migrations_[source].job.task;
    selection.job = migrations_[source].job.number;
    return selection;
}

std::optional<Window> MigrationTable::shown_by(std::size_t source) const {
    return Window{migrations_[source].at, migrations_[source].at};
}

}  // namespace pinstack::gui
