// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/trace/beside_page.hpp"

#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/trace/trace_report.hpp"
#include "gui/models/session.hpp"
#include "gui/models/view_state.hpp"
#include "gui/views/table/figure_view.hpp"
#include "gui/views/timeline/timeline_view.hpp"
#include "model/time/text.hpp"

namespace pinstack::gui {

BesidePage::BesidePage(Session& session, ViewState& view, QWidget* parent)
    : Page(parent), session_(session), view_(view) {
    picture_ = new QWidget;
    picture_->setBackgroundRole(QPalette::Base);
    picture_->setAutoFillBackground(true);
    auto* drawings = new QVBoxLayout(picture_);
    drawings->setContentsMargins({});
    for (TimelineView** each : {&trace_, &run_}) {
        *each = new TimelineView(view);
        (*each)->set_compact(true);
        (*each)->setFrameShape(QFrame::NoFrame);
        drawings->addWidget(*each);
    }
    drawings->addStretch(1);
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(picture_);

    findings_ = new QLabel;
    findings_->setObjectName("findings");
    findings_->setWordWrap(true);
    findings_->setTextFormat(Qt::PlainText);
    findings_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    show_divergence_ = new QPushButton(tr("Show where"));
    show_divergence_->setObjectName("show_divergence");
    show_divergence_->setToolTip(tr("Zoom to the first divergence, and mark it"));
    connect(show_divergence_, &QPushButton::clicked, this, &BesidePage::show_divergence);
    auto* said = new QHBoxLayout;
    said->setContentsMargins(6, 2, 6, 2);
    said->addWidget(findings_, 1);
    said->addWidget(show_divergence_, 0, Qt::AlignTop);

    figures_ = new FigureView(agreement_, view);
    auto* below = new QWidget;
    auto* lower = new QVBoxLayout(below);
    lower->setContentsMargins({});
    lower->addLayout(said);
    lower->addWidget(figures_, 1);
    auto* split = new QSplitter(Qt::Vertical);
    split->setChildrenCollapsible(false);
    split->addWidget(area);
    split->addWidget(below);
    split->setStretchFactor(0, 1);
    // The rows of eight CPUs, under what is said of them.
    constexpr int kLines = 16;
    split->setSizes({fontMetrics().height() * kLines * 2, fontMetrics().height() * kLines});

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(make_settings());
    column->addWidget(split, 1);
    connect(&session, &Session::run_changed, this, &BesidePage::show_trace);
    connect(&session, &Session::beside_changed, this, &BesidePage::show_beside);
    show_trace();
    show_beside();
}

QWidget* BesidePage::make_settings() {
    auto* settings = new QWidget;
    auto* row = new QHBoxLayout(settings);
    row->setContentsMargins(6, 4, 6, 4);
    auto* choose = new QPushButton(tr("System file..."));
    choose->setObjectName("choose_system");
    connect(choose, &QPushButton::clicked, this, &BesidePage::ask_file);
    file_label_ = new QLabel;
    file_label_->setTextFormat(Qt::PlainText);
    scale_ = new QDoubleSpinBox;
    scale_->setObjectName("scale");
    scale_->setDecimals(6);
    scale_->setRange(1e-6, 1e6);
    scale_->setValue(1);
    scale_->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    scale_->setKeyboardTracking(false);
    scale_->setToolTip(tr("Time of the trace for time of the simulation: 25 where it was recorded 25 times slower"));
    connect(scale_, &QDoubleSpinBox::valueChanged, this, &BesidePage::compare_again);
    start_ = new QLineEdit;
    start_->setObjectName("start");
    start_->setPlaceholderText(tr("by the first release"));
    start_->setClearButtonEnabled(true);
    start_->setMaximumWidth(fontMetrics().averageCharWidth() * 24);
    start_->setToolTip(
        tr("Where the simulation begins, on the clock of the trace: 42.76s. Empty: so that the first "
           "release of the simulation is that of the same task in the trace"));
    connect(start_, &QLineEdit::editingFinished, this, &BesidePage::compare_again);
    row->addWidget(choose);
    row->addWidget(file_label_, 1);
    row->addWidget(new QLabel(tr("Scale")));
    row->addWidget(scale_);
    row->addWidget(new QLabel(tr("Begins at")));
    row->addWidget(start_);
    return settings;
}

void BesidePage::ask_file() {
    const QString file = QFileDialog::getOpenFileName(this, tr("Compare with the simulation of a system file"),
                                                      QFileInfo(session_.file()).absolutePath(),
                                                      tr("System files (*.json);;All files (*)"));
    if (file.isEmpty()) return;
    file_ = file;
    compare_again();
}

void BesidePage::compare_again() {
    if (file_.isEmpty() || session_.trace() == nullptr) return;
    AgainstOptions options;
    options.scale = scale_->value();
    if (!start_->text().trimmed().isEmpty()) {
        const auto at = parse_duration(start_->text().trimmed().toStdString());
        if (!at || at->ns < 0) {
            findings_->setText(tr("\"Begins at\": expected a time of the trace's clock, such as 42.76s"));
            return;
        }
        options.start = Instant{at->ns};
    }
    session_.set_beside(file_, options);
}

void BesidePage::show_trace() {
    const bool has_trace = session_.trace() != nullptr;
    trace_->set_title(has_trace ? tr("Trace: %1").arg(session_.name()) : QString());
    trace_->show(has_trace ? session_.run() : nullptr);
    trace_->setFixedHeight(trace_->sizeHint().height());
    if (!has_trace) file_.clear();
}

void BesidePage::show_beside() {
    const BesideTracePtr& beside = session_.beside();
    run_->setVisible(beside != nullptr);
    show_divergence_->setVisible(beside != nullptr && beside->comparison.first.has_value());
    agreement_.show(beside == nullptr ? nullptr : &beside->comparison);
    figures_->setVisible(beside != nullptr);
    if (beside == nullptr) {
        run_->show(nullptr);
        file_label_->setText(tr("none"));
        findings_->setText(
            tr("Choose a system file: it is simulated, and its tasks are compared with those of the same names."));
        return;
    }
    file_ = beside->file;
    file_label_->setText(QFileInfo(file_).fileName());
    run_->set_title(tr("Simulation: %1, %2").arg(QFileInfo(file_).fileName(), words(beside->comparison.variant)));
    run_->show(beside->run);
    run_->setFixedHeight(run_->sizeHint().height());
    {
        const QSignalBlocker quiet(scale_);
        scale_->setValue(beside->comparison.scale);
    }
    QStringList said;
    for (const std::string& each : against_findings(beside->comparison)) said << words(each);
    findings_->setText(said.join('\n'));
}

void BesidePage::show_divergence() {
    const BesideTracePtr& beside = session_.beside();
    if (beside == nullptr || !beside->comparison.first) return;
    const Divergence& first = *beside->comparison.first;
    const Instant at{(first.at - session_.trace()->window.from).ns};
    view_.set_marker(Marker::a, at);
    const std::int64_t room = std::max<std::int64_t>(beside->comparison.tolerance.ns * 20, 1000);
    view_.zoom_to({Instant{at.ns - room}, Instant{at.ns + room}});
    Selection selection;
    selection.cpu = first.cpu;
    view_.select(selection);
}

}  // namespace pinstack::gui
