// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QSettings;

namespace pinstack::gui {

/// The files that were open last, newest first, at most ten, kept in the settings. Those that are gone are left out.
QStringList recent_files(const QSettings& settings);
void add_recent_file(QSettings& settings, const QString& file);
void clear_recent_files(QSettings& settings);

}  // namespace pinstack::gui
