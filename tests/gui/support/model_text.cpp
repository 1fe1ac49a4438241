// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/support/model_text.hpp"

#include <QStringList>

namespace pinstack::gui {

namespace {

void append_rows(QString& text, const QAbstractItemModel& model, const QModelIndex& parent, int depth) {
    for (int row = 0; row < model.rowCount(parent); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(parent); ++column) {
            cells << model.index(row, column, parent).data().toString();
        }
        text += QString(depth * 2, ' ') + cells.join(" | ") + '\n';
        append_rows(text, model, model.index(row, 0, parent), depth + 1);
    }
}

}  // namespace

QString model_text(const QAbstractItemModel& model) {
    QStringList headings;
    for (int column = 0; column < model.columnCount(); ++column) {
        headings << model.headerData(column, Qt::Horizontal).toString();
    }
    QString text = headings.join(" | ");
    text = text.trimmed().isEmpty() ? QString() : text + '\n';
    append_rows(text, model, {}, 0);
    return text;
}

}  // namespace pinstack::gui
