// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/recent_files.hpp"

#include <QFileInfo>
#include <QSettings>

namespace pinstack::gui {

namespace {

const QString kKey = QStringLiteral("recent_files");
constexpr int kMost = 10;

}  // namespace

QStringList recent_files(const QSettings& settings) {
    QStringList files;
    for (const QString& file : settings.value(kKey).toStringList()) {
        if (QFileInfo::exists(file)) files << file;
    }
    return files;
}

void add_recent_file(QSettings& settings, const QString& file) {
    QStringList files = settings.value(kKey).toStringList();
    const QString path = QFileInfo(file).absoluteFilePath();
    files.removeAll(path);
    files.prepend(path);
    settings.setValue(kKey, QStringList(files.mid(0, kMost)));
}

void clear_recent_files(QSettings& settings) { settings.remove(kKey); }

}  // namespace pinstack::gui
