// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window: the start page or the pages as tabs, panels at the sides, menus, messages. What was shown last is
// shown again.
#pragma once

#include <QMainWindow>
#include <QSettings>
#include <QString>
#include <cstdint>
#include <optional>

#include "gui/models/session.hpp"
#include "gui/models/view_state.hpp"

class QAction;
class QDockWidget;
class QStackedWidget;
class QTabWidget;

namespace pinstack::gui {

class BesidePage;
class FileCommands;
class MessageBar;
class Page;
class StartPage;
class SweepPage;
class TourBar;
class SearchCommands;
class ViewCommands;

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    enum class View : std::uint8_t { start, timeline, compare, analysis, edit, beside, sweep };

    MainWindow();
    ~MainWindow() override;

    /// Opens the file; where it is bad its problems are shown and what was open stays.
    bool open(const QString& file);
    /// As Session::set_beside().
    void set_beside(const QString& system_file, const AgainstOptions& options);
    /// The name as --view takes it; false where there is none. While a file is being read: as soon as it is open.
    bool show_view(const QString& name);
    void show_view(View view);
    void set_dark(bool dark);
    void start_tour();
    /// Nothing is computed in the background, so that what is shown is up to date.
    bool is_at_rest() const;

    Session& session() { return session_; }
    ViewState& view() { return view_; }
    FileCommands& files() { return *files_; }
    SearchCommands& searches() { return *searches_; }
    TourBar& tour() { return *tour_; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void build_pages();
    void build_panels();
    void build_menus();
    Page* current_page() const;
    void arrange_panels();
    void follow_document();
    void follow_kind();
    void follow_sweep();
    void ask_beside();
    void show_keys();
    void show_about();
    void restore();
    QDockWidget* panel(const QString& title, const char* name, QWidget* content, Qt::DockWidgetArea area);

    QSettings settings_;
    Session session_;
    ViewState view_;
    MessageBar* messages_ = nullptr;
    FileCommands* files_ = nullptr;
    SearchCommands* searches_ = nullptr;
    ViewCommands* views_ = nullptr;
    StartPage* start_ = nullptr;
    TourBar* tour_ = nullptr;
    QStackedWidget* stack_ = nullptr;  // the start page, the tabs, or the sweep
    QTabWidget* tabs_ = nullptr;
    BesidePage* beside_ = nullptr;
    SweepPage* sweep_ = nullptr;
    QAction* tour_action_ = nullptr;
    bool has_sweep_ = false;
    std::optional<View> wanted_;  // when the file is open that is being read
    QStackedWidget* what_if_or_not_ = nullptr;
    QDockWidget* what_if_ = nullptr;
    QDockWidget* results_ = nullptr;
    bool what_if_wanted_ = true, results_wanted_ = true;  // by the user, wherever they make sense
    bool arranging_ = false;                              // it is not the user who shows or hides a panel
};

}  // namespace pinstack::gui
