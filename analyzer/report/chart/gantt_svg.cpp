// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/gantt_svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "analyzer/report/chart/palette.hpp"
#include "analyzer/report/chart/signs.hpp"
#include "analyzer/report/chart/time_axis.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/time_scale.hpp"
#include "model/time/text.hpp"

namespace pinstack {

namespace {

// All in user units.
constexpr double kLeft = 72, kRight = 22;  // the last tick label hangs over
constexpr double kPlotWidth = kDrawingWidth - kLeft - kRight;
constexpr double kAxisHeight = 22, kMarkHeight = 20;
constexpr double kBarHeight = 26, kLaneHeight = 17, kTrackGap = 10;
constexpr double kDepthHeight = 36;
constexpr double kCharWidth = 7;  // of the text in bars, generously
constexpr int kMostTracks = 32;
constexpr int kMostLanes = 24;

std::string time_text(Instant at) { return to_text(Duration{at.ns}); }

bool fits(std::string_view text, double width) {
    return static_cast<double>(display_width(text)) * kCharWidth + 6 <= width;
}

template <class... Values>
void append(std::string& out, fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(out), format, std::forward<Values>(values)...);
}

double height_of(const CpuTrack& track) {
    return kBarHeight + std::min(track.lanes, kMostLanes) * kLaneHeight + kTrackGap;
}

}  // namespace

GanttSvg::GanttSvg(const System& system, const Picture& picture)
    : system_(system), picture_(picture), tasks_(tasks_in(picture.timelines)) {
    for (std::size_t i = 0; i < tasks_.size(); ++i) colours_[tasks_[i]] = static_cast<int>(i % kPalette.size());
    for (const Timeline& timeline : picture.timelines) {
        has_deadlines_ = has_deadlines_ || !timeline.deadlines.empty();
        for (const CapacitySpan& span : timeline.capacity) max_depth_ = std::max(max_depth_, span.max_depth);
    }
}

double GanttSvg::x_of(Instant at) const {
    const Window& window = picture_.drawn.window;
    return kLeft + kPlotWidth * static_cast<double>((at - window.from).ns) / static_cast<double>(window.length().ns);
}

int GanttSvg::colour_of(std::uint32_t task) const { return colours_.at(task); }

std::string GanttSvg::name_of_job(JobId job) const {
    return fmt::format("{} job {}", system_.tasks[job.task].name, job.number);
}

void GanttSvg::draw_axis(std::string& out, double top, double bottom) const {
    const std::vector<Instant> ticks = ticks_in(picture_.drawn.window, 10);
    TimeScale scale;
    for (const Instant tick : ticks) scale.fit(tick.ns);
    append(out, "<text class=\"soft\" x=\"4\" y=\"{:.4g}\">{}</text>", top + 12, scale.unit_name());
    for (const Instant tick : ticks) {
        const double x = x_of(tick);
        append(out, "<line class=\"grid\" x1=\"{0:.2f}\" x2=\"{0:.2f}\" y1=\"{1:.2f}\" y2=\"{2:.2f}\"/>", x, top + 16,
               bottom);
        append(out, "<text class=\"soft\" text-anchor=\"middle\" x=\"{:.2f}\" y=\"{:.2f}\">{}</text>", x, top + 12,
               scale.text(tick.ns));
    }
    out += '\n';
}

std::string GanttSvg::label_of(std::span<const Mark> marks) const {
    // Of deadlines at the same instant the missed ones are the news.
    const bool missed = std::any_of(marks.begin(), marks.end(), [](const Mark& mark) { return mark.missed; });
    constexpr std::size_t kNamed = 3;
    std::string label;
    std::size_t count = 0;
    for (const Mark& mark : marks) {
        if (missed && !mark.missed) continue;
        if (count < kNamed) label += (count == 0 ? "" : " ") + shortened(system_.tasks[mark.job.task].name, 14);
        ++count;
    }
    if (count > kNamed) label += fmt::format(" +{}", count - kNamed);
    return missed ? label + " missed" : label;
}

void GanttSvg::draw_marks(std::string& out, const std::vector<Mark>& marks, bool deadlines, double top) const {
    append(out, "<text class=\"soft\" x=\"4\" y=\"{:.2f}\">{}</text>\n", top + 13,
           deadlines ? "deadlines" : "releases");
    double free_from = kLeft;
    for (std::size_t first = 0, end = 0; first < marks.size(); first = end) {
        const double x = x_of(marks[first].at);
        // Within one unit they cannot be told apart; this also bounds the size of a chart.
        while (end < marks.size() && x_of(marks[end].at) < x + 1) ++end;
        const std::span<const Mark> group(&marks[first], end - first);
        const bool missed = std::any_of(group.begin(), group.end(), [](const Mark& mark) { return mark.missed; });
        out += "<g><title>";
        for (const Mark& mark : group.first(std::min<std::size_t>(group.size(), 10))) {
            append(out, "{}: {} {}{}\n", xml_escaped(name_of_job(mark.job)), deadlines ? "deadline at" : "released at",
                   time_text(mark.at), mark.missed ? ", missed" : "");
        }
        if (group.size() > 10) append(out, "and {} more", group.size() - 10);
        // An arrow of 15 units: up from the bottom of the strip, or down from its top.
        append(out, "</title><path class=\"{}\" d=\"M{:.2f} {:.2f}v{}l-3.5 {}m3.5 {}l3.5 {}\"/>",
               missed ? "miss" : "mark", x, deadlines ? top + 2 : top + 18, deadlines ? 15 : -15, deadlines ? -5 : 5,
               deadlines ? 5 : -5, deadlines ? -5 : 5);
        const std::string label = label_of(group);
        const double room = static_cast<double>(display_width(label)) * kCharWidth + 5;
        const double next = end < marks.size() ? x_of(marks[end].at) - 2 : kDrawingWidth;
        if (x + room <= next) {
            append(out, "<text class=\"{}\" x=\"{:.2f}\" y=\"{:.2f}\">{}</text>", missed ? "miss" : "soft", x + 5,
                   top + 14, xml_escaped(label));
            free_from = x + room;
        } else if (x - room >= free_from) {
            append(out, "<text class=\"{}\" text-anchor=\"end\" x=\"{:.2f}\" y=\"{:.2f}\">{}</text>",
                   missed ? "miss" : "soft", x - 5, top + 14, xml_escaped(label));
            free_from = x + 5;
        } else {
            free_from = x + 5;
        }
        out += "</g>\n";
    }
}

void GanttSvg::draw_running(std::string& out, const GanttBar& bar, CpuId cpu, double top) const {
    const double x = x_of(bar.from), width = x_of(bar.to) - x;
    const int colour = colour_of(bar.job.task);
    const Protections& held = bar.protections;
    const char* state = held.non_preemptible    ? "runs, non-preemptible"
                        : held.migrate_disabled ? "runs, migrate-disabled"
                                                : "runs";
    append(out, "<g><title>{}: {} on CPU {}, {} to {}</title>", xml_escaped(name_of_job(bar.job)), state, cpu,
           time_text(bar.from), time_text(bar.to));
    append(out, "<rect class=\"c{}\" x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{}\"/>", colour, x, top, width,
           kBarHeight);
    if (held.non_preemptible) {
        append(out, "<rect class=\"np\" x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{}\"/>", x, top, width,
               kBarHeight);
    }
    if (held.migrate_disabled && width > 2) {
        append(out, "<rect class=\"md\" fill=\"none\" x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{}\"/>",
               x + 1, top + 1, width - 2, kBarHeight - 2);
    }
    const std::string& name = system_.tasks[bar.job.task].name;
    if (fits(name, width)) {
        append(out, "<text class=\"on{0}{1}\" text-anchor=\"middle\" x=\"{2:.2f}\" y=\"{3:.2f}\">{4}</text>", colour,
               held.non_preemptible ? fmt::format(" halo w{}", colour) : "", x + width / 2, top + kBarHeight / 2 + 4,
               xml_escaped(name));
    }
    out += "</g>\n";
}

void GanttSvg::draw_pinned(std::string& out, const GanttBar& bar, CpuId cpu, double top) const {
    const double x = x_of(bar.from), width = x_of(bar.to) - x;
    append(out, "<g><title>{}: {} pinned to CPU {}, {} to {}</title>", xml_escaped(name_of_job(bar.job)),
           bar.suspended ? "sleeps," : "waits,", cpu, time_text(bar.from), time_text(bar.to));
    append(out, "<rect class=\"wait w{}{}\" x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{}\" rx=\"3\"/>",
           colour_of(bar.job.task), bar.suspended ? " sleep" : "", x + 1, top + 2, std::max(0.5, width - 2),
           kLaneHeight - 3);
    const std::string& name = system_.tasks[bar.job.task].name;
    const std::string label = name + (bar.suspended ? " sleeps, pinned" : " waits, pinned");
    if (fits(name, width)) {
        append(out, "<text class=\"soft\" text-anchor=\"middle\" font-size=\"11\" x=\"{:.2f}\" y=\"{:.2f}\">{}</text>",
               x + width / 2, top + kLaneHeight - 4, xml_escaped(fits(label, width) ? label : name));
    }
    out += "</g>\n";
}

void GanttSvg::draw_track(std::string& out, const CpuTrack& track, double top) const {
    append(out, "<text class=\"head\" x=\"4\" y=\"{:.2f}\">CPU {}</text>\n", top + kBarHeight / 2 + 4, track.cpu);
    for (const IdleBar& bar : track.idle) {
        const double x = x_of(bar.from), width = x_of(bar.to) - x;
        const char* kind = bar.kind == IdleKind::unused             ? "idle"
                           : bar.kind == IdleKind::lost_to_stacking ? "lost"
                                                                    : "other";
        append(out, "<rect class=\"{}\" x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{}\"/>", kind, x, top,
               width, kBarHeight);
        constexpr std::string_view kLost = "idle: lost to stacking", kShort = "lost";
        if (bar.kind != IdleKind::lost_to_stacking || !fits(kShort, width)) continue;
        append(out, "<text class=\"miss\" text-anchor=\"middle\" x=\"{:.2f}\" y=\"{:.2f}\">{}</text>", x + width / 2,
               top + kBarHeight / 2 + 4, fits(kLost, width) ? kLost : kShort);
    }
    out += '\n';
    for (const GanttBar& bar : track.running) draw_running(out, bar, track.cpu, top);
    const int lanes = std::min(track.lanes, kMostLanes);
    for (const GanttBar& bar : track.pinned) {
        if (bar.lane < lanes) draw_pinned(out, bar, track.cpu, top + kBarHeight + (lanes - 1 - bar.lane) * kLaneHeight);
    }
    if (lanes > 0) {  // the ground the pile stands on
        append(out, "<line class=\"base\" x1=\"{0}\" x2=\"{1}\" y1=\"{2:.2f}\" y2=\"{2:.2f}\"/>\n", kLeft,
               kLeft + kPlotWidth, top + kBarHeight + lanes * kLaneHeight + 1);
    }
}

void GanttSvg::draw_depth(std::string& out, const Timeline& timeline, double top) const {
    const double bottom = top + kDepthHeight;
    const double step = (kDepthHeight - 8) / std::max(1, max_depth_);
    append(out, "<text class=\"soft\" x=\"4\" y=\"{:.2f}\">depth</text>", top + kDepthHeight / 2 + 4);
    append(out, "<text class=\"soft\" text-anchor=\"end\" font-size=\"10\" x=\"{:.2f}\" y=\"{:.2f}\">{}</text>",
           kLeft - 4, top + 12, max_depth_);
    append(out, "<path class=\"depth\" d=\"M{:.2f} {:.2f}", kLeft, bottom);
    for (const CapacitySpan& span : timeline.capacity) {
        append(out, "H{:.2f}V{:.2f}H{:.2f}", x_of(span.from), bottom - span.max_depth * step, x_of(span.to));
    }
    append(out, "V{:.2f}Z\"><title>Stack depth: most unfinished jobs pinned to one CPU</title></path>\n", bottom);
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
        append(piece.markup, "<text class=\"soft\" x=\"{}\" y=\"{:.2f}\">{} not drawn</text>\n", kLeft, bottom + 16,
               counted(static_cast<std::uint64_t>(layout.hidden_cpus), "more CPU"));
        piece.height += 18;
    }
    return piece;
}

SvgPiece GanttSvg::legend() const {
    SvgPiece piece;
    std::string& out = piece.markup;
    double x = 4, y = 4;
    const auto entry = [&](std::string_view sample, std::string_view label) {
        const double width = 34 + static_cast<double>(display_width(label)) * kCharWidth + 10;
        if (x > 4 && x + width > kDrawingWidth) {
            x = 4;
            y += 22;
        }
        append(out, "<g transform=\"translate({:.2f} {:.2f})\">{}<text x=\"34\" y=\"12\">{}</text></g>\n", x, y, sample,
               xml_escaped(label));
        x += width;
    };
    const auto box = [](std::string_view classes) {
        return fmt::format("<rect class=\"{}\" width=\"28\" height=\"14\" y=\"1\"/>", classes);
    };
    constexpr std::size_t kNamed = 24;
    for (std::size_t i = 0; i < tasks_.size() && i < kNamed; ++i) {
        entry(box(fmt::format("c{}", colour_of(tasks_[i]))), shortened(system_.tasks[tasks_[i]].name, 20));
    }
    if (tasks_.size() > kNamed) entry("", fmt::format("and {}", counted(tasks_.size() - kNamed, "more task")));
    x = 4;
    y += 24;
    const Signs signs = signs_in(picture_.timelines);
    const std::string md = "<rect class=\"md\" fill=\"none\" x=\"1\" y=\"2\" width=\"26\" height=\"12\"/>";
    const std::string hollow = "<rect class=\"wait w6{}\" x=\"1\" y=\"2\" width=\"26\" height=\"12\" rx=\"3\"/>";
    if (signs.plain) entry(box("c6"), "runs");
    if (signs.migrate_disabled) entry(box("c6") + md, "runs migrate-disabled (MD)");
    if (signs.non_preemptible) entry(box("c6") + box("np"), "runs non-preemptible (NP)");
    if (signs.waits_pinned) entry(fmt::format(fmt::runtime(hollow), ""), "pinned to the CPU above, waits");
    if (signs.sleeps_pinned) entry(fmt::format(fmt::runtime(hollow), " sleep"), "pinned, sleeps");
    if (signs.idle) entry(box("idle"), "idle");
    if (signs.stacking_loss) entry(box("lost"), "idle, lost to stacking");
    if (signs.other_loss) entry(box("other"), "idle, lost to affinity or balancing");
    piece.height = y + 22;
    return piece;
}

}  // namespace pinstack
