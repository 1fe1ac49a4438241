// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/timeline/row_layout.hpp"

#include <utility>

namespace pinstack::gui {

namespace {

TimelineRow cpu_row(std::uint32_t cpu, const TimelineIndex& index, const RowMetrics& metrics) {
    TimelineRow row;
    row.is_cpu = true;
    row.number = cpu;
    row.bar_top = metrics.gap();
    row.bar_height = metrics.bar();
    row.lanes_top = row.bar_top + row.bar_height;
    row.lanes = static_cast<int>(index.cpus[cpu].pile.lanes.size());
    row.lane_height = metrics.lane();
    row.ribbon_top = row.lanes_top + row.lanes * row.lane_height + 1;
    row.ribbon_height = index.max_depth > 0 ? metrics.ribbon() : 0;
    row.height = row.ribbon_top + row.ribbon_height + metrics.gap();
    return row;
}

TimelineRow task_row(std::uint32_t task, const TimelineIndex& index, const RowMetrics& metrics) {
    TimelineRow row;
    row.is_cpu = false;
    row.number = task;
    row.marks_top = 1;
    row.marks_height = metrics.marks();
    row.bar_top = row.marks_top + row.marks_height;
    row.bar_height = metrics.bar() - 2;
    row.lanes_top = row.bar_top + row.bar_height;
    row.ribbon_top = row.lanes_top + 1;
    row.ribbon_height = index.tasks[task].queue.empty() ? 0 : std::max(4, metrics.text / 3);
    row.height = row.ribbon_top + row.ribbon_height + metrics.gap();
    return row;
}

}  // namespace

bool matches_filter(const Task& task, const QString& filter) {
    return QString::fromStdString(task.name).contains(filter, Qt::CaseInsensitive);
}

RowLayout::RowLayout(const System& system, const TimelineIndex& index, Rows shown, const QString& filter,
                     const RowMetrics& metrics) {
    int top = 0;
    const auto add = [&](TimelineRow row) {
        row.top = top;
        top += row.height;
        rows_.push_back(row);
    };
    if (shown != Rows::tasks || metrics.compact) {
        for (std::uint32_t cpu = 0; cpu < index.cpus.size(); ++cpu) add(cpu_row(cpu, index, metrics));
    }
    if (shown == Rows::cpus || metrics.compact) return;
    for (std::uint32_t task = 0; task < index.tasks.size(); ++task) {
        if (task != index.hidden_task && matches_filter(system.tasks[task], filter))
            add(task_row(task, index, metrics));
    }
}

std::size_t RowLayout::first_from(int y) const {
    const auto row = std::upper_bound(rows_.begin(), rows_.end(), y,
                                      [](int at, const TimelineRow& each) { return at < each.top + each.height; });
    return static_cast<std::size_t>(row - rows_.begin());
}

const TimelineRow* RowLayout::find(bool is_cpu, std::uint32_t number) const {
    const auto key = [](const TimelineRow& row) { return std::pair(!row.is_cpu, row.number); };
    const auto row = std::lower_bound(rows_.begin(), rows_.end(), std::pair(!is_cpu, number),
                                      [&](const TimelineRow& each, const auto& value) { return key(each) < value; });
    return row != rows_.end() && key(*row) == std::pair(!is_cpu, number) ? &*row : nullptr;
}

const TimelineRow* RowLayout::of_cpu(CpuId cpu) const { return find(true, static_cast<std::uint32_t>(cpu)); }
const TimelineRow* RowLayout::of_task(std::uint32_t task) const { return find(false, task); }

}  // namespace pinstack::gui
