// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/results/episode_table.hpp"

#include <algorithm>
#include <tuple>

#include "analyzer/report/csv_writer.hpp"
#include "analyzer/report/outcome_text.hpp"

namespace pinstack::gui {

namespace {

constexpr std::size_t kTasksColumns = 60;

}  // namespace

std::vector<FigureColumn> EpisodeTable::make() {
    scale_ = {};
    for (const Episode& each : result().stacking.episodes) {
        for (const std::int64_t ns : {each.from.ns, each.to.ns, each.lost.ns}) scale_.fit(ns);
    }
    const QString unit = words(scale_.unit_name());
    return {{tr("from\n%1").arg(unit), {}, "from_ns"},
            {tr("to\n%1").arg(unit), {}, "to_ns"},
            {tr("length\n%1").arg(unit), {}, "length_ns"},
            {tr("CPU"), tr("to which the jobs that wait are pinned"), "cpu"},
            {tr("depth"), tr("most unfinished jobs pinned to the CPU at once"), "depth"},
            {tr("lost\n%1").arg(unit), tr("CPU time of other CPUs that idle meanwhile; in sum the stacking loss"),
             "lost_ns"},
            {tr("tasks that waited"), tr("whose pinned job lost capacity"), "tasks", true}};
}

Figure EpisodeTable::figure(std::size_t source, int column) const {
    const Episode& row = episode(source);
    switch (column) {
        case kFrom:
            return row.from.ns;
        case kTo:
            return row.to.ns;
        case kLength:
            return (row.to - row.from).ns;
        case kCpu:
            return std::int64_t{row.cpu};
        case kDepth:
            return std::int64_t{row.depth};
        case kLost:
            return row.lost.ns;
        default:
            std::vector<std::string_view> names;
            for (const std::uint32_t task : row.tasks) names.push_back(system()->tasks[task].name);
            return words(joined_cell(names));
    }
}

QString EpisodeTable::text(std::size_t source, int column) const {
    if (column == kTasks) return words(task_list(*system(), episode(source).tasks, kTasksColumns));
    const std::int64_t value = std::get<std::int64_t>(figure(source, column));
    return column == kCpu || column == kDepth ? QString::number(value) : words(scale_.text(value));
}

QString EpisodeTable::tip(std::size_t source, int column) const {
    if (column == kCpu || column == kDepth) return {};
    if (column == kTasks) {
        QStringList names;
        for (const std::uint32_t task : episode(source).tasks) names << task_name(task);
        return names.join('\n');
    }
    return words(instant_text(std::get<std::int64_t>(figure(source, column))));
}

Emphasis EpisodeTable::emphasis(std::size_t, int column) const {
    return column == kLost ? Emphasis::bad : Emphasis::none;
}

Selection EpisodeTable::selected_by(std::size_t source) const {
    Selection selection;
    selection.cpu = episode(source).cpu;
    selection.span = Window{episode(source).from, episode(source).to};
    return selection;
}

std::optional<Window> EpisodeTable::shown_by(std::size_t source) const {
    return Window{episode(source).from, episode(source).to};
}

std::optional<std::size_t> EpisodeTable::source_of_selection(const Selection& selection) const {
    if (!selection.cpu || !selection.span || !has_run()) return std::nullopt;
    const auto& all = result().stacking.episodes;  // by start, then CPU
    const auto wanted = std::tuple(selection.span->from, *selection.cpu);
    const auto place = std::lower_bound(all.begin(), all.end(), wanted, [](const Episode& each, const auto& key) {
        return std::tuple(each.from, each.cpu) < key;
    });
    if (place == all.end() || std::tuple(place->from, place->cpu) != wanted) return std::nullopt;
    return place->to == selection.span->to ? std::optional(static_cast<std::size_t>(place - all.begin()))
                                           : std::nullopt;
}

}  // namespace pinstack::gui
