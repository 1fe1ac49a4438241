// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>

#include "analyzer/report/chart/gantt_svg.hpp"
#include "analyzer/report/chart/gantt_text.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/page/run_parts.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {

namespace {

using Tone = Page::Tone;

const char* heading_of(const DrawingWindow& drawn) {
    switch (drawn.reason) {
        case WindowReason::asked_for:
            return "Schedule: the interval asked for";
        case WindowReason::worst_episode:
            return "Schedule: the worst stacking episode";
        case WindowReason::first_miss:
            return "Schedule: the first missed deadline";
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

/// The schedule of one outcome, as the page can show it.
class Schedules {
public:
    Schedules(const RunReport& report, const Picture& picture)
        : svg_(report.system, picture), text_(report.system, picture, Style{}), picture_(picture) {}

    void write_legend(Page& page) const {
        if (page.draws()) {
            page.paragraph(window_text(picture_), Tone::soft);
            page.drawing(svg_.legend());
        } else {
            page.preformatted(text_.title() + text_.legend());
        }
    }
    /// The next applicable outcome.
    void write(Page& page, const Outcome& outcome) {
        const Timeline& timeline = picture_.timelines[next_++];
        SvgPiece chart;
        if (page.draws()) {
            chart = svg_.chart(timeline);
        } else {
            chart.markup = text_.chart(timeline);
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

private:
    GanttSvg svg_;
    GanttText text_;
    const Picture& picture_;
    std::size_t next_ = 0;
    std::map<std::string, std::string> drawn_;  // chart -> the first variant that looks like this
};

}  // namespace

void write_schedule_part(Page& page, const RunReport& report, const Picture& picture) {
    page.begin_section(heading_of(picture.drawn));
    Schedules schedules(report, picture);
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
}

}  // namespace pinstack
