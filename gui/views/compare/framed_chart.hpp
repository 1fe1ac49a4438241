// SPDX-License-Identifier: GPL-3.0-or-later
//
// A chart with one axis across and one upwards, with margins in characters, so that charts one below the other have
// their axes at the same place. Labels are painted here: those of Qt Charts become "..." in a low chart.
#pragma once

#include <QChartView>
#include <functional>
#include <vector>

#include "gui/views/compare/chart_style.hpp"

class QAbstractSeries;
class QCategoryAxis;
class QLineSeries;
class QXYSeries;

namespace pinstack::gui {

class FramedChart : public QChartView {
    Q_OBJECT

public:
    using Colour = std::function<QColor(const Theme&)>;
    static constexpr int kLabelCharacters = 10;

    /// So many lines of text high, with room for labels of so many characters at the left.
    explicit FramedChart(int lines_high, int label_characters = kLabelCharacters, QWidget* parent = nullptr);

    /// From 0 to a little more than `most`; `labels` gives those up to `most`, at most about so many.
    using Labels = std::function<std::vector<AxisLabel>(double most, int labels)>;
    void set_upwards(double most, Labels labels);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    /// A line, with the ground below it filled where `is_filled`. The pen takes the colour.
    QLineSeries* add_line(const QString& name, QPen pen, Colour colour, bool is_filled);
    /// Sets the points of a line, and the ground below it.
    static void set_points(QLineSeries& line, const std::vector<QPointF>& points);
    /// Attaches it to both axes.
    void add_series(QAbstractSeries* series);
    void set_across(double to, std::vector<AxisLabel> labels);
    void set_upwards_range(double from, double to, std::vector<AxisLabel> labels);
    QRectF plot() const;

    /// The size of the plot, or what is to be drawn, is another one.
    virtual void redraw() = 0;

    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    struct Line {
        QLineSeries* line;
        QLineSeries* floor;  // nullptr where it is not filled
        QAbstractSeries* series;
        QPen pen;
        Colour colour;
    };
    void restyle();
    void lay_out();

    int lines_high_, label_characters_;
    QCategoryAxis* across_ = nullptr;
    QCategoryAxis* upwards_ = nullptr;
    std::vector<AxisLabel> across_labels_, upwards_labels_;
    std::vector<Line> lines_;
    double most_ = 1;
    Labels labels_;  // empty where set_upwards_range() decides
};

}  // namespace pinstack::gui
