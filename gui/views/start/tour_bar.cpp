// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/start/tour_bar.hpp"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "gui/models/session.hpp"
#include "gui/models/view_state.hpp"
#include "gui/views/theme.hpp"

namespace pinstack::gui {

namespace {

constexpr int kReadingTime = 6000;  // ms a step while it plays

QPushButton* button(const QString& text, const char* name) {
    auto* made = new QPushButton(text);
    made->setObjectName(name);
    return made;
}

QString paragraph(const QStringList& sentences, const QColor& colour) {
    if (sentences.isEmpty()) return {};
    return QString("<p style=\"margin:2px 0; color:%1\">%2</p>")
        .arg(colour.name(), sentences.join(' ').toHtmlEscaped());
}

QString list(const QStringList& sentences, const QColor& colour) {
    QString text;
    for (const QString& sentence : sentences) text += paragraph({sentence}, colour);
    return text;
}

}  // namespace

TourBar::TourBar(Session& session, ViewState& view, QWidget* parent)
    : QFrame(parent), session_(session), view_(view), clock_(this) {
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);
    title_ = new QLabel;
    QFont bold = title_->font();
    bold.setBold(true);
    title_->setFont(bold);
    words_ = new QLabel;
    words_->setTextFormat(Qt::RichText);
    words_->setWordWrap(true);
    words_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    words_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    // As high as most steps need, so that the timeline does not jump.
    words_->setMinimumHeight(fontMetrics().lineSpacing() * 5);
    back_ = button(tr("&Back"), "tour_back");
    next_ = button(tr("&Next"), "tour_next");
    play_ = button(tr("&Play"), "tour_play");
    play_->setCheckable(true);
    auto* leave = button(tr("&End"), "tour_end");
    connect(back_, &QPushButton::clicked, this, &TourBar::back);
    connect(next_, &QPushButton::clicked, this, &TourBar::next);
    connect(play_, &QPushButton::toggled, this, &TourBar::play);
    connect(leave, &QPushButton::clicked, this, &TourBar::end);
    connect(&clock_, &QTimer::timeout, this, &TourBar::next);
    connect(&session_, &Session::run_changed, this, &TourBar::tell_when_ready);
    connect(&session_, &Session::comparison_changed, this, &TourBar::tell_when_ready);

    auto* buttons = new QHBoxLayout;
    buttons->addWidget(title_, 1);
    for (QPushButton* each : {back_, next_, play_, leave}) buttons->addWidget(each);
    auto* column = new QVBoxLayout(this);
    column->addLayout(buttons);
    column->addWidget(words_);
    hide();
}

void TourBar::begin() {
    waits_ = true;
    story_ = {};
    session_.want_comparison(true);
    tell_when_ready();
}

void TourBar::end() {
    waits_ = false;
    play_->setChecked(false);
    view_.set_marker(Marker::a, std::nullopt);
    view_.clear_selection();
    hide();
}

void TourBar::tell_when_ready() {
    if (!waits_ || session_.run() == nullptr || session_.comparison() == nullptr) return;
    waits_ = false;
    story_ = StoryTeller::tell(*session_.run(), session_.comparison()->runs);
    if (story_.steps.empty()) return;
    step_ = 0;
    view_.set_end(session_.run()->recording.end);
    view_.zoom_to(story_.window);
    show_step();
    show();
    next_->setFocus();
}

void TourBar::next() {
    if (step_ + 1 < story_.steps.size()) {
        ++step_;
        show_step();
    } else {
        play_->setChecked(false);
    }
}

void TourBar::back() {
    if (step_ == 0) return;
    --step_;
    show_step();
}

void TourBar::play(bool plays) {
    play_->setText(plays ? tr("&Pause") : tr("&Play"));
    if (plays) {
        clock_.start(kReadingTime);
    } else {
        clock_.stop();
    }
}

void TourBar::show_step() {
    const StoryStep& step = story_.steps[step_];
    const Theme theme = Theme::of(palette());
    title_->setText(
        tr("%1  -  %2, step %3 of %4").arg(story_.heading, step.title).arg(step_ + 1).arg(story_.steps.size()));
    words_->setText(paragraph(step.sentences, theme.text) + list(step.reasons, theme.loss));
    back_->setEnabled(step_ > 0);
    next_->setEnabled(step_ + 1 < story_.steps.size());
    view_.set_marker(Marker::a, step.at);
    view_.select(step.selection);
}

}  // namespace pinstack::gui
