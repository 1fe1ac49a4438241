// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two lines under the tables of the editor: what the current cell is, or what is wrong with it or with what is being
// typed.
#pragma once

#include <QWidget>

#include "gui/models/edit/document_problems.hpp"

class QLabel;

namespace pinstack::gui {

class MessageLine : public QWidget {
    Q_OBJECT

public:
    explicit MessageLine(QWidget* parent = nullptr);

    void show_help(const QString& text);
    void show_problem(const QString& text, Severity severity);
    QString text() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void show(const QString& text, Severity severity);

    QLabel* icon_;
    QLabel* text_;
    Severity severity_ = Severity::none;
};

}  // namespace pinstack::gui
