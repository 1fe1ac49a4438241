// SPDX-License-Identifier: GPL-3.0-or-later
//
// Variants of the system beside each other: their schedules, and what they cost. Nothing is compared while the page is
// hidden.
#pragma once

#include <array>

#include "gui/models/compare/compared_runs.hpp"
#include "gui/models/compare/difference_table.hpp"
#include "gui/views/page.hpp"

class QComboBox;
class QLabel;
class QStackedWidget;
class QTabBar;

namespace pinstack::gui {

class CompareView;
class FigureView;
class Session;
class ViewState;

class ComparePage : public Page {
    Q_OBJECT

public:
    enum class View : std::uint8_t { schedules, capacity, responses, series, latency, figures };

    ComparePage(Session& session, ViewState& view, QWidget* parent = nullptr);

    QWidget* picture() override;
    QAbstractItemModel* table() override;

    void show_view(View view);
    View shown_view() const;
    ComparedRuns& runs() { return runs_; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* make_legend();
    QWidget* make_options();
    CompareView* compare_view(View view) const;
    void show_comparison();
    /// What can be looked at: up to the end of the longest run while the page is seen, else of the own one.
    void set_end();
    void fill_tasks();
    void choose_task(std::uint32_t task);
    void follow_selection();
    void show_options();

    Session& session_;
    ViewState& view_;
    ComparedRuns runs_;
    DifferenceTable differences_;
    QTabBar* switch_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    QComboBox* task_ = nullptr;
    QComboBox* axis_ = nullptr;
    QComboBox* arrangement_ = nullptr;
    QLabel* what_ = nullptr;
    QLabel* impossible_ = nullptr;
    std::array<CompareView*, 5> views_{};
    FigureView* figures_ = nullptr;
    std::shared_ptr<const System> tasks_of_;  // whose tasks are to choose from
};

}  // namespace pinstack::gui
