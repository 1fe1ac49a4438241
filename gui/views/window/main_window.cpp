// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/window/main_window.hpp"

#include <QCloseEvent>
#include <QDockWidget>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabWidget>
#include <QVBoxLayout>
#include <array>
#include <utility>

#include "analyzer/report/version.hpp"
#include "gui/dialogs/keyboard_help.hpp"
#include "gui/models/recent_files.hpp"
#include "gui/models/start/examples.hpp"
#include "gui/views/analysis/analysis_page.hpp"
#include "gui/views/compare/compare_page.hpp"
#include "gui/views/edit/edit_page.hpp"
#include "gui/views/results/results_panel.hpp"
#include "gui/views/start/start_page.hpp"
#include "gui/views/start/tour_bar.hpp"
#include "gui/views/sweep/sweep_page.hpp"
#include "gui/views/timeline/timeline_keys.hpp"
#include "gui/views/timeline/timeline_page.hpp"
#include "gui/views/trace/beside_page.hpp"
#include "gui/views/trace/no_what_if.hpp"
#include "gui/views/what_if/what_if_panel.hpp"
#include "gui/views/window/busy_indicator.hpp"
#include "gui/views/window/file_commands.hpp"
#include "gui/views/window/message_bar.hpp"
#include "gui/views/window/search_commands.hpp"
#include "gui/views/window/view_commands.hpp"

namespace pinstack::gui {

namespace {

// As View numbers them.
constexpr std::array<const char*, 7> kViewNames = {"start", "timeline", "compare", "analysis",
                                                   "edit",  "beside",   "sweep"};

}  // namespace

MainWindow::MainWindow() {
    setAcceptDrops(true);
    build_pages();
    build_panels();
    files_ = new FileCommands(*this, session_, *messages_, settings_, [this] { return current_page(); });
    searches_ = new SearchCommands(*this, session_, *messages_, [this] { return files_->may_close(); });
    views_ = new ViewCommands(view_, settings_, this);
    build_menus();
    statusBar()->addPermanentWidget(new BusyIndicator(session_));

    connect(files_, &FileCommands::opened, this, [this] {
        tour_->end();
        if (stack_->currentWidget() == start_) show_view(View::timeline);
    });
    connect(files_, &FileCommands::recent_changed, this, [this] { start_->set_recent_files(recent_files(settings_)); });
    connect(start_, &StartPage::open_asked, files_, &FileCommands::ask_and_open);
    connect(start_, &StartPage::example_chosen, files_, &FileCommands::open_example);
    connect(start_, &StartPage::tour_asked, this, &MainWindow::start_tour);
    connect(start_, &StartPage::file_chosen, this, &MainWindow::open);
    connect(&session_.document(), &Document::opened, &view_, &ViewState::reset);
    connect(&session_.document(), &Document::changed, this, &MainWindow::follow_document);
    connect(&session_.document(), &Document::saved, this, &MainWindow::follow_document);
    connect(&session_.document().history(), &QUndoStack::cleanChanged, this, &MainWindow::follow_document);
    connect(&session_, &Session::run_changed, this, [this] {
        if (session_.run() != nullptr && session_.run()->outcome.applicable()) {
            view_.set_end(session_.run()->recording.end);
        }
    });
    connect(&session_, &Session::trace_opened, &view_, &ViewState::reset);
    connect(&session_, &Session::trace_opened, this, &MainWindow::follow_document);
    connect(&session_, &Session::run_changed, this, &MainWindow::follow_kind);
    connect(&session_.sweep(), &SweepFile::changed, this, &MainWindow::follow_sweep);
    connect(files_, &FileCommands::beside_asked, this, &MainWindow::ask_beside);
    start_->set_recent_files(recent_files(settings_));
    follow_document();
    follow_kind();
    show_view(View::start);
    restore();
}

// The pages go first: they look at the session while they do.
MainWindow::~MainWindow() { delete centralWidget(); }

void MainWindow::build_pages() {
    messages_ = new MessageBar;
    tour_ = new TourBar(session_, view_);
    start_ = new StartPage;
    tabs_ = new QTabWidget;
    tabs_->setDocumentMode(true);
    auto* timeline = new TimelinePage(session_, view_);
    connect(timeline, &TimelinePage::stack_asked, this, [this] { searches_->make_it_stack(); });
    tabs_->addTab(timeline, tr("Timeline"));
    tabs_->addTab(new ComparePage(session_, view_), tr("Compare"));
    tabs_->addTab(new AnalysisPage(session_, view_), tr("Analysis"));
    tabs_->addTab(new EditPage(session_, view_), tr("Edit"));
    beside_ = new BesidePage(session_, view_);
    tabs_->addTab(beside_, tr("Beside a simulation"));
    stack_ = new QStackedWidget;
    stack_->addWidget(start_);
    stack_->addWidget(tabs_);
    sweep_ = new SweepPage(session_.sweep(), view_);
    stack_->addWidget(sweep_);
    auto* whole = new QWidget;
    // A page may be narrower than it wishes to be: the size of the window is the user's.
    whole->setMinimumWidth(fontMetrics().averageCharWidth() * 40);
    auto* column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(messages_);
    column->addWidget(tour_);
    column->addWidget(stack_, 1);
    setCentralWidget(whole);
}

QDockWidget* MainWindow::panel(const QString& title, const char* name, QWidget* content, Qt::DockWidgetArea area) {
    auto* dock = new QDockWidget(title);
    dock->setObjectName(name);
    dock->setWidget(content);
    addDockWidget(area, dock);
    return dock;
}

void MainWindow::build_panels() {
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    what_if_or_not_ = new QStackedWidget;
    auto* what_if = new WhatIfPanel(session_, view_);
    connect(what_if, &WhatIfPanel::comparison_asked_for, this, [this] { show_view(View::compare); });
    what_if_or_not_->addWidget(what_if);
    auto* not_of_a_trace = new NoWhatIf;
    what_if_or_not_->addWidget(not_of_a_trace);
    connect(not_of_a_trace, &NoWhatIf::fit_asked, this, [this] { files_->fit(); });
    connect(not_of_a_trace, &NoWhatIf::beside_asked, this, &MainWindow::ask_beside);
    what_if_ = panel(tr("What if"), "what_if", what_if_or_not_, Qt::RightDockWidgetArea);
    results_ = panel(tr("Results"), "results", new ResultsPanel(session_, view_), Qt::BottomDockWidgetArea);
    const auto remember = [this](const QDockWidget* dock, bool& wanted) {
        connect(dock, &QDockWidget::visibilityChanged, this, [this, dock, &wanted] {
            if (!arranging_ && isVisible()) wanted = !dock->isHidden();
        });
    };
    remember(what_if_, what_if_wanted_);
    remember(results_, results_wanted_);
    connect(tabs_, &QTabWidget::currentChanged, this, &MainWindow::arrange_panels);
}

void MainWindow::build_menus() {
    QMenu* file = menuBar()->addMenu(tr("&File"));
    files_->fill(*file);
    file->addSeparator();
    file->addAction(tr("S&tart page"), QKeySequence(Qt::CTRL | Qt::Key_0), this, [this] { show_view(View::start); });
    file->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);

    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    QAction* undo = session_.document().history().createUndoAction(this, tr("&Undo"));
    undo->setShortcut(QKeySequence::Undo);
    QAction* redo = session_.document().history().createRedoAction(this, tr("&Redo"));
    redo->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
    edit->addActions({undo, redo});

    QMenu* view = menuBar()->addMenu(tr("&View"));
    for (int i = 0; i < tabs_->count(); ++i) {
        view->addAction(tabs_->tabText(i), QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i)), this,
                        [this, i] { show_view(static_cast<View>(i + 1)); });
    }
    view->addSeparator();
    views_->fill(*view);
    view->addSeparator();
    view->addActions({what_if_->toggleViewAction(), results_->toggleViewAction()});
    QAction* full = view->addAction(tr("F&ull screen"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F), this,
                                    [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    full->setObjectName("full_screen");

    searches_->fill(*menuBar()->addMenu(tr("E&xplore")));

    QMenu* help = menuBar()->addMenu(tr("&Help"));
    tour_action_ = help->addAction(tr("&Tell this run step by step"), this, [this] {
        if (session_.document().is_open()) tour_->begin();
    });
    help->addAction(tr("&Keys"), QKeySequence(Qt::Key_Question), this, &MainWindow::show_keys);
    help->addAction(tr("&About pinstack"), this, &MainWindow::show_about);
}

Page* MainWindow::current_page() const {
    if (stack_->currentWidget() != tabs_) return qobject_cast<Page*>(stack_->currentWidget());
    return qobject_cast<Page*>(tabs_->currentWidget());
}

bool MainWindow::open(const QString& file) { return files_->open(file); }

void MainWindow::set_dark(bool dark) { views_->set_dark(dark); }

void MainWindow::start_tour() {
    files_->open_example(first_example().id);
    show_view(View::timeline);
    tour_->begin();
}

bool MainWindow::is_at_rest() const { return !session_.is_busy() && !start_->is_busy(); }

bool MainWindow::show_view(const QString& name) {
    for (std::size_t i = 0; i < kViewNames.size(); ++i) {
        if (name != kViewNames[i]) continue;
        if (session_.is_reading_trace() || session_.sweep().is_busy()) {
            wanted_ = static_cast<View>(i);
        } else {
            show_view(static_cast<View>(i));
        }
        return true;
    }
    return false;
}

void MainWindow::show_view(View view) {
    const bool is_start = view == View::start || !session_.is_open();
    const bool is_sweep = session_.sweep().results() != nullptr;
    stack_->setCurrentWidget(is_start   ? static_cast<QWidget*>(start_)
                             : is_sweep ? static_cast<QWidget*>(sweep_)
                                        : tabs_);
    const int tab = static_cast<int>(view) - 1;
    if (!is_start && tabs_->isTabEnabled(tab) && tabs_->isTabVisible(tab)) tabs_->setCurrentIndex(tab);
    arrange_panels();
}

// The panels are about what is open. The tables of the editing page need the height of the results, and a trace beside
// a simulation the width of the panels too.
void MainWindow::arrange_panels() {
    arranging_ = true;
    const bool has_none = stack_->currentWidget() != tabs_;
    const bool is_editing = tabs_->currentIndex() == static_cast<int>(View::edit) - 1;
    const bool is_beside = tabs_->currentIndex() == static_cast<int>(View::beside) - 1;
    what_if_->setVisible(!has_none && !is_beside && what_if_wanted_);
    results_->setVisible(!has_none && !is_editing && !is_beside && results_wanted_);
    arranging_ = false;
}

void MainWindow::follow_document() {
    setWindowTitle(session_.is_open() ? QString("%1[*] - pinstack").arg(session_.name()) : QString("pinstack"));
    setWindowModified(!session_.document().history().isClean());
}

// What a trace has no answer to cannot be chosen, and says why.
void MainWindow::follow_kind() {
    const bool is_trace = session_.trace() != nullptr;
    const QString why = is_trace
                            ? tr("Of a trace nothing can be changed, compared under other variants or proved: make a "
                                 "system of it (File menu)")
                            : QString();
    for (const View view : {View::compare, View::analysis, View::edit}) {
        const int tab = static_cast<int>(view) - 1;
        tabs_->setTabEnabled(tab, !is_trace);
        tabs_->setTabToolTip(tab, why);
    }
    tabs_->setTabVisible(static_cast<int>(View::beside) - 1, is_trace);
    if (is_trace && wanted_) show_view(*std::exchange(wanted_, std::nullopt));
    tour_action_->setEnabled(!is_trace);
    what_if_or_not_->setCurrentIndex(is_trace ? 1 : 0);
    if (!tabs_->isTabEnabled(tabs_->currentIndex())) tabs_->setCurrentIndex(0);
}

// A sweep that was read again leaves the user where he is.
void MainWindow::follow_sweep() {
    const bool is_open = session_.sweep().results() != nullptr, was_open = std::exchange(has_sweep_, is_open);
    follow_document();
    if (is_open == was_open) return;
    tour_action_->setEnabled(!is_open);
    show_view(std::exchange(wanted_, std::nullopt).value_or(is_open ? View::sweep : View::timeline));
}

void MainWindow::ask_beside() {
    if (session_.trace() == nullptr) return;
    show_view(View::beside);
    beside_->ask_file();
}

void MainWindow::set_beside(const QString& system_file, const AgainstOptions& options) {
    session_.set_beside(system_file, options);
}

void MainWindow::show_keys() {
    KeyboardHelp help(this);
    KeyboardHelp::Keys window;
    for (const QMenu* menu : menuBar()->findChildren<QMenu*>()) {
        for (const QAction* action : menu->actions()) {
            if (action->shortcut().isEmpty()) continue;
            window.append({action->shortcut().toString(QKeySequence::NativeText), action->text().remove('&')});
        }
    }
    help.add_group(tr("Timeline"), timeline_keys());
    help.add_group(tr("Editing"), {{tr("F2, or just type"), tr("Change a cell")},
                                   {tr("Insert"), tr("Add a task or an operation")},
                                   {tr("Ctrl+Shift+D"), tr("Duplicate")},
                                   {tr("Ctrl+Delete"), tr("Remove")},
                                   {tr("Alt+Up / Down"), tr("Move; the order of tasks breaks ties")}});
    help.add_group(tr("Window"), window);
    help.exec();
}

void MainWindow::show_about() {
    QMessageBox::about(
        this, tr("About pinstack"),
        tr("<h3>pinstack %1</h3><p>Real-time scheduling under migrate_disable() and "
           "preempt_disable(): what stacks, what is lost, what can be proved.</p><p>This program is free "
           "software under the GNU General Public License, version 3 or later; the model and the "
           "analyzer are under the Apache License 2.0. It uses Qt %2.</p>")
            .arg(QString::fromStdString(std::string(version())), QString(qVersion())));
}

void MainWindow::restore() {
    resize(1280, 800);
    restoreGeometry(settings_.value("geometry").toByteArray());
    // Without this the first state would be restored over what the start page hides.
    const QByteArray state = settings_.value("state").toByteArray();
    if (!state.isEmpty()) restoreState(state);
    show_view(View::start);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!files_->may_close()) {
        event->ignore();
        return;
    }
    settings_.setValue("geometry", saveGeometry());
    settings_.setValue("state", saveState());
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    for (const QUrl& url : event->mimeData()->urls()) {
        if (!url.isLocalFile()) continue;
        if (files_->may_close()) open(url.toLocalFile());
        return;
    }
}

}  // namespace pinstack::gui
