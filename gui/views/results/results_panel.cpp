// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/results/results_panel.hpp"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "analyzer/report/trace/trace_report.hpp"
#include "gui/models/results/capacity_rows.hpp"
#include "gui/models/session.hpp"
#include "gui/views/table/figure_view.hpp"

namespace pinstack::gui {

ResultsPanel::ResultsPanel(Session& session, ViewState& view, QWidget* parent)
    : QWidget(parent), session_(session), view_(view), selection_(view) {
    tabs_ = new QTabWidget;
    tabs_->setDocumentMode(true);
    tabs_->setUsesScrollButtons(true);
    const auto add = [this](FigureTable& table, const QString& name) {
        auto* figures = new FigureView(table, view_);
        add_tab(table, figures, figures, name);
        return figures;
    };
    add(tasks_, tr("Tasks"));
    add(trace_tasks_, tr("Tasks"));
    add(jobs_, tr("Jobs"));
    add(misses_, tr("Misses"));
    add(episodes_, tr("Episodes"));
    add(migrations_, tr("Migrations"));
    add(capacity_, tr("Capacity"));
    add(findings_, tr("Findings"))->set_wrapped(true);

    auto* statistics = new QWidget;
    selection_title_ = new QLabel;
    selection_title_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    selection_title_->setWordWrap(true);
    selection_title_->setMargin(fontMetrics().height() / 4);
    auto* figures = new FigureView(selection_.table(), view_);
    auto* column = new QVBoxLayout(statistics);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(selection_title_);
    column->addWidget(figures, 1);
    add_tab(selection_.table(), statistics, figures, tr("Selection"));

    report_ = new QPlainTextEdit;
    report_->setReadOnly(true);
    report_->setLineWrapMode(QPlainTextEdit::NoWrap);
    report_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    report_->setObjectName("report");
    tabs_->addTab(report_, tr("Report"));
    pages_.push_back({nullptr, nullptr, tr("Report")});

    make_corner();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(tabs_);

    connect(tabs_, &QTabWidget::currentChanged, this, [this](int tab) {
        selection_.set_watched(tab == static_cast<int>(Tab::selection));
        copies_->setEnabled(pages_[static_cast<std::size_t>(tab)].view != nullptr);
        refresh_current();
    });
    connect(&selection_, &SelectionStatistics::title_changed, this,
            [this] { selection_title_->setText(selection_.title()); });
    connect(&session, &Session::run_changed, this, &ResultsPanel::mark_old);
    connect(&session, &Session::comparison_changed, this, [this] {
        pages_[static_cast<std::size_t>(Tab::findings)].is_old = true;
        refresh_current();
    });
    connect(&view, &ViewState::appearance_changed, this, [this] {
        if (filter_->text() != view_.filter()) filter_->setText(view_.filter());
        for (const Page& page : pages_) {
            if (page.table != nullptr) page.table->set_filter(view_.filter());
        }
    });
    connect(&session, &Session::beside_changed, this, [this] {
        pages_[static_cast<std::size_t>(Tab::report)].is_old = true;
        refresh_current();
    });
    mark_old();
}

void ResultsPanel::add_tab(FigureTable& table, QWidget* page, FigureView* view, const QString& name) {
    tabs_->addTab(page, name);
    pages_.push_back({&table, view, name});
}

void ResultsPanel::make_corner() {
    auto* corner = new QWidget;
    filter_ = new QLineEdit;
    filter_->setObjectName("filter");
    filter_->setPlaceholderText(tr("Filter tasks"));
    filter_->setToolTip(tr("Tables and timelines show the tasks whose name contains this"));
    filter_->setClearButtonEnabled(true);
    filter_->setMaximumWidth(fontMetrics().averageCharWidth() * 24);
    connect(filter_, &QLineEdit::textChanged, &view_, &ViewState::set_filter);
    const auto button = [&](const QString& text, const QString& tip, const char* name) {
        auto* made = new QToolButton;
        made->setText(text);
        made->setToolTip(tip);
        made->setObjectName(name);
        made->setAutoRaise(true);
        return made;
    };
    auto* copy = button(tr("Copy"), tr("Copy the chosen rows, or the whole table"), "copy");
    auto* csv = button(tr("CSV..."), tr("Save the table, with exact times, as comma-separated values"), "csv");
    connect(copy, &QToolButton::clicked, this, [this] { current().copy(); });
    connect(csv, &QToolButton::clicked, this, [this] { current().save_csv(); });
    auto* row = new QHBoxLayout(corner);
    row->setContentsMargins({});
    copies_ = new QWidget;
    auto* copies = new QHBoxLayout(copies_);
    copies->setContentsMargins({});
    copies->addWidget(copy);
    copies->addWidget(csv);
    row->addWidget(filter_);
    row->addWidget(copies_);
    tabs_->setCornerWidget(corner);
}

void ResultsPanel::mark_old() {
    for (Page& page : pages_) page.is_old = true;
    choose_tabs();
    refresh_current();
    name_tabs();
}

// A trace knows nothing of deadlines and of why a job waits, and has figures of its own.
void ResultsPanel::choose_tabs() {
    const bool is_trace = session_.trace() != nullptr;
    const Tab current = static_cast<Tab>(tabs_->currentIndex());
    for (const Tab tab : {Tab::tasks, Tab::misses, Tab::capacity, Tab::findings, Tab::selection}) {
        tabs_->setTabVisible(static_cast<int>(tab), !is_trace);
    }
    for (const Tab tab : {Tab::trace_tasks, Tab::report}) tabs_->setTabVisible(static_cast<int>(tab), is_trace);
    if (!tabs_->isTabVisible(static_cast<int>(current)) || (is_trace != was_trace_)) {
        show_tab(is_trace ? Tab::trace_tasks : Tab::tasks);
    }
    was_trace_ = is_trace;
}

void ResultsPanel::write_report() {
    StringSink text;
    const auto trace = session_.trace();
    const BesideTracePtr& beside = session_.beside();
    if (trace != nullptr) {
        write_trace(text, ReportFormat::text, {*trace, beside == nullptr ? nullptr : &beside->comparison});
    }
    report_->setPlainText(words(text.text));
}

void ResultsPanel::refresh_current() {
    Page& page = pages_[static_cast<std::size_t>(tabs_->currentIndex())];
    if (!page.is_old) return;
    page.is_old = false;
    show_in(static_cast<Tab>(tabs_->currentIndex()));
}

void ResultsPanel::show_in(Tab tab) {
    const RecordedRunPtr& run = session_.run();
    switch (tab) {
        case Tab::tasks:
            return tasks_.show(run);
        case Tab::jobs:
            return jobs_.show(run);
        case Tab::misses:
            return misses_.show(run);
        case Tab::episodes:
            return episodes_.show(run);
        case Tab::migrations:
            return migrations_.show(run);
        case Tab::capacity: {
            const bool has_run = run != nullptr && run->outcome.applicable();
            const CapacitySplit capacity = has_run ? run->outcome.result->capacity : CapacitySplit{};
            const auto rows = has_run ? capacity_rows(capacity) : std::vector<ShareTable::Row>{};
            return capacity_.set_rows(tr("capacity"), tr("CPU time"), rows, capacity.total);
        }
        case Tab::findings: {
            const RecordedComparisonPtr& comparison = session_.comparison();
            findings_.set_base(comparison == nullptr ? nullptr : comparison->runs[comparison->baseline]);
            return findings_.show(run);
        }
        case Tab::selection:
            return selection_.show(run);
        case Tab::trace_tasks:
            return trace_tasks_.show(run);
        case Tab::report:
            return write_report();
    }
}

/// How many rows there are to expect, where that says something.
void ResultsPanel::name_tabs() {
    const RecordedRunPtr& run = session_.run();
    const bool has_run = run != nullptr && run->outcome.applicable();
    const auto name = [&](Tab tab, std::uint64_t count) {
        const QString& plain = pages_[static_cast<std::size_t>(tab)].name;
        tabs_->setTabText(static_cast<int>(tab), has_run ? tr("%1 (%2)").arg(plain, locale().toString(count)) : plain);
    };
    const RunResult result_of_none;
    const RunResult& result = has_run ? *run->outcome.result : result_of_none;
    std::uint64_t migrations = 0;
    for (const TaskResult& task : result.tasks) migrations += task.migrations;
    name(Tab::jobs, result.jobs.size());
    name(Tab::misses, result.deadline_misses());
    name(Tab::episodes, result.stacking.episodes_total);
    name(Tab::migrations, migrations);
}

void ResultsPanel::show_tab(Tab tab) { tabs_->setCurrentIndex(static_cast<int>(tab)); }

FigureView& ResultsPanel::current() const { return *pages_[static_cast<std::size_t>(tabs_->currentIndex())].view; }

FigureTable& ResultsPanel::table(Tab tab) { return *pages_[static_cast<std::size_t>(tab)].table; }

}  // namespace pinstack::gui
