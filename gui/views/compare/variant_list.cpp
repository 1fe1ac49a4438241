// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/compare/variant_list.hpp"

#include <QPainter>
#include <algorithm>

#include "gui/models/table/figure_table.hpp"
#include "gui/views/compare/chart_style.hpp"

namespace pinstack::gui {

namespace {

int sample_width(const QFontMetrics& metrics) { return metrics.averageCharWidth() * 5; }

}  // namespace

void VariantDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem text = option;
    const Theme theme = Theme::of(option.palette);
    const bool is_faint = index.data(FigureTable::kEmphasisRole).toInt() == static_cast<int>(Emphasis::faint);
    if (is_faint) text.palette.setColor(QPalette::Text, theme.weak_text);
    const int sample = sample_width(option.fontMetrics);
    text.rect.setRight(option.rect.right() - sample - option.fontMetrics.averageCharWidth());
    QStyledItemDelegate::paint(painter, text, index);
    if (is_faint) return;
    painter->save();
    painter->setPen(variant_pen(static_cast<std::size_t>(index.row())));
    const int y = option.rect.center().y();
    const int right = option.rect.right() - option.fontMetrics.averageCharWidth();
    painter->drawLine(right - sample, y, right, y);
    painter->restore();
}

QSize VariantDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.rwidth() += sample_width(option.fontMetrics) + option.fontMetrics.averageCharWidth() * 2;
    size.setHeight(std::max(size.height(), option.fontMetrics.height() * 5 / 4 + 2));
    return size;
}

VariantList::VariantList(ComparedRuns& runs, QWidget* parent) : QListView(parent) {
    setModel(&runs);
    setItemDelegate(new VariantDelegate(this));
    setFrameShape(NoFrame);
    setSelectionMode(NoSelection);
    setEditTriggers(NoEditTriggers);
    setTextElideMode(Qt::ElideMiddle);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(&runs, &QAbstractItemModel::modelReset, this, [this] { updateGeometry(); });
}

QSize VariantList::sizeHint() const {
    const int width =
        std::clamp(sizeHintForColumn(0), fontMetrics().averageCharWidth() * 28, fontMetrics().averageCharWidth() * 40);
    return {width, QListView::sizeHint().height()};
}

}  // namespace pinstack::gui
