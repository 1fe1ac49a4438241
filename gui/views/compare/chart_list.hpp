// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

class QLabel;
class QVBoxLayout;

namespace pinstack::gui {

/// Charts one below the other, each under a heading, scrolled together; a legend above them.
class ChartList : public QScrollArea {
    Q_OBJECT

public:
    explicit ChartList(QWidget* parent = nullptr);

    void clear();
    /// Takes the chart. `stretch`: of the room that is left.
    void add(const QString& heading, QWidget* chart, int stretch = 1);
    /// A line of rich text.
    void add_text(const QString& text);

    /// All of it, also what is scrolled out of sight.
    QWidget* content() const { return widget(); }

private:
    QVBoxLayout* column_ = nullptr;
};

/// A square of the colour, for add_text().
QString swatch(const QColor& colour);

}  // namespace pinstack::gui
