// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/sweep/sweep_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "analyzer/report/chart/palette.hpp"
#include "analyzer/report/chart/svg_markup.hpp"
#include "analyzer/report/sweep/plot_scale.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {

namespace {

constexpr double kLeft = 44, kRight = 10, kTop = 24, kPlotHeight = 170, kBottom = 36;
constexpr double kPlotWidth = kGalleryWidth - kLeft - kRight;

/// What is written below an axis.
struct AxisWords {
    std::vector<std::string> words;
    std::string title;
};

/// What all words begin with, up to a colon, goes into the title where they have no room beside each other.
AxisWords words_of(const SweepAxis& axis) {
    AxisWords out{{}, axis_text(axis.key)};
    double width = 0;
    for (const std::string& word : axis.words) {
        out.words.push_back(printable(word));
        width += text_width(out.words.back());
    }
    if (width < kPlotWidth || out.words.size() < 2) return out;
    std::size_t common = out.words.front().rfind(':');
    for (const std::string& word : out.words) {
        while (common != std::string::npos && !word.starts_with(out.words.front().substr(0, common + 1)))
            common = common == 0 ? std::string::npos : out.words.front().rfind(':', common - 1);
    }
    if (common == std::string::npos) return out;
    out.title += ", " + out.words.front().substr(0, common + 1) + "...";
    for (std::string& word : out.words) word.erase(0, common + 1);
    return out;
}

double y_of(const PlotScale& scale, double value) { return kTop + kPlotHeight * (1 - scale.share_of(value)); }

/// A circle, a square or a diamond: together with the lines' seven styles, 21 that differ.
void draw_marker(std::string& out, std::size_t style, double x, double y) {
    const std::size_t colour = style % kLines.size();
    switch (style / kLines.size() % 3) {
        case 0:
            put(out, "<circle class=\"f", colour, "\" cx=\"", x, "\" cy=\"", y, "\" r=\"2.6\"/>");
            return;
        case 1:
            put(out, "<path class=\"f", colour, "\" d=\"M", x - 2.6, " ", y - 2.6, "h5.2v5.2h-5.2z\"/>");
            return;
        default:
            put(out, "<path class=\"f", colour, "\" d=\"M", x, " ", y - 3.6, "l3.6 3.6l-3.6 3.6l-3.6-3.6z\"/>");
    }
}

void draw_curve(std::string& out, const PlotCurve& curve, const std::vector<double>& places, const PlotScale& scale,
                PlotUnit unit) {
    const std::size_t colour = curve.style % kLines.size();
    std::string line, marks;
    bool is_joined = false;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto& point = curve.points[i];
        if (!point) {
            is_joined = false;
            continue;
        }
        const double x = kLeft + kPlotWidth * places[i], y = y_of(scale, point->value);
        put(line, is_joined ? "L" : "M", x, " ", y);
        is_joined = true;
        put(marks, "<path class=\"w-line v", colour, "\" style=\"stroke-dasharray:none;stroke-width:1\" d=\"M", x, " ",
            y_of(scale, point->low), "V", y_of(scale, point->high), "\"/>");
        put(marks, "<g><title>", xml_escaped(curve.name), ": ", value_text(unit, point->value), ", 95 % of ",
            value_text(unit, point->low), " to ", value_text(unit, point->high), ", ", counted(point->sets, "set"),
            "</title>");
        draw_marker(marks, curve.style, x, y);
        marks += "</g>\n";
    }
    put(out, "<path class=\"line v", colour, "\" d=\"", line, "\"/>\n", marks);
}

SvgPiece chart_of(const SweepPlot& plot, const PlotPanel& panel, const PlotScale& scale) {
    SvgPiece piece;
    piece.width = kGalleryWidth;
    piece.height = kTop + kPlotHeight + kBottom;
    piece.label = plot.title + (panel.name.empty() ? "" : ", " + printable(panel.name));
    std::string& out = piece.markup;
    put(out, "<text class=\"head\" x=\"0\" y=\"12\">", xml_escaped(shortened_inside(panel.name, 44)), "</text>\n");
    for (double value = scale.from; value <= scale.to + scale.step / 2; value += scale.step) {
        const double y = y_of(scale, value);
        put(out, "<path class=\"grid\" d=\"M", kLeft, " ", y, "h", kPlotWidth, "\"/>");
        put(out, "<text class=\"soft tiny\" text-anchor=\"end\" x=\"", kLeft - 5, "\" y=\"", y + 4, "\">",
            value_text(plot.unit, value), "</text>\n");
    }
    const std::vector<double> places = places_on(plot.axis);
    const AxisWords words = words_of(plot.axis);
    const double bottom = kTop + kPlotHeight;
    double free_from = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const double x = kLeft + kPlotWidth * places[i];
        const std::string& word = words.words[i];
        const double half = text_width(word) * 0.45;
        put(out, "<path class=\"grid\" d=\"M", x, " ", bottom, "v4\"/>");
        if (x - half < free_from) continue;
        free_from = x + half + 4;
        const double middle = std::min(x, kGalleryWidth - half);
        put(out, "<text class=\"soft tiny\" text-anchor=\"middle\" x=\"", middle, "\" y=\"", bottom + 15, "\">",
            xml_escaped(word), "</text>\n");
    }
    put(out, "<text class=\"soft tiny\" text-anchor=\"end\" x=\"", kLeft + kPlotWidth, "\" y=\"", bottom + 29, "\">",
        xml_escaped(words.title), "</text>\n");
    for (const PlotCurve& curve : panel.curves) draw_curve(out, curve, places, scale, plot.unit);
    return piece;
}

}  // namespace

std::string value_text(PlotUnit unit, double value) {
    switch (unit) {
        case PlotUnit::share:
            return fmt::format("{:.3g} %", 100 * value);
        case PlotUnit::ratio:
            return fmt::format("{:.4g}", value);
        case PlotUnit::nanoseconds:
            return rounded_time_text(value);
    }
    return "";
}

std::string axis_text(const std::string& key) {
    if (key == "cpus") return "CPUs";
    if (key == "md_share") return "share of tasks with migrate_disable sections";
    if (key == "np_share") return "share of tasks with preempt_disable sections";
    if (key == "section_share") return "share of tasks with sections";
    std::string text = key;
    std::replace(text.begin(), text.end(), '_', ' ');
    if (const std::size_t cpu = text.find("per cpu"); cpu != std::string::npos) text.replace(cpu, 7, "per CPU");
    return text;
}

std::vector<SvgPiece> sweep_charts(const SweepPlot& plot) {
    const PlotScale scale = PlotScale::of(plot);
    std::vector<SvgPiece> pieces;
    for (const PlotPanel& panel : plot.panels) pieces.push_back(chart_of(plot, panel, scale));
    return pieces;
}

SvgPiece sweep_legend(const SweepPlot& plot) {
    SvgPiece piece;
    piece.label = "Legend";
    std::string& out = piece.markup;
    std::set<std::size_t> drawn;
    double x = 0, y = 0;
    for (const PlotPanel& panel : plot.panels) {
        for (const PlotCurve& curve : panel.curves) {
            if (!drawn.insert(curve.style).second) continue;
            const std::string name = printable(curve.name);
            const double width = 36 + text_width(name);
            if (x > 0 && x + width > kDrawingWidth) {
                x = 0;
                y += 18;
            }
            put(out, "<path class=\"line v", curve.style % kLines.size(), "\" d=\"M", x, " ", y + 9, "h26\"/>");
            draw_marker(out, curve.style, x + 13, y + 9);
            put(out, "<text x=\"", x + 32, "\" y=\"", y + 13, "\">", xml_escaped(name), "</text>\n");
            x += width + 16;
        }
    }
    piece.height = y + 20;
    return piece;
}

std::string sweep_svg(const SweepSpec& spec, const std::vector<SweepPlot>& plots) {
    constexpr double kStep = (kDrawingWidth - 8 - kGalleryWidth) / 2;  // three beside each other
    std::string body;
    double y = 8;
    const auto place = [&](const SvgPiece& piece, double x, double top) {
        put(body, "<g transform=\"translate(", x, " ", top, ")\">\n", piece.markup, "</g>\n");
    };
    for (const SweepPlot& plot : plots) {
        put(body, "<text class=\"head\" x=\"4\" y=\"", y + 14, "\">", xml_escaped(plot.title), "</text>\n");
        y += 24;
        const SvgPiece legend = sweep_legend(plot);
        place(legend, 4, y);
        y += legend.height + 8;
        const std::vector<SvgPiece> charts = sweep_charts(plot);
        for (std::size_t i = 0; i < charts.size(); ++i) {
            place(charts[i], 4 + static_cast<double>(i % 3) * kStep, y);
            if (i % 3 == 2 || i + 1 == charts.size()) y += charts[i].height + 12;
        }
    }
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {0} {1:.0f}\" width=\"{0}\" "
        "height=\"{1:.0f}\">\n<title>{2}</title>\n<style>{3}</style>\n"
        "<rect style=\"fill:var(--paper)\" width=\"100%\" height=\"100%\"/>\n{4}</svg>\n",
        kDrawingWidth, y, xml_escaped(printable(spec.name)), svg_style(), body);
}

}  // namespace pinstack
