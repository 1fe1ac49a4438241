// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/main_window.hpp"

#include <QDockWidget>
#include <QStackedWidget>
#include <QTabWidget>

#include "gui/views/analysis/analysis_page.hpp"
#include "gui/views/compare/compare_page.hpp"
#include "gui/views/edit/edit_page.hpp"
#include "gui/views/results/results_panel.hpp"
#include "gui/views/start/start_page.hpp"
#include "gui/views/timeline/timeline_page.hpp"
#include "gui/views/what_if/what_if_panel.hpp"

namespace pinstack::gui {

MainWindow::MainWindow() {
    stack_ = new QStackedWidget;
    tabs_ = new QTabWidget;
    tabs_->addTab(new TimelinePage(session_, view_), tr("Timeline"));
    tabs_->addTab(new ComparePage(session_, view_), tr("Compare"));
    tabs_->addTab(new AnalysisPage(session_, view_), tr("Analysis"));
    tabs_->addTab(new EditPage(session_, view_), tr("Edit"));
    stack_->addWidget(new StartPage(session_, view_));
    stack_->addWidget(tabs_);
    setCentralWidget(stack_);
    auto* what_if = new QDockWidget(tr("What if"));
    what_if->setObjectName("what_if");
    what_if->setWidget(new WhatIfPanel(session_, view_));
    addDockWidget(Qt::RightDockWidgetArea, what_if);
    auto* results = new QDockWidget(tr("Results"));
    results->setObjectName("results");
    results->setWidget(new ResultsPanel(session_, view_));
    addDockWidget(Qt::BottomDockWidgetArea, results);
    connect(&session_, &Session::run_changed, this, [this] {
        if (session_.run() != nullptr && session_.run()->outcome.applicable()) {
            view_.set_end(session_.run()->recording.end);
        }
    });
    resize(1280, 800);
}

MainWindow::~MainWindow() = default;

bool MainWindow::open(const QString& file) {
    const Problems problems = session_.document().open(file);
    if (problems.empty()) stack_->setCurrentWidget(tabs_);
    return problems.empty();
}

bool MainWindow::show_view(const QString& name) {
    if (name == "start") {
        show_view(View::start);
    } else if (name == "timeline") {
        show_view(View::timeline);
    } else if (name == "compare") {
        show_view(View::compare);
    } else if (name == "analysis") {
        show_view(View::analysis);
    } else if (name == "edit") {
        show_view(View::edit);
    } else {
        return false;
    }
    return true;
}

void MainWindow::show_view(View view) {
    stack_->setCurrentIndex(view == View::start ? 0 : 1);
    if (view != View::start) tabs_->setCurrentIndex(static_cast<int>(view) - 1);
}

}  // namespace pinstack::gui
