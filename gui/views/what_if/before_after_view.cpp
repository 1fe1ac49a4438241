// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/what_if/before_after_view.hpp"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>

#include "gui/views/theme.hpp"
#include "gui/views/what_if/controls.hpp"

namespace pinstack::gui {

BeforeAfterView::BeforeAfterView(BeforeAfterModel& model, QWidget* parent) : QWidget(parent), model_(model) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(1);
    grid->setHorizontalSpacing(fontMetrics().averageCharWidth());
    grid->setColumnStretch(0, 1);
    grid->setColumnMinimumWidth(0, fontMetrics().averageCharWidth() * 10);
    for (int column = 0; column < BeforeAfterModel::kColumns; ++column) {
        auto* heading = new QLabel(model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        heading->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        heading->setEnabled(false);
        grid->addWidget(heading, 0, column + 1);
    }
    for (int row = 0; row < BeforeAfterModel::kRows; ++row) {
        // A long name of a task is cut, and the figures stay.
        auto* name = new ElidedLabel;
        names_[static_cast<std::size_t>(row)] = name;
        grid->addWidget(name, row + 1, 0);
        for (int column = 0; column < BeforeAfterModel::kColumns; ++column) {
            auto* cell = new QLabel;
            cell->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
            cells_[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)] = cell;
            grid->addWidget(cell, row + 1, column + 1);
        }
    }
    connect(&model, &QAbstractItemModel::dataChanged, this, &BeforeAfterView::follow);
    follow();
}

void BeforeAfterView::follow() {
    const Theme theme = Theme::of(palette());
    for (int row = 0; row < BeforeAfterModel::kRows; ++row) {
        const QString name = model_.headerData(row, Qt::Vertical, Qt::DisplayRole).toString();
        names_[static_cast<std::size_t>(row)]->setText(name);
        names_[static_cast<std::size_t>(row)]->setToolTip(
            model_.headerData(row, Qt::Vertical, Qt::ToolTipRole).toString());
        for (int column = 0; column < BeforeAfterModel::kColumns; ++column) {
            QLabel* cell = cells_[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
            const QModelIndex index = model_.index(row, column);
            cell->setText(index.data().toString());
            cell->setToolTip(index.data(Qt::ToolTipRole).toString());
            const int judgement = index.data(BeforeAfterModel::kJudgementRole).toInt();
            QPalette colours = palette();
            if (judgement > 0) colours.setColor(QPalette::WindowText, theme.miss);
            cell->setPalette(colours);
            QFont face = font();
            face.setBold(judgement != 0);
            cell->setFont(face);
        }
    }
}

void BeforeAfterView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && names_.front() != nullptr) follow();
}

}  // namespace pinstack::gui
