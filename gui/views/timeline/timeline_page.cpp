// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/timeline/timeline_page.hpp"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QShortcut>
#include <QToolBar>
#include <QVBoxLayout>
#include <utility>

#include "analyzer/report/time_scale.hpp"
#include "analyzer/trace/trace_run.hpp"
#include "gui/models/session.hpp"
#include "gui/models/timeline/timeline_text.hpp"
#include "gui/models/view_state.hpp"
#include "gui/views/timeline/overview_strip.hpp"
#include "gui/views/timeline/timeline_legend.hpp"
#include "gui/views/timeline/timeline_view.hpp"

namespace pinstack::gui {

TimelinePage::TimelinePage(Session& session, ViewState& view, QWidget* parent)
    : Page(parent), session_(session), view_(view) {
    timeline_ = new TimelineView(view);
    overview_ = new OverviewStrip(view);
    legend_ = new TimelineLegend;
    auto* tools = new QToolBar;
    fill_tools(*tools);

    picture_ = new QWidget;
    auto* drawing = new QVBoxLayout(picture_);
    drawing->setContentsMargins(0, 0, 0, 0);
    drawing->setSpacing(0);
    drawing->addWidget(overview_);
    drawing->addWidget(timeline_, 1);
    drawing->addWidget(legend_);

    where_ = new QLabel;
    markers_ = new QLabel;
    merged_ = new QLabel;
    where_->setAccessibleName(tr("Place in the timeline"));
    markers_->setAccessibleName(tr("Markers"));
    merged_->setAccessibleName(tr("Hidden detail"));
    // Long instants must not keep the window from becoming narrow.
    where_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* status = new QHBoxLayout;
    status->setContentsMargins(6, 2, 6, 2);
    status->setSpacing(fontMetrics().height());
    status->addWidget(where_, 1);
    status->addWidget(markers_);
    status->addWidget(merged_);

    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(tools);
    all->addWidget(picture_, 1);
    all->addLayout(status);
    setFocusProxy(timeline_);

    connect(&session, &Session::run_changed, this, &TimelinePage::show_run);
    connect(&view, &ViewState::appearance_changed, this, &TimelinePage::follow_appearance);
    for (const auto signal :
         {&ViewState::visible_changed, &ViewState::markers_changed, &ViewState::selection_changed}) {
        connect(&view, signal, this, [this] {
            message_.clear();
            write_status();
        });
    }
    connect(timeline_, &TimelineView::painted, this, &TimelinePage::write_status);
    connect(timeline_, &TimelineView::plot_left_changed, this,
            [this] { overview_->set_margin(timeline_->plot_left()); });
    connect(timeline_, &TimelineView::hovered, this, [this](const QString& text) {
        hovered_ = text;
        write_status();
    });
    connect(timeline_, &TimelineView::message, this, [this](const QString& text) {
        message_ = text;
        write_status();
    });
    const auto shortcut = [this](const QKeySequence& key, QLineEdit* field) {
        auto* focus = new QShortcut(key, this);
        focus->setContext(Qt::WidgetWithChildrenShortcut);
        connect(focus, &QShortcut::activated, field, [field] {
            field->setFocus(Qt::ShortcutFocusReason);
            field->selectAll();
        });
    };
    shortcut(QKeySequence::Find, search_);
    shortcut(QKeySequence(Qt::Key_Slash), filter_);
    follow_appearance();
    show_run();
}

void TimelinePage::fill_tools(QToolBar& tools) {
    tools.setToolButtonStyle(Qt::ToolButtonTextOnly);
    add_row_choice(tools);
    tools.addSeparator();
    add_history(tools);
    tools.addSeparator();
    add_search(tools);
}

void TimelinePage::add_row_choice(QToolBar& tools) {
    rows_ = new QComboBox;
    rows_->addItems({tr("CPUs and tasks"), tr("CPUs"), tr("Tasks")});
    rows_->setAccessibleName(tr("Rows"));
    rows_->setToolTip(tr("Which rows there are"));
    connect(rows_, &QComboBox::activated, this, [this](int index) { view_.set_rows(static_cast<Rows>(index)); });
    tools.addWidget(rows_);
    colouring_ = new QComboBox;
    colouring_->addItems({tr("Colour: task, CPU"), tr("Colour: state")});
    colouring_->setAccessibleName(tr("Colours"));
    colouring_->setToolTip(tr("CPU rows by task and task rows by CPU, or all by what the job does"));
    connect(colouring_, &QComboBox::activated, this,
            [this](int index) { view_.set_colouring(static_cast<Colouring>(index)); });
    tools.addWidget(colouring_);
}

void TimelinePage::add_history(QToolBar& tools) {
    const auto add = [&](const QString& text, const QString& tip, auto&& act) {
        QAction* action = tools.addAction(text);
        action->setToolTip(tip);
        connect(action, &QAction::triggered, this, act);
        return action;
    };
    QAction* back =
        add(QString(QChar(0x2190)), tr("Back to what was visible before (Alt+Left)"), [this] { view_.go_back(); });
    QAction* forward = add(QString(QChar(0x2192)), tr("Forward again (Alt+Right)"), [this] { view_.go_forward(); });
    const auto enable = [this, back, forward] {
        back->setEnabled(view_.can_go_back());
        forward->setEnabled(view_.can_go_forward());
    };
    connect(&view_, &ViewState::history_changed, this, enable);
    enable();
    add(tr("Whole run"), tr("Show the whole run (R)"), [this] { view_.show_all(); });
    tools.addSeparator();
    add(tr("Previous"), tr("Previous deadline miss or stacking episode (,)"),
        [this] { timeline_->go_to_attention(false); });
    add(tr("Next"), tr("Next deadline miss or stacking episode (.)"), [this] { timeline_->go_to_attention(true); });
    tools.addSeparator();
    QAction* stack = add(tr("Make it stack"),
                         tr("Search for releases of the jobs under which the most CPU time is lost to "
                            "stacking, and show them (Ctrl+M)"),
                         [this] { emit stack_asked(); });
    stack->setObjectName("make_it_stack");
    const auto follow = [this, stack] { stack->setEnabled(session_.document().effective() != nullptr); };
    connect(&session_.document(), &Document::changed, this, follow);
    follow();
}

void TimelinePage::add_search(QToolBar& tools) {
    const auto field = [&](const QString& placeholder, const QString& tip) {
        auto* edit = new QLineEdit;
        edit->setPlaceholderText(placeholder);
        edit->setAccessibleName(placeholder);
        edit->setToolTip(tip);
        edit->setClearButtonEnabled(true);
        edit->setMaximumWidth(fontMetrics().averageCharWidth() * 22);
        edit->setMinimumWidth(fontMetrics().averageCharWidth() * 12);
        tools.addWidget(edit);
        return edit;
    };
    filter_ = field(tr("Filter tasks"), tr("Show the tasks whose name contains this (/)"));
    connect(filter_, &QLineEdit::textChanged, &view_, &ViewState::set_filter);
    connect(filter_, &QLineEdit::returnPressed, timeline_, qOverload<>(&QWidget::setFocus));
    search_ = field(tr("Find job"), tr("A task, or one job of it: T2#3 (Ctrl+F). Enter: the next one"));
    const auto find = [this](bool forward) {
        if (!search_->text().isEmpty()) timeline_->find(search_->text(), forward);
    };
    connect(search_, &QLineEdit::returnPressed, this, [find] { find(true); });
    auto* backwards = new QShortcut(QKeySequence(Qt::SHIFT | Qt::Key_Return), search_);
    backwards->setContext(Qt::WidgetShortcut);
    connect(backwards, &QShortcut::activated, this, [find] { find(false); });
    for (QLineEdit* edit : {filter_, search_}) {
        auto* leave = new QShortcut(QKeySequence(Qt::Key_Escape), edit);
        leave->setContext(Qt::WidgetShortcut);
        connect(leave, &QShortcut::activated, timeline_, qOverload<>(&QWidget::setFocus));
    }
}

void TimelinePage::follow_appearance() {
    rows_->setCurrentIndex(static_cast<int>(view_.rows()));
    colouring_->setCurrentIndex(static_cast<int>(view_.colouring()));
    if (filter_->text() != view_.filter()) filter_->setText(view_.filter());
}

QAbstractItemModel* TimelinePage::table() {
    if (std::exchange(intervals_are_old_, false)) intervals_.show(session_.run());
    return &intervals_;
}

void TimelinePage::show_run() {
    intervals_are_old_ = true;
    timeline_->show(session_.run());
    overview_->show_run(session_.run());
    legend_->show_signs_of(session_.run());
    write_status();
}

void TimelinePage::write_status() {
    const RecordedRunPtr& run = session_.run();
    const Window& visible = view_.visible();
    QStringList where;
    if (!message_.isEmpty()) where << message_;
    if (message_.isEmpty() && run != nullptr && run->timeline != nullptr) {
        if (!hovered_.isEmpty()) where << tr("at %1").arg(hovered_);
        where
            << tr("%1 to %2: %3").arg(exact_time(visible.from), exact_time(visible.to), exact_length(visible.length()));
        const QString selected = TimelineText(*run).selection(view_.selection());
        if (!selected.isEmpty()) where << tr("selected: %1").arg(selected);
        if (run->trace != nullptr) where << tr("0 is %1 of the trace's clock").arg(exact_time(run->trace->window.from));
        if (run->recording.cut) where << tr("drawn up to %1").arg(exact_time(run->recording.end));
    }
    markers_->setText(markers_text(view_));
    const std::uint64_t merged = timeline_->merged_events();
    merged_->setText(
        merged == 0 ? QString() : tr("%1 share pixels: zoom in").arg(QString::fromStdString(counted(merged, "event"))));
    layout()->activate();  // only now is it known how much room there is
    const QString all = where.join("   ");
    where_->setText(where_->fontMetrics().elidedText(all, Qt::ElideRight, where_->width()));
    where_->setToolTip(all);
}

}  // namespace pinstack::gui
