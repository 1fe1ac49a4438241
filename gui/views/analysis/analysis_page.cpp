// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/analysis/analysis_page.hpp"

#include <QEvent>
#include <QLabel>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "analyzer/report/analysis/analysis_findings.hpp"
#include "gui/models/session.hpp"
#include "gui/models/view_state.hpp"
#include "gui/views/table/figure_view.hpp"
#include "gui/views/theme.hpp"

namespace pinstack::gui {

namespace {

QWidget* with_heading(const QString& heading, QWidget* below) {
    auto* both = new QWidget;
    auto* label = new QLabel("<b>" + heading + "</b>");
    label->setMargin(label->fontMetrics().height() / 4);
    auto* column = new QVBoxLayout(both);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(label);
    column->addWidget(below, 1);
    return both;
}

}  // namespace

AnalysisPage::AnalysisPage(Session& session, ViewState& view, QWidget* parent) : Page(parent), session_(session) {
    findings_ = new QLabel;
    findings_->setTextFormat(Qt::RichText);
    findings_->setWordWrap(true);
    findings_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    findings_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    findings_->setMargin(fontMetrics().height() / 3);
    sentences_ = new QScrollArea;
    sentences_->setFrameShape(QFrame::NoFrame);
    sentences_->setWidgetResizable(true);
    sentences_->setWidget(findings_);
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(with_heading(tr("Response bounds beside simulated maxima"), new FigureView(bounds_, view)));
    splitter->addWidget(with_heading(tr("Schedulability tests"), new FigureView(tests_, view)));
    splitter->setSizes({2000, 2500});  // in proportion
    splitter->setChildrenCollapsible(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(sentences_);
    column->addWidget(splitter, 1);

    connect(&session, &Session::analysis_changed, this, &AnalysisPage::show_analysis);
    connect(&view, &ViewState::appearance_changed, this, [this, &view] { bounds_.set_filter(view.filter()); });
    show_analysis();
}

void AnalysisPage::show_analysis() {
    tests_.show(session_.analysis());
    bounds_.show(session_.analysis());
    show_findings();
}

void AnalysisPage::show_findings() {
    const AnalyzedSystemPtr& analyzed = session_.analysis();
    if (analyzed == nullptr) {
        findings_->clear();
        return fit_findings();
    }
    const Theme theme = Theme::of(palette());
    QString lines;
    bool is_first = true;
    for (const std::string& sentence : analysis_findings(report_of(*analyzed, session_.document().file()))) {
        QString line = words(sentence).toHtmlEscaped();
        if (line.startsWith("DEFECT")) {
            line = QString("<b style=\"color:%1\">%2</b>").arg(theme.miss.name(), line);
        } else if (is_first) {
            line = "<b>" + line + "</b>";
            is_first = false;
        }
        lines += "<p style=\"margin:0 0 0.3em 0\">" + line + "</p>";
    }
    findings_->setText(lines);
    fit_findings();
}

/// As high as they are, and not higher than leaves room for the tables.
void AnalysisPage::fit_findings() {
    const int needed = std::max(0, findings_->heightForWidth(width()));
    sentences_->setFixedHeight(std::min(needed, std::max(fontMetrics().height() * 5, height() / 3)));
}

void AnalysisPage::resizeEvent(QResizeEvent* event) {
    Page::resizeEvent(event);
    fit_findings();
}

void AnalysisPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    session_.want_analysis(true);
}

void AnalysisPage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    session_.want_analysis(false);
}

void AnalysisPage::changeEvent(QEvent* event) {
    Page::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && findings_ != nullptr) show_findings();
}

}  // namespace pinstack::gui
