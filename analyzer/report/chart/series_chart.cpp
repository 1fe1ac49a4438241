// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/series_chart.hpp"

#include <algorithm>

#include "analyzer/report/chart/svg_markup.hpp"
#include "analyzer/report/chart/time_axis.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {

namespace {

constexpr double kLeft = 72, kRight = 22;
constexpr std::size_t kColumns = static_cast<std::size_t>(kDrawingWidth - kLeft - kRight);
constexpr double kRowHeight = 40, kAxisHeight = 20;

int lost_in(const SeriesStep& step) { return step.stacking_loss + step.affinity_loss + step.balancing_loss; }

/// The columns as an area on its ground: a step for each change.
template <class Value>
void draw_row(std::string& out, const std::vector<SeriesColumn>& columns, const Value& value, int most,
              const char* classes, const char* name, double top) {
    const double bottom = top + kRowHeight, step = (kRowHeight - 8) / most;
    put(out, "<text class=\"soft small\" x=\"4\" y=\"", top + kRowHeight / 2 + 4, "\">", name, "</text>");
    put(out, "<text class=\"soft tiny\" text-anchor=\"end\" x=\"", kLeft - 4, "\" y=\"", top + 12, "\">", most,
        "</text>");
    put(out, "<path class=\"", classes, "\" d=\"M", kLeft, " ", bottom);
    int level = 0;
    for (std::size_t column = 0; column < columns.size(); ++column) {
        const int next = value(columns[column]);
        if (next == level) continue;
        put(out, "H", kLeft + static_cast<double>(column), "V", bottom - next * step);
        level = next;
    }
    put(out, "H", kLeft + static_cast<double>(columns.size()), "V", bottom, "z\"/>\n");
}

}  // namespace

SeriesScale series_scale(const Comparison& runs) {
    SeriesScale scale{.end = {1}};
    for (const Outcome& outcome : runs.outcomes) {
        if (!outcome.series) continue;
        scale.end = std::max(scale.end, outcome.series->end);
        for (const SeriesStep& step : outcome.series->steps) {
            scale.depth = std::max(scale.depth, step.max_depth);
            scale.lost = std::max(scale.lost, lost_in(step));
        }
    }
    return scale;
}

std::vector<SeriesColumn> series_columns(const Series& series, Instant end, std::size_t columns) {
    std::vector<SeriesColumn> out(columns);
    const auto column_of = [&](std::int64_t at) {
        return static_cast<std::size_t>(static_cast<__int128>(at) * static_cast<__int128>(columns) / end.ns);
    };
    for (std::size_t i = 0; i < series.steps.size(); ++i) {
        const SeriesStep& step = series.steps[i];
        const std::int64_t to = i + 1 < series.steps.size() ? series.steps[i + 1].at.ns : series.end.ns;
        const std::size_t last = std::min(column_of(std::max(step.at.ns, to - 1)), columns - 1);
        for (std::size_t column = column_of(step.at.ns); column <= last; ++column) {
            out[column].depth = std::max(out[column].depth, step.max_depth);
            out[column].lost = std::max(out[column].lost, lost_in(step));
        }
    }
    return out;
}

SvgPiece series_chart(const Series& series, const SeriesScale& scale) {
    const std::vector<SeriesColumn> columns = series_columns(series, scale.end, kColumns);
    SvgPiece piece{.height = kAxisHeight + 2 * kRowHeight + 14, .label = "Stack depth and lost CPUs over the run"};
    std::string& out = piece.markup;
    const std::vector<Instant> ticks = ticks_in({{0}, scale.end}, 10);
    const TickLabels labels = label_ticks(ticks);
    put(out, "<text class=\"soft\" x=\"4\" y=\"12\">", labels.unit, "</text>");
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const double x = kLeft + static_cast<double>(kColumns) * static_cast<double>(ticks[i].ns) /
                                     static_cast<double>(scale.end.ns);
        put(out, "<path class=\"grid\" d=\"M", x, " 16V", kAxisHeight + 2 * kRowHeight + 8, "\"/>");
        put(out, "<text class=\"soft\" text-anchor=\"middle\" x=\"", x, "\" y=\"12\">", labels.texts[i], "</text>");
    }
    out += '\n';
    draw_row(
        out, columns, [](const SeriesColumn& column) { return column.depth; }, scale.depth, "depth", "depth",
        kAxisHeight);
    draw_row(
        out, columns, [](const SeriesColumn& column) { return column.lost; }, scale.lost, "peak", "CPUs lost",
        kAxisHeight + kRowHeight + 6);
    return piece;
}

}  // namespace pinstack
