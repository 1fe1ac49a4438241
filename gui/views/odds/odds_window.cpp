// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/odds/odds_window.hpp"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <utility>

#include "gui/views/compare/chart_list.hpp"
#include "gui/views/odds/odds_chart.hpp"
#include "gui/views/table/figure_view.hpp"
#include "model/time/text.hpp"

namespace pinstack::gui {

namespace {

constexpr int kMostCpus = 7;  // more states than can be solved

QSpinBox* number(int least, int most, int value, const char* name) {
    auto* box = new QSpinBox;
    box->setRange(least, most);
    box->setValue(value);
    box->setObjectName(name);
    return box;
}

}  // namespace

OddsWindow::OddsWindow(QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Stacking odds"));
    setSizeGripEnabled(true);
    auto* charts = new ChartList;
    charts->add_text(swatch(rule_pen(false).color()) + "wake-previous &nbsp; " + swatch(rule_pen(true).color()) +
                     "wake-previous-push");
    const std::array<std::pair<OddsChart::What, QString>, 3> kinds = {
        {{OddsChart::What::any_stack, tr("Some CPU is lost to stacking")},
         {OddsChart::What::loss, tr("Share of the capacity that is lost")},
         {OddsChart::What::full_stack, tr("All tasks are on one CPU")}}};
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        charts_[i] = new OddsChart(kinds[i].first);
        charts->add(kinds[i].second, charts_[i]);
    }
    auto* figures = new FigureView(table_, view_);
    answer_ = new QWidget;
    auto* answer = new QVBoxLayout(answer_);
    answer->setContentsMargins({});
    answer->addWidget(charts, 3);
    answer->addWidget(figures, 1);
    message_ = new QLabel;
    message_->setObjectName("odds_message");
    message_->setWordWrap(true);
    progress_ = new QProgressBar;
    progress_->setTextVisible(false);
    cancel_ = new QPushButton(tr("Cancel"));
    cancel_->setObjectName("odds_cancel");
    auto* busy = new QHBoxLayout;
    busy->addWidget(progress_, 1);
    busy->addWidget(cancel_);
    auto* left = new QVBoxLayout;
    left->addWidget(make_question());
    left->addWidget(message_);
    left->addStretch(1);
    left->addLayout(busy);
    auto* all = new QHBoxLayout(this);
    all->addLayout(left);
    all->addWidget(answer_, 1);

    connect(&job_, &LatestJob::progressed, this, [this](int done, int total) {
        progress_->setRange(0, total);
        progress_->setValue(done);
    });
    connect(&job_, &LatestJob::busy_changed, this, [this](bool busy_now) {
        progress_->setRange(0, 0);
        progress_->setVisible(busy_now);
        cancel_->setVisible(busy_now);
    });
    connect(cancel_, &QPushButton::clicked, this, [this] {
        job_.cancel();
        say(tr("Cancelled: what is shown is of the question before."));
    });
    progress_->hide();
    cancel_->hide();
    resize(fontMetrics().averageCharWidth() * 150, fontMetrics().height() * 45);
    solve_again();
}

QWidget* OddsWindow::make_question() {
    axis_ = new QComboBox;
    axis_->setObjectName("odds_axis");
    axis_->addItems({tr("Number of CPUs"), tr("Pinned share")});
    first_ = number(1, kMostCpus, 2, "odds_first");
    last_ = number(1, kMostCpus, 5, "odds_last");
    extra_ = number(0, kMostCpus, 0, "odds_extra");
    const auto length = [](const char* name) {
        auto* edit = new QLineEdit("1ms");
        edit->setObjectName(name);
        return edit;
    };
    think_ = length("odds_think");
    plain_ = length("odds_plain");
    section_ = length("odds_section");
    wake_ = new QComboBox;
    wake_->setObjectName("odds_wake");
    wake_->addItems({tr("any CPU"), tr("the CPU of before")});
    auto* text =
        new QLabel(tr("Tasks of different urgency think, run, and are in a migrate-disabled section, for random times "
                      "(exponential, with these means). A Markov chain of them is solved, nothing is simulated."));
    text->setWordWrap(true);
    auto* cpus = new QHBoxLayout;
    cpus->addWidget(first_);
    cpus->addWidget(new QLabel(tr("to")));
    cpus->addWidget(last_);
    auto* question = new QWidget;
    auto* form = new QFormLayout(question);
    form->setContentsMargins({});
    form->addRow(text);
    form->addRow(tr("Over"), axis_);
    form->addRow(tr("CPUs"), cpus);
    form->addRow(tr("Tasks beyond the CPUs"), extra_);
    form->addRow(tr("Thinks"), think_);
    form->addRow(tr("Runs unpinned"), plain_);
    form->addRow(tr("Runs pinned"), section_);
    form->addRow(tr("Wakes up on"), wake_);
    question->setMaximumWidth(fontMetrics().averageCharWidth() * 45);
    for (QComboBox* box : {axis_, wake_}) connect(box, &QComboBox::currentIndexChanged, this, &OddsWindow::solve_again);
    for (QSpinBox* box : {first_, last_, extra_}) {
        box->setKeyboardTracking(false);
        connect(box, &QSpinBox::valueChanged, this, &OddsWindow::solve_again);
    }
    for (QLineEdit* edit : {think_, plain_, section_})
        connect(edit, &QLineEdit::editingFinished, this, &OddsWindow::solve_again);
    return question;
}

void OddsWindow::say(const QString& text) {
    message_->setText(text);
    message_->setVisible(!text.isEmpty());
}

std::optional<OddsSweep> OddsWindow::sweep() {
    OddsSweep out;
    out.axis = axis_->currentIndex() == 0 ? OddsSweep::Axis::cpus : OddsSweep::Axis::pinned_share;
    last_->setEnabled(out.axis == OddsSweep::Axis::cpus);
    out.question.first_cpus = first_->value();
    out.question.last_cpus = out.axis == OddsSweep::Axis::cpus ? last_->value() : first_->value();
    out.question.extra_tasks = extra_->value();
    out.question.sticky = wake_->currentIndex() == 1;
    for (const auto& [edit, length] :
         {std::pair(think_, &out.question.think), {plain_, &out.question.plain}, {section_, &out.question.section}}) {
        const auto read = parse_duration(edit->text().trimmed().toStdString());
        if (!read || read->ns <= 0) {
            say(tr("\"%1\": expected a duration greater than 0, such as 500us").arg(edit->text()));
            return std::nullopt;
        }
        *length = *read;
    }
    if (out.question.last_cpus < out.question.first_cpus) {
        say(tr("CPUs: from more than to"));
        return std::nullopt;
    }
    if (!out.has_long_run()) {
        say(
            tr("Where tasks wake up on the CPU of before, and there is a CPU for each, every task has one of its own "
               "sooner or later, and nothing stacks any more: there is nothing to draw. Add a task, or let them wake "
               "up on "
               "any CPU."));
        return std::nullopt;
    }
    return out;
}

void OddsWindow::solve_again() {
    const std::optional<OddsSweep> asked = sweep();
    answer_->setEnabled(asked.has_value());
    if (!asked) return job_.cancel();
    say({});
    job_.submit([this, asked = *asked](const std::stop_token& stop, const LatestJob::Progress& progress) {
        auto points = solve_sweep(asked, stop, progress);
        if (stop.stop_requested()) return LatestJob::Deliver{};
        if (!points) {
            return LatestJob::Deliver{[this, problems = std::move(points.error())] {
                answer_->setEnabled(false);
                say(words(problems.front().found + "; expected " + problems.front().expected));
            }};
        }
        return LatestJob::Deliver{[this, asked, points = std::move(*points)] { show_points(asked, points); }};
    });
}

void OddsWindow::show_points(const OddsSweep& sweep, std::vector<OddsPoint> points) {
    for (OddsChart* chart : charts_) chart->show_points(sweep.axis, points);
    table_.show(std::move(points));
}

}  // namespace pinstack::gui
