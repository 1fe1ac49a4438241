// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/response_chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "analyzer/report/chart/palette.hpp"
#include "analyzer/report/chart/svg_markup.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {

namespace {

// All in user units.
constexpr double kLeft = 26, kRight = 14;
constexpr int kPlotWidth = static_cast<int>(kGalleryWidth - kLeft - kRight);
constexpr double kTitleHeight = 34, kCdfHeight = 96, kAxisHeight = 32;
constexpr double kHeadHeight = 15, kNameHeight = 14, kStripHeight = 20, kGap = 7;
constexpr double kDigitWidth = 6.6;
constexpr int kBins = kPlotWidth / 3;

class ResponseChart {
public:
    ResponseChart(const System& system, const ResponseFigures& figures, std::uint32_t task)
        : runs_(figures.runs()),
          task_(system.tasks[task]),
          groups_(figures.groups_of(task)),
          axis_(response_axis(groups_, task_.deadline)) {
        ticks_ = axis_.ticks(axis_.is_logarithmic() ? 5 : 4);
        for (const std::int64_t tick : ticks_) scale_.fit(tick);
        for (const ResponseGroup& group : groups_) {
            for (const std::int64_t ns : percentiles(group)) scale_.fit_mean(static_cast<double>(ns));
        }
        for (const ResponseGroup& group : groups_) {
            for (const std::int64_t ns : percentiles(group)) {
                column_ = std::max(column_, static_cast<double>(figure(ns).size()) * kDigitWidth + 9);
            }
        }
        hidden_ = groups_.size() - std::min(groups_.size(), kMostResponseGroups);
        groups_.resize(groups_.size() - hidden_);
    }

    SvgPiece draw() {
        const double axis_top = kTitleHeight + kCdfHeight;
        const double head_top = axis_top + kAxisHeight;
        double bottom = head_top + kHeadHeight;
        for (const ResponseGroup& group : groups_) {
            bottom += kNameHeight * static_cast<double>(group.outcomes.size()) + kStripHeight + kGap;
        }
        draw_title();
        draw_late(kTitleHeight, kCdfHeight);
        draw_grid();
        // The first group last: where lines coincide the reader sees the baseline, solid.
        for (std::size_t i = groups_.size(); i-- > 0;) draw_cdf(groups_[i]);
        draw_axis(axis_top);
        draw_head(head_top);
        double top = head_top + kHeadHeight;
        for (const ResponseGroup& group : groups_) top = draw_group(group, top);
        if (hidden_ > 0) {
            put(out_, "<text class=\"soft small\" x=\"0\" y=\"", top + 11, "\">", counted(hidden_, "more distribution"),
                " not drawn</text>\n");
            top += kNameHeight;
        }
        SvgPiece piece;
        piece.markup = std::move(out_);
        piece.height = top;
        piece.width = kGalleryWidth;
        piece.label = "Response times of " + printable(task_.name) + ": cumulative distribution and histograms";
        return piece;
    }

private:
    static std::array<std::int64_t, 3> percentiles(const ResponseGroup& group) {
        return {group.response.p50, group.response.p99, group.response.max};
    }
    /// In the unit of the axis, which all share; with a unit of its own where the values are far apart.
    std::string figure(std::int64_t ns) const {
        return axis_.is_logarithmic() ? rounded_time_text(static_cast<double>(ns))
                                      : scale_.text(static_cast<double>(ns));
    }
    double x_of(std::int64_t ns) const { return kLeft + axis_.x_of(ns); }
    bool deadline_on_axis() const { return task_.deadline.ns <= axis_.end(); }
    static std::size_t line_of(std::size_t outcome) { return outcome % kLines.size(); }

    void draw_title() {
        put(out_, "<text class=\"head\" x=\"0\" y=\"13\">", xml_escaped(shortened_inside(task_.name, 40)), "</text>\n");
        std::string deadline = "deadline " + time_text(task_.deadline.ns);
        // A deadline counts from the instant a job is due, a response from its release.
        const Duration jitter = std::visit([](const auto& releases) { return releases.jitter; }, task_.releases);
        if (jitter.ns > 0) deadline += ", jitter " + time_text(jitter.ns);
        if (deadline_on_axis()) {
            const double x = x_of(task_.deadline.ns);
            const bool left = x + text_width(deadline) * 0.9 > kGalleryWidth;
            put(out_, "<text class=\"miss small\" text-anchor=\"", left ? "end" : "start", "\" x=\"",
                left ? std::min(x + 4, kGalleryWidth) : std::max(x - 4, kLeft + 2), "\" y=\"27\">", deadline,
                "</text>\n");
        } else {
            put(out_, "<text class=\"soft small\" text-anchor=\"end\" x=\"", kGalleryWidth, "\" y=\"27\">", deadline,
                ", beyond the axis</text>\n");
        }
    }

    /// The deadline, and what lies beyond it.
    void draw_late(double top, double height) {
        if (!deadline_on_axis()) return;
        const double x = x_of(task_.deadline.ns);
        put(out_, "<path class=\"late\" d=\"M", x, " ", top, "H", kLeft + kPlotWidth, "v", height, "H", x, "z\"/>");
        put(out_, "<path class=\"limit\" d=\"M", x, " ", top, "v", height, "\"/>\n");
    }

    void draw_grid() {
        constexpr const char* kLabels[] = {"1", "&#189;", "0"};
        for (int i = 0; i < 3; ++i) {
            const double y = kTitleHeight + kCdfHeight * i / 2;
            put(out_, "<path class=\"grid\" d=\"M", kLeft, " ", y, "h", kPlotWidth, "\"/>");
            put(out_, "<text class=\"soft tiny\" text-anchor=\"end\" x=\"", kLeft - 5, "\" y=\"", y + 4, "\">",
                kLabels[i], "</text>\n");
        }
        put(out_, "<text class=\"soft tiny\" x=\"0\" y=\"27\">CDF</text>\n");
    }

    void draw_cdf(const ResponseGroup& group) {
        const DurationStatistics& values = group.task->response;
        const double bottom = kTitleHeight + kCdfHeight;
        put(out_, "<path class=\"line v", line_of(group.outcomes.front()), "\" d=\"M", kLeft, " ", bottom);
        for (const CdfStep& step : cdf_steps(values, axis_)) {
            const double share = static_cast<double>(step.at_most) / static_cast<double>(values.count());
            put(out_, "H", kLeft + step.column, "V", std::round((bottom - share * kCdfHeight) * 10) / 10);
        }
        put(out_, "H", kLeft + kPlotWidth, "\"/>\n");
    }

    void draw_axis(double top) {
        double free_from = 0;
        for (const std::int64_t tick : ticks_) {
            const double x = x_of(tick);
            put(out_, "<path class=\"grid\" d=\"M", x, " ", top, "v4\"/>");
            const std::string label = axis_.is_logarithmic() ? time_text(tick) : scale_.text(tick);
            const double half = text_width(label) * 0.5;
            if (x - half < free_from) continue;
            free_from = x + half + 4;
            put(out_, "<text class=\"soft tiny\" text-anchor=\"middle\" x=\"", x, "\" y=\"", top + 14, "\">", label,
                "</text>\n");
        }
        put(out_, "<text class=\"soft tiny\" text-anchor=\"end\" x=\"", kLeft + kPlotWidth, "\" y=\"", top + 26, "\">",
            axis_.is_logarithmic() ? "response time, logarithmic"
                                   : fmt::format("response time in {}", scale_.unit_name()),
            "</text>\n");
    }

    /// The last columns, from the right.
    void draw_cell(double y, int from_right, const char* classes, std::string_view text) {
        put(out_, "<text class=\"", classes, "\" text-anchor=\"end\" x=\"", kGalleryWidth - from_right * column_,
            "\" y=\"", y, "\">", text, "</text>");
    }

    void draw_head(double top) {
        if (!axis_.is_logarithmic()) {
            put(out_, "<text class=\"soft tiny\" x=\"0\" y=\"", top + 11, "\">in ", scale_.unit_name(), "</text>");
        }
        int from_right = 0;
        for (const char* heading : {"max", "p99", "p50"}) draw_cell(top + 11, from_right++, "soft tiny", heading);
        out_ += '\n';
    }

    /// The names with the percentiles, and the histogram. Where the next group begins.
    double draw_group(const ResponseGroup& group, double top) {
        const std::size_t line = line_of(group.outcomes.front());
        put(out_, "<path class=\"line v", line, "\" d=\"M0 ", top + 8, "h20\"/>");
        const auto draw_figure = [&](int from_right, std::int64_t ns, bool is_late) {
            draw_cell(top + 11, from_right, is_late ? "miss small" : "small", figure(ns));
        };
        // A job can miss with a shorter response, by its release jitter, or because it is not complete.
        draw_figure(0, group.response.max, group.task->misses > 0);
        draw_figure(1, group.response.p99, group.response.p99 > task_.deadline.ns);
        draw_figure(2, group.response.p50, group.response.p50 > task_.deadline.ns);
        out_ += '\n';
        for (const std::size_t outcome : group.outcomes) {
            put(out_, "<text class=\"small\" x=\"", kLeft, "\" y=\"", top + 11, "\">",
                short_text(runs_.outcomes[outcome].variant), "</text>\n");
            top += kNameHeight;
        }
        draw_histogram(group.task->response, line, top);
        return top + kStripHeight + kGap;
    }

    void draw_histogram(const DurationStatistics& values, std::size_t colour, double top) {
        const std::vector<std::uint64_t> counts = binned(values, axis_, kBins);
        const auto highest = static_cast<double>(*std::max_element(counts.begin(), counts.end()));
        const double bottom = top + kStripHeight;
        draw_late(top, kStripHeight);
        put(out_, "<path class=\"grid\" d=\"M", kLeft, " ", bottom, "h", kPlotWidth, "\"/><path class=\"f", colour,
            "\" d=\"");
        const double width = static_cast<double>(kPlotWidth) / kBins;
        for (std::size_t bin = 0; bin < counts.size(); ++bin) {
            if (counts[bin] == 0) continue;
            // What occurs is seen, however rare.
            const double height = std::max(1.0, kStripHeight * static_cast<double>(counts[bin]) / highest);
            put(out_, "M", kLeft + width * static_cast<double>(bin), " ", bottom, "v-", height, "h", width, "v", height,
                "z");
        }
        out_ += "\"/>\n";
    }

    const Comparison& runs_;
    const Task& task_;
    std::vector<ResponseGroup> groups_;
    DurationAxis axis_;
    std::vector<std::int64_t> ticks_;
    TimeScale scale_;
    double column_ = 34;  // of a percentile
    std::size_t hidden_ = 0;
    std::string out_;
};

}  // namespace

DurationAxis response_axis(const std::vector<ResponseGroup>& groups, Duration deadline) {
    std::int64_t longest = 1, least = kTimeLimitNs, median = kTimeLimitNs;
    for (const ResponseGroup& group : groups) {
        longest = std::max(longest, group.response.max);
        least = std::min(least, std::max<std::int64_t>(1, group.response.min));
        median = std::min(median, std::max<std::int64_t>(1, group.response.p50));
    }
    const bool logarithmic = longest / median > 50;
    const std::int64_t reach = logarithmic ? 10 : 2;
    // A little more, so that what stands at the end is not on the border.
    const auto with_margin = [](std::int64_t ns) { return ns + (ns + 24) / 25; };
    const std::int64_t end = with_margin(deadline.ns / reach <= longest ? std::max(longest, deadline.ns) : longest);
    return logarithmic ? DurationAxis::logarithmic(least, end, kPlotWidth) : DurationAxis::linear(end, kPlotWidth);
}

SvgPiece response_chart(const System& system, const ResponseFigures& figures, std::uint32_t task) {
    return ResponseChart(system, figures, task).draw();
}

}  // namespace pinstack
