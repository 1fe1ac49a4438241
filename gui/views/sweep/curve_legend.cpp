// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/sweep/curve_legend.hpp"

#include <QPainter>
#include <algorithm>

#include "gui/views/compare/chart_style.hpp"
#include "gui/views/sweep/curve_marker.hpp"

namespace pinstack::gui {

namespace {

int sample_width(const QFontMetrics& metrics) { return metrics.averageCharWidth() * 6; }

}  // namespace

void CurveDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QFontMetrics& metrics = option.fontMetrics;
    QStyleOptionViewItem text = option;
    text.rect.setRight(option.rect.right() - sample_width(metrics) - metrics.averageCharWidth());
    QStyledItemDelegate::paint(painter, text, index);
    const auto style = static_cast<std::size_t>(index.data(CurveList::kStyleRole).toInt());
    const bool is_shown = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    const double y = option.rect.center().y() + 0.5, right = option.rect.right() - metrics.averageCharWidth();
    painter->save();
    if (!is_shown) painter->setOpacity(0.3);
    painter->setPen(variant_pen(style));
    painter->drawLine(QPointF(right - sample_width(metrics), y), QPointF(right, y));
    draw_marker(*painter, style, {right - sample_width(metrics) / 2.0, y}, metrics.height() * 0.5);
    painter->restore();
}

QSize CurveDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.rwidth() += sample_width(option.fontMetrics) + option.fontMetrics.averageCharWidth() * 2;
    size.setHeight(std::max(size.height(), option.fontMetrics.height() * 5 / 4 + 2));
    return size;
}

CurveLegend::CurveLegend(CurveList& curves, QWidget* parent) : QListView(parent) {
    setModel(&curves);
    setItemDelegate(new CurveDelegate(this));
    setFrameShape(NoFrame);
    setSelectionMode(NoSelection);
    setEditTriggers(NoEditTriggers);
    setTextElideMode(Qt::ElideMiddle);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    connect(&curves, &QAbstractItemModel::modelReset, this, [this] { updateGeometry(); });
}

QSize CurveLegend::sizeHint() const {
    const int character = fontMetrics().averageCharWidth();
    return {std::clamp(sizeHintForColumn(0) + character, character * 28, character * 48),
            QListView::sizeHint().height()};
}

QSize CurveLegend::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 24, fontMetrics().height() * 3};
}

}  // namespace pinstack::gui
