// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/mark_row.hpp"

#include <algorithm>
#include <limits>

#include "analyzer/report/chart/svg_markup.hpp"

namespace pinstack {

namespace {

constexpr double kGap = 2;             // between an arrow's head and a label
constexpr std::size_t kMostNamed = 4;  // in one label

/// The tasks a label names: of deadlines at the same instant the missed ones are the news.
std::vector<std::uint32_t> named_tasks(const PlacedMark& placed) {
    std::vector<std::uint32_t> tasks;
    for (const Mark& mark : placed.marks) {
        if (!placed.missed || mark.missed) tasks.push_back(mark.job.task);
    }
    return tasks;
}

std::string label_of(const System& system, const std::vector<std::uint32_t>& tasks, bool missed) {
    std::string label;
    for (std::size_t i = 0; i < std::min(kMostNamed, tasks.size()); ++i) {
        label += (i == 0 ? "" : " ") + shortened_inside(system.tasks[tasks[i]].name, 14);
    }
    if (tasks.size() > kMostNamed) label += fmt::format(" +{}", tasks.size() - kMostNamed);
    return missed ? label + " missed" : label;
}

}  // namespace

std::vector<PlacedMark> place_marks(const System& system, std::span<const Mark> marks,
                                    const std::function<double(Instant)>& x_of, double left, double right) {
    std::vector<PlacedMark> row;
    for (std::size_t first = 0, end = 0; first < marks.size(); first = end) {
        const double x = x_of(marks[first].at);
        bool missed = false;
        for (; end < marks.size() && x_of(marks[end].at) < x + 1; ++end) missed = missed || marks[end].missed;
        row.push_back({x, marks.subspan(first, end - first), missed});
    }
    double free_from = left;
    std::vector<std::uint32_t> waiting;  // tasks of the arrows just before that had no room
    bool waiting_missed = false, too_many = false;
    for (std::size_t i = 0; i < row.size(); ++i) {
        PlacedMark& here = row[i];
        const double room_to = i + 1 < row.size() ? row[i + 1].x - kArrowWing - kGap : right;
        const double from = here.x + kArrowWing + kGap;
        std::vector<std::uint32_t> tasks = named_tasks(here);
        const std::size_t own = tasks.size();
        if (!too_many && waiting_missed == here.missed && waiting.size() + own <= kMostNamed)
            tasks.insert(tasks.begin(), waiting.begin(), waiting.end());
        const auto place = [&](double at, const std::string& label) {
            here.label = label;
            here.label_from = at;
            here.label_to = at + text_width(label);
            waiting.clear();
            too_many = false;
        };
        const std::string shared = label_of(system, tasks, here.missed);
        tasks.erase(tasks.begin(), tasks.end() - static_cast<std::ptrdiff_t>(own));
        const std::string alone = label_of(system, tasks, here.missed);
        const double to_the_left = here.x - kArrowWing - kGap - text_width(alone);
        if (from + text_width(shared) <= room_to) {
            place(from, shared);
        } else if (from + text_width(alone) <= room_to) {
            place(from, alone);
        } else if (to_the_left >= free_from) {
            place(to_the_left, alone);
        } else {
            // A label that named only some of the arrows before it would be taken for those of all.
            too_many =
                too_many || waiting.size() + own > kMostNamed || (!waiting.empty() && waiting_missed != here.missed);
            waiting_missed = here.missed;
            if (!too_many) waiting.insert(waiting.end(), tasks.begin(), tasks.end());
        }
        free_from = std::max(here.x + kArrowWing, here.label_to) + kGap;
    }
    return row;
}

}  // namespace pinstack
