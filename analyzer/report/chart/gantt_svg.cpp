// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/gantt_svg.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "analyzer/report/chart/mark_row.hpp"
#include "analyzer/report/chart/palette.hpp"
#include "analyzer/report/chart/signs.hpp"
#include "analyzer/report/chart/svg_markup.hpp"
#include "analyzer/report/chart/time_axis.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {

namespace {

// All in user units.
constexpr double kLeft = 72, kRight = 22;  // the last tick label hangs over
constexpr double kPlotWidth = kDrawingWidth - kLeft - kRight;
constexpr double kAxisHeight = 22, kMarkHeight = 20;
constexpr double kBarHeight = 26, kLaneHeight = 17, kTrackGap = 10;
constexpr double kDepthHeight = 36;
constexpr double kLeastWidth = 0.3;
constexpr double kTitledWidth = 3;  // nobody can point at a narrower bar
constexpr int kMostTracks = 32;
constexpr int kMostLanes = 24;

bool fits(std::string_view text, double width) { return text_width(text) + 6 <= width; }

/// The outline of a box.
std::string box(double x, double y, double width, double height) {
    std::string out;
    put(out, "M", x, " ", y, "h", width, "v", height, "h", -width, "z");
    return out;
}

double height_of(const CpuTrack& track) {
    return kBarHeight + std::min(track.lanes, kMostLanes) * kLaneHeight + kTrackGap;
}

}  // namespace

GanttSvg::GanttSvg(const System& system, const Picture& picture, std::vector<std::uint32_t> coloured)
    : system_(system), picture_(picture), tasks_(tasks_in(picture.timelines)), coloured_(std::move(coloured)) {
    const auto give_colour = [&](std::uint32_t task) {
        return colours_.emplace(task, static_cast<int>(colours_.size() % kPalette.size())).second;
    };
    for (const std::uint32_t task : coloured_) give_colour(task);
    for (const std::uint32_t task : tasks_) {
        if (give_colour(task)) coloured_.push_back(task);
        titles_.emplace(task, xml_escaped(shortened_inside(system.tasks[task].name, 32)));
    }
    for (const Timeline& timeline : picture.timelines) {
        has_deadlines_ = has_deadlines_ || !timeline.deadlines.empty();
        for (const CapacitySpan& span : timeline.capacity) max_depth_ = std::max(max_depth_, span.max_depth);
    }
}

double GanttSvg::x_of(Instant at) const {
    const Window& window = picture_.drawn.window;
    const double share = static_cast<double>((at - window.from).ns) / static_cast<double>(window.length().ns);
    return std::round((kLeft + kPlotWidth * share) * 10) / 10;  // short numbers, and neighbours meet
}

int GanttSvg::colour_of(std::uint32_t task) const { return colours_.at(task); }

void GanttSvg::put_job(std::string& out, JobId job) const { put(out, titles_.at(job.task), " job ", job.number); }

void GanttSvg::draw_axis(std::string& out, double top, double bottom) const {
    const std::vector<Instant> ticks = ticks_in(picture_.drawn.window, 10);
    const TickLabels labels = label_ticks(ticks);
    put(out, "<text class=\"soft\" x=\"4\" y=\"", top + 12, "\">", labels.unit, "</text>");
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const double x = x_of(ticks[i]);
        put(out, "<path class=\"grid\" d=\"M", x, " ", top + 16, "V", bottom, "\"/>");
        put(out, "<text class=\"soft\" text-anchor=\"middle\" x=\"", x, "\" y=\"", top + 12, "\">", labels.texts[i],
            "</text>");
    }
    out += '\n';
}

void GanttSvg::draw_marks(std::string& out, const std::vector<Mark>& marks, bool deadlines, double top) const {
    put(out, "<text class=\"soft\" x=\"4\" y=\"", top + 13, "\">", deadlines ? "deadlines" : "releases", "</text>\n");
    constexpr std::size_t kTitled = 4;
    const auto x = [&](Instant at) { return x_of(at); };
    for (const PlacedMark& placed : place_marks(system_, marks, x, kLeft, kDrawingWidth)) {
        // An arrow of 15 units: up from the bottom of the strip, or down from its top.
        put(out, "<path class=\"", placed.missed ? "miss" : "mark", "\" d=\"M", placed.x, " ",
            deadlines ? top + 2 : top + 18, deadlines ? "v15l-3.5-5m3.5 5 3.5-5" : "v-15l-3.5 5m3.5-5 3.5 5",
            "\"><title>");
        for (const Mark& mark : placed.marks.first(std::min(placed.marks.size(), kTitled))) {
            put_job(out, mark.job);
            put(out, ": ", deadlines ? "deadline at" : "released at", " ", instant_text(mark.at.ns),
                mark.missed ? ", missed" : "", "\n");
        }
        if (placed.marks.size() > kTitled) put(out, "and ", placed.marks.size() - kTitled, " more");
        out += "</title></path>";
        if (!placed.label.empty()) {
            put(out, "<text class=\"", placed.missed ? "miss" : "soft", "\" x=\"", placed.label_from, "\" y=\"",
                top + 14, "\">", xml_escaped(placed.label), "</text>");
        }
        out += '\n';
    }
}

/// Bars too narrow for a title of their own, by what they look like: one path each.
class GanttSvg::NarrowBars {
public:
    void add(const std::string& classes, const std::string& shape) { paths_[classes] += shape; }
    void draw(std::string& out) const {
        for (const auto& [classes, shapes] : paths_) put(out, "<path class=\"", classes, "\" d=\"", shapes, "\"/>\n");
    }

private:
    std::map<std::string, std::string> paths_;
};

void GanttSvg::draw_running(std::string& out, NarrowBars& narrow, const GanttBar& bar, CpuId cpu, double top) const {
    const double x = x_of(bar.from), width = std::max(kLeastWidth, x_of(bar.to) - x);
    const int colour = colour_of(bar.job.task);
    const Protections& held = bar.protections;
    const std::string shape = box(x, top, width, kBarHeight);
    if (width < kTitledWidth) {
        narrow.add(fmt::format("c{}", colour), shape);
        if (bar.is_overhead) {
            narrow.add("s-kernel", shape);
        } else if (held.non_preemptible) {
            narrow.add("np", shape);
        }
        return;
    }
    const char* state = bar.is_overhead         ? "overhead"
                        : held.non_preemptible  ? "runs, non-preemptible,"
                        : held.migrate_disabled ? "runs, migrate-disabled,"
                                                : "runs";
    put(out, "<path class=\"c", colour, "\" d=\"", shape, "\"><title>");
    put_job(out, bar.job);
    put(out, ": ", state, " on CPU ", cpu, ", ", instant_text(bar.from.ns), " to ", instant_text(bar.to.ns),
        "</title></path>");
    if (bar.is_overhead) {
        put(out, "<path class=\"s-kernel\" pointer-events=\"none\" d=\"", shape, "\"/>\n");
        return;
    }
    if (held.non_preemptible) put(out, "<path class=\"np\" d=\"", shape, "\"/>");
    if (held.migrate_disabled && width > 2)
        put(out, "<path class=\"md\" d=\"", box(x + 1, top + 1, width - 2, kBarHeight - 2), "\"/>");
    const std::string name = printable(system_.tasks[bar.job.task].name);
    if (fits(name, width)) {
        put(out, "<text class=\"on", colour, held.non_preemptible ? fmt::format(" halo w{}", colour) : "",
            "\" text-anchor=\"middle\" x=\"", x + width / 2, "\" y=\"", top + kBarHeight / 2 + 4, "\">",
            xml_escaped(name), "</text>");
    }
    out += '\n';
}

void GanttSvg::draw_pinned(std::string& out, NarrowBars& narrow, const GanttBar& bar, CpuId cpu, double top) const {
    const double x = x_of(bar.from), width = x_of(bar.to) - x;
    const std::string classes = fmt::format("wait w{}{}", colour_of(bar.job.task), bar.suspended ? " sleep" : "");
    const std::string shape = box(x + 1, top + 2, std::max(0.5, width - 2), kLaneHeight - 3);
    if (width < kTitledWidth) return narrow.add(classes, shape);
    put(out, "<path class=\"", classes, "\" d=\"", shape, "\"><title>");
    put_job(out, bar.job);
    put(out, ": ", bar.suspended ? "sleeps," : "waits,", " pinned to CPU ", cpu, ", ", instant_text(bar.from.ns),
        " to ", instant_text(bar.to.ns), "</title></path>");
    const std::string name = printable(system_.tasks[bar.job.task].name);
    const std::string label = name + (bar.suspended ? " sleeps, pinned" : " waits, pinned");
    if (fits(name, width)) {
        put(out, "<text class=\"soft small\" text-anchor=\"middle\" x=\"", x + width / 2, "\" y=\"",
            top + kLaneHeight - 4, "\">", xml_escaped(fits(label, width) ? label : name), "</text>");
    }
    out += '\n';
}

void GanttSvg::draw_idle(std::string& out, const CpuTrack& track, double top) const {
    NarrowBars bars;
    std::string labels;
    for (const IdleBar& bar : track.idle) {
        const double x = x_of(bar.from), width = x_of(bar.to) - x;
        bars.add(bar.kind == IdleKind::unused             ? "idle"
                 : bar.kind == IdleKind::throttled        ? "s-kernel"
                 : bar.kind == IdleKind::lost_to_stacking ? "lost"
                                                          : "other",
                 box(x, top, width, kBarHeight));
        constexpr std::string_view kLost = "idle: lost to stacking", kShort = "lost";
        constexpr std::string_view kThrottled = "throttled";
        if (bar.kind == IdleKind::throttled && fits(kThrottled, width)) {
            put(labels, "<text class=\"soft\" text-anchor=\"middle\" x=\"", x + width / 2, "\" y=\"",
                top + kBarHeight / 2 + 4, "\">", kThrottled, "</text>");
        }
        if (bar.kind != IdleKind::lost_to_stacking || !fits(kShort, width)) continue;
        put(labels, "<text class=\"miss\" text-anchor=\"middle\" x=\"", x + width / 2, "\" y=\"",
            top + kBarHeight / 2 + 4, "\">", fits(kLost, width) ? kLost : kShort, "</text>");
    }
    bars.draw(out);
    out += labels;
}

void GanttSvg::draw_track(std::string& out, const CpuTrack& track, double top) const {
    put(out, "<text class=\"head\" x=\"4\" y=\"", top + kBarHeight / 2 + 4, "\">CPU ", track.cpu, "</text>\n");
    draw_idle(out, track, top);
    NarrowBars narrow;
    for (const GanttBar& bar : track.running) draw_running(out, narrow, bar, track.cpu, top);
    const int lanes = std::min(track.lanes, kMostLanes);
    for (const GanttBar& bar : track.pinned) {
        const double lane_top = top + kBarHeight + (lanes - 1 - bar.lane) * kLaneHeight;
        if (bar.lane < lanes) draw_pinned(out, narrow, bar, track.cpu, lane_top);
    }
    narrow.draw(out);
    if (lanes > 0) {  // the ground the pile stands on
        put(out, "<path class=\"base\" d=\"M", kLeft, " ", top + kBarHeight + lanes * kLaneHeight + 1, "h", kPlotWidth,
            "\"/>\n");
    }
}

void GanttSvg::draw_depth(std::string& out, const Timeline& timeline, double top) const {
    const double bottom = top + kDepthHeight;
    const double step = (kDepthHeight - 8) / std::max(1, max_depth_);
    put(out, "<text class=\"soft\" x=\"4\" y=\"", top + kDepthHeight / 2 + 4, "\">depth</text>");
    put(out, "<text class=\"soft\" text-anchor=\"end\" font-size=\"10\" x=\"", kLeft - 4, "\" y=\"", top + 12, "\">",
        max_depth_, "</text>");
    put(out, "<path class=\"depth\" d=\"M", kLeft, " ", bottom);
    int depth = 0;
    double end = kLeft;
    for (const CapacitySpan& span : timeline.capacity) {
        if (span.max_depth != depth) put(out, "H", x_of(span.from), "V", bottom - span.max_depth * step);
        depth = span.max_depth;
        end = x_of(span.to);
    }
    put(out, "H", end, "V", bottom, "Z\"><title>Stack depth: most unfinished jobs pinned to one CPU</title></path>\n");
}

SvgPiece GanttSvg::chart(const Timeline& timeline) const {
    const GanttLayout layout = lay_out(timeline, system_.platform.cpus, kMostTracks);
    const bool has_depth = max_depth_ > 0;
    double bottom = kAxisHeight + kMarkHeight + 4;
    for (const CpuTrack& track : layout.tracks) bottom += height_of(track);
    const double deadlines_top = bottom;
    if (has_deadlines_) bottom += kMarkHeight + 6;
    const double depth_top = bottom;
    if (has_depth) bottom += kDepthHeight;

    SvgPiece piece;
    draw_axis(piece.markup, 0, bottom);
    draw_marks(piece.markup, timeline.releases, false, kAxisHeight);
    double top = kAxisHeight + kMarkHeight + 4;
    for (const CpuTrack& track : layout.tracks) {
        draw_track(piece.markup, track, top);
        top += height_of(track);
    }
    if (has_deadlines_) draw_marks(piece.markup, timeline.deadlines, true, deadlines_top);
    if (has_depth) draw_depth(piece.markup, timeline, depth_top);
    piece.height = bottom + 6;
    if (layout.hidden_cpus > 0) {
        put(piece.markup, "<text class=\"soft\" x=\"", kLeft, "\" y=\"", bottom + 16, "\">",
            counted(static_cast<std::uint64_t>(layout.hidden_cpus), "more CPU"), " not drawn</text>\n");
        piece.height += 18;
    }
    return piece;
}

SvgPiece GanttSvg::legend() const {
    SvgPiece piece;
    std::string& out = piece.markup;
    double x = 4, y = 4;
    const auto entry = [&](std::string_view sample, std::string_view label) {
        const double width = 34 + text_width(label) + 10;
        if (x > 4 && x + width > kDrawingWidth) {
            x = 4;
            y += 22;
        }
        put(out, "<g transform=\"translate(", x, " ", y, ")\">", sample, "<text x=\"34\" y=\"12\">", xml_escaped(label),
            "</text></g>\n");
        x += width;
    };
    const auto sample = [](std::string_view classes) {
        return fmt::format("<rect class=\"{}\" width=\"28\" height=\"14\" y=\"1\"/>", classes);
    };
    constexpr std::size_t kNamed = 24;
    for (std::size_t i = 0; i < tasks_.size() && i < kNamed; ++i) {
        entry(sample(fmt::format("c{}", colour_of(tasks_[i]))), shortened_inside(system_.tasks[tasks_[i]].name, 20));
    }
    if (tasks_.size() > kNamed) entry("", fmt::format("and {}", counted(tasks_.size() - kNamed, "more task")));
    x = 4;
    y += 24;
    const Signs signs = signs_in(picture_.timelines);
    const std::string md = "<rect class=\"md\" x=\"1\" y=\"2\" width=\"26\" height=\"12\"/>";
    const std::string hollow = "<rect class=\"wait any-line{}\" x=\"1\" y=\"2\" width=\"26\" height=\"12\" rx=\"3\"/>";
    if (signs.plain) entry(sample("any"), "runs");
    if (signs.migrate_disabled) entry(sample("any") + md, "runs migrate-disabled (MD)");
    if (signs.non_preemptible) entry(sample("any") + sample("np"), "runs non-preemptible (NP)");
    if (signs.overhead) entry(sample("any") + sample("s-kernel"), "overhead: the kernel works for it, or it spins");
    if (signs.waits_pinned) entry(fmt::format(fmt::runtime(hollow), ""), "pinned to the CPU above, waits");
    if (signs.sleeps_pinned) entry(fmt::format(fmt::runtime(hollow), " sleep"), "pinned, sleeps");
    if (signs.throttled) entry(sample("s-kernel"), "throttled: kept from the jobs queued there");
    if (signs.idle) entry(sample("idle"), "idle");
    if (signs.stacking_loss) entry(sample("lost"), "idle, lost to stacking");
    if (signs.other_loss) entry(sample("other"), "idle, lost to affinity or balancing");
    piece.height = y + 22;
    return piece;
}

}  // namespace pinstack
