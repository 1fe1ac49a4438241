// SPDX-License-Identifier: GPL-3.0-or-later
//
// A table as a file of comma-separated values, in the dialect of the reports (analyzer/report/csv_writer.hpp), with its
// rows as they are sorted and filtered.
#pragma once

#include <QAbstractItemModel>
#include <QString>

#include "analyzer/report/sink.hpp"
#include "model/system/problem.hpp"

namespace pinstack::gui {

/// The headings and the rows of the root. A FigureTable gives its exact figures (times in ns) under their keys, any
/// other model what it displays.
void write_csv(Sink& sink, const QAbstractItemModel& model);

/// The file appears whole or not at all. Empty: it went well.
Problems export_csv(const QAbstractItemModel& model, const QString& file);

}  // namespace pinstack::gui
