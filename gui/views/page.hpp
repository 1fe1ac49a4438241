// SPDX-License-Identifier: GPL-3.0-or-later
//
// One of the views that fill the window. It shows what Session and ViewState hold, follows their signals, and keeps
// nothing of its own that another view needs.
#pragma once

#include <QWidget>

class QAbstractItemModel;

namespace pinstack::gui {

class Page : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// What an export as a picture (PNG, SVG, PDF) shows: by rendering the widget.
    virtual QWidget* picture() { return this; }
    /// What an export as CSV writes. nullptr: nothing.
    virtual QAbstractItemModel* table() { return nullptr; }
};

}  // namespace pinstack::gui
