// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/table/figure_delegate.hpp"

#include "gui/models/table/figure_table.hpp"
#include "gui/views/theme.hpp"

namespace pinstack::gui {

void FigureDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    const auto emphasis = static_cast<Emphasis>(index.data(FigureTable::kEmphasisRole).toInt());
    if (emphasis == Emphasis::none) return;
    const Theme theme = Theme::of(option->palette);
    if (emphasis == Emphasis::faint) {
        option->palette.setColor(QPalette::Text, theme.weak_text);
        return;
    }
    option->font.setBold(true);
    if (emphasis == Emphasis::bad) option->palette.setColor(QPalette::Text, theme.miss);
}

}  // namespace pinstack::gui
