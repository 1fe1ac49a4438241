// SPDX-License-Identifier: GPL-3.0-or-later
//
// Plays the story of the open system step by step: the words here, the place in time and the job on all views.
#pragma once

#include <QFrame>
#include <QTimer>
#include <cstddef>

#include "gui/models/start/story.hpp"

class QLabel;
class QPushButton;

namespace pinstack::gui {

class Session;
class ViewState;

class TourBar : public QFrame {
    Q_OBJECT

public:
    TourBar(Session& session, ViewState& view, QWidget* parent = nullptr);

    /// Shows itself at the first step, as soon as the run and the comparison are there.
    void begin();
    void end();
    std::size_t step() const { return step_; }
    std::size_t steps() const { return story_.steps.size(); }

public slots:
    void next();
    void back();

private:
    void tell_when_ready();
    void show_step();
    void play(bool plays);

    Session& session_;
    ViewState& view_;
    bool waits_ = false;  // for what the story is made of
    Story story_;
    std::size_t step_ = 0;
    QTimer clock_;
    QLabel* title_ = nullptr;
    QLabel* words_ = nullptr;
    QPushButton* back_ = nullptr;
    QPushButton* next_ = nullptr;
    QPushButton* play_ = nullptr;
};

}  // namespace pinstack::gui
