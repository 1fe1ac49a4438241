// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/window/busy_indicator.hpp"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include "gui/models/session.hpp"

namespace pinstack::gui {

namespace {

constexpr int kNoticeable = 300;  // ms

}  // namespace

BusyIndicator::BusyIndicator(Session& session, QWidget* parent) : QWidget(parent), session_(session), delay_(this) {
    what_ = new QLabel;
    progress_ = new QProgressBar;
    progress_->setTextVisible(false);
    progress_->setFixedWidth(fontMetrics().averageCharWidth() * 16);
    progress_->setFixedHeight(fontMetrics().height());
    auto* stop = new QPushButton(tr("Cancel"));
    stop->setObjectName("cancel");
    connect(stop, &QPushButton::clicked, &session_, &Session::cancel);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(what_);
    row->addWidget(progress_);
    row->addWidget(stop);
    hide();
    delay_.setSingleShot(true);
    delay_.setInterval(kNoticeable);
    connect(&delay_, &QTimer::timeout, this, [this] { setVisible(session_.is_busy()); });
    connect(&session_, &Session::busy_changed, this, &BusyIndicator::follow);
    connect(&session_, &Session::progressed, this, [this](const QString& what, int done, int total) {
        what_->setText(what);
        progress_->setRange(0, total);
        progress_->setValue(done);
    });
}

void BusyIndicator::follow() {
    if (!session_.is_busy()) {
        delay_.stop();
        hide();
    } else if (!delay_.isActive() && !isVisible()) {
        what_->setText(tr("Computing"));
        progress_->setRange(0, 0);
        delay_.start();
    }
}

}  // namespace pinstack::gui
