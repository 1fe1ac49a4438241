// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/export/csv_export.hpp"

#include "analyzer/file/output.hpp"
#include "analyzer/report/csv_writer.hpp"
#include "gui/models/table/figure_table.hpp"

namespace pinstack::gui {

namespace {

std::string heading_of(const QAbstractItemModel& model, int column) {
    QString text = model.headerData(column, Qt::Horizontal, FigureTable::kFigureRole).toString();
    if (text.isEmpty()) text = model.headerData(column, Qt::Horizontal).toString();
    return text.replace('\n', ' ').toStdString();
}

void append_cell(CsvRow& row, const QModelIndex& index, bool has_figures) {
    const QVariant value = index.data(has_figures ? int{FigureTable::kFigureRole} : int{Qt::DisplayRole});
    if (!value.isValid()) {
        row.empty();
    } else if (value.typeId() == QMetaType::LongLong || value.typeId() == QMetaType::Int) {
        row.integer(std::int64_t{value.toLongLong()});
    } else if (value.typeId() == QMetaType::Double) {
        row.number(value.toDouble());
    } else {
        row.text(value.toString().toStdString());
    }
}

}  // namespace

void write_csv(Sink& sink, const QAbstractItemModel& model) {
    const bool has_figures = qobject_cast<const FigureTable*>(&model) != nullptr;
    std::vector<std::string> columns;
    for (int column = 0; column < model.columnCount(); ++column) columns.push_back(heading_of(model, column));
    CsvWriter csv(sink, columns);
    for (int line = 0; line < model.rowCount(); ++line) {
        CsvRow row;
        for (int column = 0; column < model.columnCount(); ++column) {
            append_cell(row, model.index(line, column), has_figures);
        }
        csv.row(row);
    }
}

Problems export_csv(const QAbstractItemModel& model, const QString& file) {
    const std::string name = file.toStdString();
    Output output;
    auto done = output.open(name);
    if (done) {
        write_csv(output, model);
        done = output.commit();
    }
    if (!done) return {{{name, 0, 0, ""}, done.error(), "a file that can be written", ""}};
    return {};
}

}  // namespace pinstack::gui
