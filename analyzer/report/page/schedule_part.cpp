// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>
#include <optional>
#include <utility>

#include "analyzer/report/chart/gantt_svg.hpp"
#include "analyzer/report/chart/gantt_text.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/page/run_parts.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {

namespace {

using Tone = Page::Tone;

std::string heading_of(const DrawingWindow& drawn, bool is_comparison) {
    // In a comparison the interval is the same for all variants, but it is one of them that it is the worst of.
    const std::string of = is_comparison ? " under " + drawn.variant : "";
    switch (drawn.reason) {
        case WindowReason::asked_for:
            return "Schedule: the interval asked for";
        case WindowReason::worst_episode:
            return "Schedule: the worst stacking episode" + of;
        case WindowReason::first_miss:
            return "Schedule: the first missed deadline" + of;
        case WindowReason::start:
            break;
    }
    return drawn.whole_run ? "Schedule" : "Schedule: the start of the run";
}

std::string window_text(const Picture& picture) {
    const Window& window = picture.drawn.window;
    std::string out = fmt::format("Drawn: {} to {}, {}.", instant_text(window.from.ns), instant_text(window.to.ns),
                                  reason_text(picture.drawn));
    if (picture.cut) out += " There is more in this interval than a page can hold: only its beginning is drawn.";
    return out;
}

/// The schedules of one picture, as the page can show them.
class Schedules {
public:
    Schedules(const Page& page, const RunReport& report, const Picture& picture,
              std::vector<std::uint32_t> coloured = {})
        : svg_(report.system, picture, std::move(coloured)), picture_(picture) {
        if (!page.draws()) text_.emplace(report.system, picture, Style{});
    }

    void write_legend(Page& page) const {
        if (page.draws()) {
            page.paragraph(window_text(picture_), Tone::soft);
            page.drawing(svg_.legend());
        } else {
            page.preformatted(text_->title() + text_->legend());
        }
    }
    /// The next applicable outcome of the picture.
    void write(Page& page, const Outcome& outcome) {
        const Timeline& timeline = picture_.timelines[next_++];
        SvgPiece chart;
        if (page.draws()) {
            chart = svg_.chart(timeline);
        } else {
            chart.markup = text_->chart(timeline);
        }
        const auto [same, is_new] = drawn_.emplace(chart.markup, to_text(outcome.variant));
        if (!is_new) {
            page.paragraph("In this interval the same schedule as " + same->second + ".", Tone::soft);
        } else if (page.draws()) {
            chart.label = "Schedule under " + to_text(outcome.variant);
            page.drawing(chart);
        } else {
            page.preformatted(chart.markup);
        }
    }
    const std::vector<std::uint32_t>& coloured() const { return svg_.coloured(); }

private:
    GanttSvg svg_;
    std::optional<GanttText> text_;  // where the page does not draw
    const Picture& picture_;
    std::size_t next_ = 0;
    std::map<std::string, std::string> drawn_;  // chart -> the first variant that looks like this
};

void write_first_misses(Page& page, const RunReport& report, const std::vector<MissPicture>& misses,
                        std::vector<std::uint32_t> coloured) {
    if (misses.empty()) return;
    page.begin_section(misses.size() == 1 ? "Schedule: the first missed deadline"
                                          : "Schedule: the first missed deadline of each variant");
    if (report.is_comparison && report.runs.base().applicable()) {
        page.paragraph(
            fmt::format("Of variants that miss deadlines beyond those of {}, where it is not in the interval above.",
                        to_text(report.runs.base().variant)),
            Tone::soft);
    }
    for (const MissPicture& each : misses) {
        const Outcome& outcome = report.runs.outcomes[each.outcome];
        const std::string miss =
            fmt::format("{} job {}, deadline at {}", shortened_inside(report.system.tasks[each.miss.task].name, 40),
                        each.miss.number, instant_text(each.miss.deadline.ns));
        page.heading(report.is_comparison ? variant_text(outcome.variant) + ": " + miss : miss);
        Schedules schedules(page, report, each.picture, coloured);
        schedules.write_legend(page);
        schedules.write(page, outcome);
        coloured = schedules.coloured();
    }
    page.end_section();
}

}  // namespace

void write_schedule_part(Page& page, const RunReport& report, const Picture& picture,
                         const std::vector<MissPicture>& misses) {
    page.begin_section(heading_of(picture.drawn, report.is_comparison));
    Schedules schedules(page, report, picture);
    schedules.write_legend(page);
    for (const Outcome& outcome : report.runs.outcomes) {
        if (!outcome.applicable()) continue;
        if (report.is_comparison) {
            page.heading(variant_text(outcome.variant));
            page.list(findings(report.system, outcome));
        }
        schedules.write(page, outcome);
    }
    page.end_section();
    write_first_misses(page, report, misses, schedules.coloured());
}

}  // namespace pinstack
