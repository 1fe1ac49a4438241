// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the what-if panel is made of.
#pragma once

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLabel>
#include <functional>

#include "model/system/problem.hpp"

class QFormLayout;

namespace pinstack::gui {

/// What is wrong at the control above; takes no room where nothing is.
class ProblemLabel : public QLabel {
    Q_OBJECT

public:
    explicit ProblemLabel(const QString& name, QWidget* parent = nullptr);
    void show_text(const QString& text);

protected:
    void changeEvent(QEvent* event) override;

private:
    void colour();
};

/// A label that is cut where there is no room, and says the whole when asked.
class ElidedLabel : public QLabel {
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

/// A box whose entries say, when it opens, why they are impossible.
class ChoiceBox : public QComboBox {
    Q_OBJECT

public:
    using Objection = std::function<QString(int entry)>;
    explicit ChoiceBox(Objection objection = {}, QWidget* parent = nullptr);
    void showPopup() override;

private:
    Objection objection_;
};

/// A time as the editor's cells take it. Up and down change the second digit. `take` says what is wrong with a text, or
/// takes it; it is called when the user is done with it, and at each step.
class TimeEdit : public QAbstractSpinBox {
    Q_OBJECT

public:
    using Take = std::function<Problems(const QString&)>;
    TimeEdit(Take take, ProblemLabel& problem, QWidget* parent = nullptr);

    void show_time(const QString& text);
    void set_blank_text(const QString& text);
    void stepBy(int steps) override;

protected:
    StepEnabled stepEnabled() const override;

private:
    void commit();

    Take take_;
    ProblemLabel& problem_;
    QString shown_;
};

/// A wheel that scrolls the panel changes no control on its way, unless that has the focus.
void ignore_passing_wheel(QWidget& control);

/// A label that may be narrow, and the control.
void add_control(QFormLayout& form, const QString& label, QWidget* control);

}  // namespace pinstack::gui
