// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the run measured, as tables in tabs. A row that is chosen is selected in the whole window.
#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "gui/models/results/episode_table.hpp"
#include "gui/models/results/finding_table.hpp"
#include "gui/models/results/job_table.hpp"
#include "gui/models/results/migration_table.hpp"
#include "gui/models/results/selection_statistics.hpp"
#include "gui/models/results/task_table.hpp"
#include "gui/models/trace/trace_task_table.hpp"

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QTabWidget;

namespace pinstack::gui {

class FigureView;
class Session;

class ResultsPanel : public QWidget {
    Q_OBJECT

public:
    enum class Tab : std::uint8_t {
        tasks,
        trace_tasks,
        jobs,
        misses,
        episodes,
        migrations,
        capacity,
        findings,
        selection,
        report
    };

    ResultsPanel(Session& session, ViewState& view, QWidget* parent = nullptr);

    void show_tab(Tab tab);
    /// The table in front.
    FigureView& current() const;
    /// As it was when its tab was last in front: what is not seen is not computed.
    FigureTable& table(Tab tab);

private:
    void add_tab(FigureTable& table, QWidget* page, FigureView* view, const QString& name);
    void make_corner();
    void mark_old();
    void refresh_current();
    void show_in(Tab tab);
    void name_tabs();
    void choose_tabs();
    void write_report();

    Session& session_;
    ViewState& view_;
    TaskTable tasks_;
    JobTable jobs_{JobTable::Which::all}, misses_{JobTable::Which::missed};
    EpisodeTable episodes_;
    MigrationTable migrations_;
    ShareTable capacity_;
    FindingTable findings_;
    TraceTaskTable trace_tasks_;
    SelectionStatistics selection_;

    struct Page {
        FigureTable* table;  ///< nullptr: it is no table
        FigureView* view;
        QString name;
        bool is_old = true;
    };
    std::vector<Page> pages_;  // in the order of Tab
    QTabWidget* tabs_ = nullptr;
    QLineEdit* filter_ = nullptr;
    QLabel* selection_title_ = nullptr;
    bool was_trace_ = false;
    QPlainTextEdit* report_ = nullptr;
    QWidget* copies_ = nullptr;  // the buttons that need a table
};

}  // namespace pinstack::gui
