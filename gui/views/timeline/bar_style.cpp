// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/timeline/bar_style.hpp"

#include <algorithm>

#include "gui/models/timeline/row_layout.hpp"

namespace pinstack::gui {

namespace {

constexpr int kWeak = 300;     // thousandths of its colour that a bar keeps beside a selected one
constexpr int kWaiting = 500;  // of a column in which nobody runs
constexpr int kFaint = 200;    // a column keeps at least that much, however little runs in it

}  // namespace

QColor mixed(const QColor& under, const QColor& over, int share) {
    const auto mix = [&](int a, int b) { return (a * (1000 - share) + b * share) / 1000; };
    return {mix(under.red(), over.red()), mix(under.green(), over.green()), mix(under.blue(), over.blue())};
}

QColor unused_colour(UnusedKind kind, const Theme& theme) {
    switch (kind) {
        case UnusedKind::stacking:
            return theme.loss;
        case UnusedKind::other:
            return theme.other_loss;
        case UnusedKind::throttled:
            return theme.throttled;
        case UnusedKind::kernel:
        case UnusedKind::some_kernel:
            return theme.overhead;
        case UnusedKind::unknown:
            return theme.weak_text;
    }
    return theme.anybody;
}

BarStyle::BarStyle(const Theme& theme, const ViewState& view, const System& system, std::uint32_t nobodys_task)
    : theme_(theme), colouring_(view.colouring()), nobodys_task_(nobodys_task), selection_(view.selection()) {
    if (view.filter().isEmpty()) return;
    passes_.reserve(system.tasks.size());
    for (const Task& task : system.tasks) passes_.push_back(matches_filter(task, view.filter()));
}

Fill BarStyle::fill_of(std::uint32_t task) const {
    return task == nobodys_task_ ? Fill{theme_.anybody, Qt::black} : task_fill(task);
}

bool BarStyle::is_selected(JobId job) const {
    return selection_.task == job.task && (!selection_.job || selection_.job == job.number);
}

bool BarStyle::is_weak(JobId job) const {
    return !passes(job.task) || (selection_.task.has_value() && !is_selected(job));
}

QColor BarStyle::weakened(const QColor& colour, JobId job) const {
    return is_weak(job) ? mixed(theme_.ground, colour, kWeak) : colour;
}

Fill BarStyle::running(const JobInterval& interval, RowKind row) const {
    Fill fill = colouring_ == Colouring::by_state || interval.state != JobState::running
                    ? state_fill(interval.state, theme_)
                : row == RowKind::cpu ? fill_of(interval.job.task)
                                      : cpu_fill(interval.cpu);
    if (is_weak(interval.job)) fill = {weakened(fill.colour, interval.job), theme_.weak_text};
    return fill;
}

Fill BarStyle::waiting(const JobInterval& interval, RowKind row) const {
    // What a sleeping job is filled with is hardly seen as a line.
    const QColor line =
        interval.state == JobState::suspended ? theme_.weak_text : state_fill(interval.state, theme_).colour;
    const bool by_task = row == RowKind::cpu && colouring_ == Colouring::by_other;
    const QColor inside =
        by_task ? mixed(theme_.ground, task_fill(interval.job.task).colour, 300) : mixed(theme_.ground, line, 130);
    return {weakened(line, interval.job), weakened(inside, interval.job)};
}

bool BarStyle::is_weak_task(std::uint32_t task) const {
    return !passes(task) || (selection_.task.has_value() && selection_.task != task);
}

QColor BarStyle::column(const ColumnSummary& summary, RowKind row, std::optional<std::uint32_t> task) const {
    const auto state = static_cast<JobState>(summary.look.state);
    const bool by_state = colouring_ == Colouring::by_state;
    // On a CPU's row somebody runs in every segment, be it too short for a thousandth.
    const int busy = row == RowKind::cpu ? std::max(1, summary.busy) : summary.busy;
    QColor colour = theme_.anybody;
    if (busy == 0) {
        colour = state_fill(state, theme_).colour;
    } else if (by_state ? summary.same_state : summary.same_key) {
        const Fill own = row == RowKind::cpu ? fill_of(summary.look.key) : cpu_fill(static_cast<int>(summary.look.key));
        colour = by_state ? state_fill(state, theme_).colour : own.colour;
    }
    if (task ? is_weak_task(*task) : selection_.task.has_value()) colour = mixed(theme_.ground, colour, kWeak);
    if (busy == 0) return mixed(theme_.ground, colour, kWaiting);
    // In steps, so that neighbours are often equal and are drawn as one.
    const int share = std::max(kFaint, (busy + 31) / 62 * 62);
    return mixed(row == RowKind::cpu ? theme_.idle : theme_.ground, colour, std::min(share, 1000));
}

}  // namespace pinstack::gui
