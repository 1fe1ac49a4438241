// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/compare/compare_page.hpp"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>
#include <algorithm>

#include "analyzer/report/compared_tasks.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "gui/models/session.hpp"
#include "gui/models/table/figure_table.hpp"
#include "gui/models/view_state.hpp"
#include "gui/views/compare/capacity_view.hpp"
#include "gui/views/compare/curves_view.hpp"
#include "gui/views/compare/response_view.hpp"
#include "gui/views/compare/schedules_view.hpp"
#include "gui/views/compare/variant_dialog.hpp"
#include "gui/views/compare/variant_list.hpp"
#include "gui/views/table/figure_view.hpp"

namespace pinstack::gui {

ComparePage::ComparePage(Session& session, ViewState& view, QWidget* parent)
    : Page(parent), session_(session), view_(view), differences_(runs_) {
    auto* schedules = new SchedulesView(runs_, view);
    auto* responses = new ResponseView(runs_, view);
    views_ = {schedules, new CapacityView(runs_, view), responses,
              new CurvesView(CurvesView::What::series, runs_, view),
              new CurvesView(CurvesView::What::latency, runs_, view)};
    figures_ = new FigureView(differences_, view);
    stack_ = new QStackedWidget;
    for (CompareView* each : views_) stack_->addWidget(each);
    stack_->addWidget(figures_);

    switch_ = new QTabBar;
    switch_->setObjectName("views");
    switch_->setDrawBase(false);
    switch_->setExpanding(false);
    for (const QString& name :
         {tr("Schedules"), tr("Capacity"), tr("Response times"), tr("Depth and loss"), tr("Latency"), tr("Figures")}) {
        switch_->addTab(name);
    }
    auto* head = new QHBoxLayout;
    head->setContentsMargins(0, 0, fontMetrics().averageCharWidth(), 0);
    head->addWidget(switch_, 1);
    head->addWidget(make_options());
    connect(switch_, &QTabBar::currentChanged, this, [this](int tab) {
        stack_->setCurrentIndex(tab);
        show_options();
    });
    connect(axis_, &QComboBox::currentIndexChanged, this,
            [responses](int kind) { responses->set_axis(static_cast<AxisKind>(kind)); });
    connect(arrangement_, &QComboBox::currentIndexChanged, this,
            [schedules](int index) { schedules->set_side_by_side(index == 1); });

    auto* right = new QWidget;
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(stack_, 1);
    auto* splitter = new QSplitter;
    splitter->addWidget(make_legend());
    splitter->addWidget(right);
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setCollapsible(1, false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(splitter);

    connect(&session, &Session::comparison_changed, this, &ComparePage::show_comparison);
    connect(&view, &ViewState::selection_changed, this, &ComparePage::follow_selection);
    show_comparison();
    show_options();
}

QWidget* ComparePage::make_legend() {
    auto* legend = new QWidget;
    legend->setMinimumWidth(fontMetrics().averageCharWidth() * 36);
    auto* column = new QVBoxLayout(legend);
    const int margin = fontMetrics().height() / 4;
    column->setContentsMargins(margin, margin, 0, margin);
    what_ = new QLabel;
    what_->setWordWrap(true);
    impossible_ = new QLabel;
    impossible_->setWordWrap(true);
    impossible_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* list = new VariantList(runs_);
    list->setObjectName("variants");
    auto* choose = new QPushButton(tr("Choose variants..."));
    choose->setObjectName("choose");
    connect(choose, &QPushButton::clicked, this, [this] {
        auto* dialog = new VariantDialog(session_, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->show();
    });
    column->addWidget(what_);
    column->addWidget(list, 1);
    column->addWidget(impossible_);
    column->addWidget(choose);
    return legend;
}

QWidget* ComparePage::make_options() {
    auto* options = new QWidget;
    auto* row = new QHBoxLayout(options);
    row->setContentsMargins({});
    task_ = new QComboBox;
    task_->setObjectName("task");
    task_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    task_->setMinimumContentsLength(12);
    task_->setToolTip(tr("Whose times are shown; follows the selection"));
    connect(task_, &QComboBox::activated, this, [this](int index) {
        Selection selection;
        selection.task = static_cast<std::uint32_t>(index);
        view_.select(selection);
    });
    axis_ = new QComboBox;
    axis_->setObjectName("axis");
    axis_->addItems({tr("Axis as fits"), tr("Linear axis"), tr("Logarithmic axis")});
    arrangement_ = new QComboBox;
    arrangement_->setObjectName("arrangement");
    arrangement_->addItems({tr("Stacked"), tr("Side by side")});
    for (QComboBox* each : {task_, axis_, arrangement_}) row->addWidget(each);
    return options;
}

CompareView* ComparePage::compare_view(View view) const {
    const auto place = static_cast<std::size_t>(view);
    return place < views_.size() ? views_[place] : nullptr;
}

void ComparePage::show_view(View view) { switch_->setCurrentIndex(static_cast<int>(view)); }

ComparePage::View ComparePage::shown_view() const { return static_cast<View>(switch_->currentIndex()); }

QWidget* ComparePage::picture() {
    CompareView* const shown = compare_view(shown_view());
    return shown != nullptr ? shown->picture() : static_cast<QWidget*>(figures_);
}

QAbstractItemModel* ComparePage::table() {
    CompareView* const shown = compare_view(shown_view());
    QAbstractItemModel* const own = shown == nullptr ? nullptr : shown->table();
    return own != nullptr ? own : &differences_;
}

void ComparePage::show_options() {
    const CompareView* const shown = compare_view(shown_view());
    task_->setVisible(shown != nullptr && shown->is_of_task());
    axis_->setVisible(shown_view() == View::responses);
    arrangement_->setVisible(shown_view() == View::schedules);
}

void ComparePage::show_comparison() {
    runs_.show(session_.comparison());
    if (runs_.is_empty()) {
        what_->clear();
        impossible_->clear();
        tasks_of_ = nullptr;
        return;
    }
    what_->setText(words(comparison_text(runs_.system(), runs_.outcomes())) + ". " + tr("* is the baseline."));
    QStringList reasons;
    for (const Outcome& outcome : runs_.outcomes().outcomes) {
        if (outcome.applicable()) continue;
        reasons
            << tr("%1 is impossible: %2").arg(words(short_text(outcome.variant)), words(why_not_text(outcome.why_not)));
    }
    impossible_->setText(reasons.join("\n\n"));
    impossible_->setVisible(!reasons.isEmpty());
    fill_tasks();
    if (isVisible()) set_end();
}

void ComparePage::set_end() {
    Instant end{0};
    const auto reach = [&](const RecordedRunPtr& run) {
        if (run != nullptr && run->outcome.applicable()) end = std::max(end, run->recording.end);
    };
    reach(session_.run());
    if (isVisible() && session_.comparison() != nullptr) {
        for (const RecordedRunPtr& run : session_.comparison()->runs) reach(run);
    }
    if (end > Instant{0}) view_.set_end(end);
}

void ComparePage::fill_tasks() {
    const auto& system = runs_.recorded().runs.front()->system;
    if (tasks_of_ == system) return;
    const bool is_new = tasks_of_ == nullptr;
    tasks_of_ = system;
    const int before = task_->currentIndex();
    task_->clear();
    for (const Task& task : system->tasks) task_->addItem(words(task.name));
    if (view_.selection().task && *view_.selection().task < system->tasks.size()) {
        choose_task(*view_.selection().task);
    } else if (!is_new && 0 <= before && before < task_->count()) {
        choose_task(static_cast<std::uint32_t>(before));
    } else {
        const std::vector<std::uint32_t> telling = tasks_to_compare(*system, runs_.outcomes(), 1);
        choose_task(telling.empty() ? 0 : telling.front());
    }
}

void ComparePage::choose_task(std::uint32_t task) {
    task_->setCurrentIndex(static_cast<int>(task));
    for (CompareView* each : views_) each->set_task(task);
}

void ComparePage::follow_selection() {
    const auto& task = view_.selection().task;
    if (task && static_cast<int>(*task) < task_->count()) choose_task(*task);
}

void ComparePage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    session_.want_comparison(true);
    set_end();
}

void ComparePage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    session_.want_comparison(false);
    set_end();
}

}  // namespace pinstack::gui
