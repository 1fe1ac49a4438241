// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QAction;
class QActionGroup;
class QMenu;
class QSettings;

namespace pinstack::gui {

class ViewState;

/// How things are shown: rows, colours, zoom history, light or dark. Remembered in the settings.
class ViewCommands : public QObject {
    Q_OBJECT

public:
    ViewCommands(ViewState& view, QSettings& settings, QObject* parent = nullptr);

    void fill(QMenu& menu);
    void set_dark(bool dark);

private:
    void restore();
    void follow();
    QAction* choice(QActionGroup& group, const QString& text, int value);

    ViewState& view_;
    QSettings& settings_;
    QActionGroup* rows_ = nullptr;
    QActionGroup* colouring_ = nullptr;
    QAction* dark_ = nullptr;
    QAction* back_ = nullptr;
    QAction* forward_ = nullptr;
};

}  // namespace pinstack::gui
