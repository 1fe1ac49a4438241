// SPDX-License-Identifier: GPL-3.0-or-later
//
// What tests of whole windows share: settings of their own, and a file that is dropped.
#pragma once

#include <QCoreApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMimeData>
#include <QSettings>
#include <QString>
#include <QUrl>
#include <QWidget>

namespace pinstack::gui {

/// Settings go into the folder, not to those of the user.
inline void keep_settings_in(const QString& folder) {
    QCoreApplication::setOrganizationName("pinstack-test");
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder);
}

/// Whether the window takes the file.
inline bool drop_file(QWidget& window, const QString& file) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &drop);
    return enter.isAccepted();
}

}  // namespace pinstack::gui
