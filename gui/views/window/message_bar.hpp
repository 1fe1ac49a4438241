// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <functional>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace pinstack::gui {

/// A strip at the top of the window that says what went wrong, or asks. The window stays usable.
class MessageBar : public QFrame {
    Q_OBJECT

public:
    explicit MessageBar(QWidget* parent = nullptr);

    /// `details` are shown below as they are: problems as the command line prints them.
    void show_error(const QString& text, const QString& details);
    void show_question(const QString& text, const QString& answer, std::function<void()> act);
    QString text() const;
    QString details() const;

private:
    QLabel* text_ = nullptr;
    QPushButton* action_ = nullptr;
    QPlainTextEdit* details_ = nullptr;
    std::function<void()> act_;
};

}  // namespace pinstack::gui
