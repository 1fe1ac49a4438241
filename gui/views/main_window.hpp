// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window: pages as tabs, panels at the sides, and what concerns the whole program: opening and saving files,
// history, messages, what was open last.
#pragma once

#include <QMainWindow>
#include <QString>

#include "gui/models/session.hpp"
#include "gui/models/view_state.hpp"

class QTabWidget;
class QStackedWidget;

namespace pinstack::gui {

class Page;

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    enum class View : std::uint8_t { start, timeline, compare, analysis, edit };

    MainWindow();
    ~MainWindow() override;

    /// Opens the file; where it is bad its problems are shown and what was open stays.
    bool open(const QString& file);
    /// The name as --view takes it; false where there is none.
    bool show_view(const QString& name);
    void show_view(View view);

    Session& session() { return session_; }
    ViewState& view() { return view_; }

private:
    Session session_;
    ViewState view_;
    QStackedWidget* stack_ = nullptr;  // the start page, or the tabs
    QTabWidget* tabs_ = nullptr;
};

}  // namespace pinstack::gui
