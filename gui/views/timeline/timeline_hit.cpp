// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdlib>

#include "gui/models/timeline/timeline_text.hpp"
#include "gui/models/timeline/unused_cpus.hpp"
#include "gui/views/timeline/timeline_canvas.hpp"

namespace pinstack::gui {

namespace {

constexpr int kNear = 4;  // columns within which one points at something

bool is_within(int y, int top, int height) { return top <= y && y < top + height; }

/// Where the pointer is on nothing, what is next to it: a bar of one pixel could not be hit otherwise.
std::optional<LaneItem> item_near(const SegmentLane& lane, const ColumnEdges& edges, int column) {
    for (const int offset : {0, -1, 1, -2, 2}) {
        const int x = column + offset;
        if (x < 0 || x >= edges.columns()) continue;
        if (const auto item = item_at(lane, edges, x)) return item;
    }
    return std::nullopt;
}

std::pair<std::size_t, std::size_t> marks_near(const MarkLane& lane, const ColumnEdges& edges, int column) {
    const int from = std::max(0, column - kNear), to = std::min(edges.columns(), column + kNear + 1);
    return {lane.next_from(edges.at(from)), lane.next_from(edges.at(to) + Duration{to == edges.columns() ? 1 : 0})};
}

}  // namespace

TimelineHit TimelineCanvas::hit(QPoint at, int scroll) const {
    TimelineHit hit;
    if (!has_run() || at.y() < 0) return hit;
    hit.column = std::clamp(at.x() - left_, 0, edges_->columns() - 1);
    if (at.y() < header_) {
        if (at.x() >= left_ && at.y() >= title_height_) hit.part = TimelineHit::Part::ruler;
        return hit;
    }
    const int y = at.y() - header_ + scroll;
    const std::size_t index = rows_.first_from(y);
    if (index == rows_.rows().size()) return hit;
    const TimelineRow& row = rows_.rows()[index];
    hit.row = &row;
    if (at.x() < left_) {
        hit.part = TimelineHit::Part::head;
        return hit;
    }
    const int inside = y - row.top;
    const TimelineIndex& timeline = *run_->timeline;
    const auto look_in = [&](const SegmentLane& lane) {
        hit.lane = &lane;
        hit.item = item_near(lane, *edges_, hit.column);
    };
    if (is_within(inside, row.bar_top, row.bar_height)) {
        hit.part = TimelineHit::Part::bar;
        look_in(row.is_cpu ? timeline.cpus[row.number].running : timeline.tasks[row.number].jobs);
        if (row.is_cpu && !hit.item) {
            look_in(timeline.cpus[row.number].unused);
            hit.is_unused = hit.item.has_value();
        }
    } else if (is_within(inside, row.marks_top, row.marks_height)) {
        hit.part = TimelineHit::Part::marks;
    } else if (is_within(inside, row.ribbon_top, row.ribbon_height)) {
        hit.part = TimelineHit::Part::ribbon;
    } else if (row.lanes > 0 && is_within(inside, row.lanes_top, row.lanes * row.lane_height)) {
        hit.part = TimelineHit::Part::lane;
        const int lane = row.lanes - 1 - (inside - row.lanes_top) / row.lane_height;
        look_in(timeline.cpus[row.number].pile.lanes[static_cast<std::size_t>(lane)]);
    }
    return hit;
}

QString TimelineCanvas::text(const TimelineHit& hit) const {
    if (!has_run() || hit.row == nullptr) return {};
    const TimelineText text(*run_);
    const TimelineRow& row = *hit.row;
    const auto cpu = static_cast<CpuId>(row.number);
    const Instant at = edges_->at(hit.column);
    if (hit.part == TimelineHit::Part::head) return row.is_cpu ? text.cpu_head(cpu) : text.task_head(row.number);
    if (hit.part == TimelineHit::Part::ribbon) return row.is_cpu ? text.stack(cpu, at) : text.queue(row.number, at);
    if (hit.part == TimelineHit::Part::marks) {
        const TaskLanes& lanes = run_->timeline->tasks[row.number];
        const auto [release, release_end] = marks_near(lanes.releases, *edges_, hit.column);
        const auto [deadline, deadline_end] = marks_near(lanes.deadlines, *edges_, hit.column);
        QStringList lines;
        if (deadline < deadline_end) lines << text.deadlines(row.number, deadline, deadline_end);
        if (release < release_end) lines << text.releases(row.number, release, release_end);
        return lines.join('\n');
    }
    if (hit.item && hit.item->is_merged()) return text.merged(hit.item->last - hit.item->first);
    if (hit.item && hit.is_unused) {
        const std::size_t i = hit.item->first;
        return text.unused(cpu, {hit.lane->from(i), hit.lane->to(i)}, static_cast<UnusedKind>(hit.lane->id(i)));
    }
    if (hit.item) return text.interval(run_->recording.intervals[hit.lane->id(hit.item->first)]);
    if (hit.part == TimelineHit::Part::bar && row.is_cpu && at < run_->recording.end) return text.idle(cpu);
    return {};
}

Selection TimelineCanvas::selection(const TimelineHit& hit) const {
    Selection selection;
    if (hit.row == nullptr) return selection;
    if (hit.part == TimelineHit::Part::head || hit.is_unused) {
        if (hit.row->is_cpu) {
            selection.cpu = static_cast<CpuId>(hit.row->number);
        } else {
            selection.task = hit.row->number;
        }
    } else if (hit.item) {
        const JobInterval& first = run_->recording.intervals[hit.lane->id(hit.item->first)];
        if (hit.item->is_merged()) {
            // Which of them is meant cannot be said.
            if (!hit.row->is_cpu) selection.task = hit.row->number;
            selection.span = Window{edges_->at(hit.item->left), edges_->at(hit.item->right)};
            return selection;
        }
        selection.task = first.job.task;
        selection.job = first.job.number;
        if (first.cpu != kNoCpu) selection.cpu = first.cpu;
    }
    return selection;
}

Instant TimelineCanvas::snapped(const TimelineHit& hit) const {
    const Instant here = edges_->at(hit.column);
    Instant nearest = here;
    int distance = kNear + 1;
    const auto consider = [&](Instant at) {
        if (at < edges_->map().window().from || at > edges_->map().window().to) return;
        const int away = std::abs(edges_->column_of(at) - hit.column);
        if (away >= distance) return;
        nearest = at;
        distance = away;
    };
    if (hit.lane != nullptr) {
        const std::size_t next = hit.lane->first_after(here);
        for (std::size_t i = next == 0 ? 0 : next - 1; i < std::min(next + 2, hit.lane->size()); ++i) {
            consider(hit.lane->from(i));
            consider(hit.lane->to(i));
        }
    }
    if (hit.row != nullptr && !hit.row->is_cpu) {
        const TaskLanes& lanes = run_->timeline->tasks[hit.row->number];
        for (const MarkLane* lane : {&lanes.releases, &lanes.deadlines, &lanes.completions}) {
            const std::size_t next = lane->next_from(here);
            for (std::size_t i = next == 0 ? 0 : next - 1; i < std::min(next + 1, lane->size()); ++i) {
                consider(lane->at(i));
            }
        }
    }
    return nearest;
}

}  // namespace pinstack::gui
