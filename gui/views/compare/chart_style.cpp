// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/compare/chart_style.hpp"

#include <QAbstractAxis>
#include <QCategoryAxis>
#include <QChart>
#include <QLegend>
#include <QStringList>
#include <algorithm>
#include <cmath>

#include "analyzer/report/chart/palette.hpp"
#include "analyzer/report/chart/time_axis.hpp"

namespace pinstack::gui {

QPen variant_pen(std::size_t place, double width) {
    const LineStyle& style = kLines[place % kLines.size()];
    QPen pen(QColor(style.colour), width);
    pen.setCapStyle(Qt::FlatCap);
    QList<qreal> dashes;
    for (const QString& length : QString(style.dashes).split(' ', Qt::SkipEmptyParts))
        dashes << length.toDouble() / width;
    if (!dashes.isEmpty()) pen.setDashPattern(dashes);
    return pen;
}

QColor kind_colour(const CapacityKind& kind, const Theme& theme) {
    if (kind.part == &CapacitySplit::useful) return state_fill(JobState::running, theme).colour;
    if (kind.part == &CapacitySplit::inversion_np) return state_fill(JobState::np_blocking, theme).colour;
    if (kind.part == &CapacitySplit::inversion_pin) return state_fill(JobState::lock_wait, theme).colour;
    if (kind.part == &CapacitySplit::overhead) return theme.overhead;
    if (kind.part == &CapacitySplit::stacking_loss) return theme.loss;
    if (kind.part == &CapacitySplit::affinity_loss) return QColor("#f0e442");
    if (kind.part == &CapacitySplit::balancing_loss) return theme.other_loss;
    return theme.idle;
}

void style_chart(QChart& chart, const Theme& theme) {
    chart.setBackgroundBrush(theme.ground);
    chart.setBackgroundPen(Qt::NoPen);
    chart.setBackgroundRoundness(0);
    chart.setPlotAreaBackgroundVisible(false);
    chart.setMargins({});
    chart.setAnimationOptions(QChart::NoAnimation);
    chart.legend()->hide();
}

void style_axis(QAbstractAxis& axis, const Theme& theme) {
    axis.setGridLinePen(QPen(theme.grid, 1));
    axis.setLinePen(QPen(theme.row_line, 1));
    axis.setShadesVisible(false);
}

void set_labels(QCategoryAxis& axis, double from, double to, const std::vector<AxisLabel>& labels) {
    for (const QString& old : axis.categoriesLabels()) axis.remove(old);
    axis.setStartValue(from - 1);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        // It knows its labels by their text, which here may be twice the same.
        axis.append(QString::number(i), labels[i].at);
    }
    axis.setRange(from, to);
}

std::vector<AxisLabel> count_labels(double most, int labels) {
    const auto top = static_cast<std::int64_t>(std::ceil(std::max(1.0, most)));
    const std::int64_t step = round_step(std::max<std::int64_t>(1, (top + labels - 1) / std::max(1, labels)));
    std::vector<AxisLabel> out;
    for (std::int64_t at = 0; at <= top; at += step) out.push_back({static_cast<double>(at), QString::number(at)});
    return out;
}

}  // namespace pinstack::gui
