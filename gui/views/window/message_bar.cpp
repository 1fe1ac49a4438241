// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/window/message_bar.hpp"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

namespace pinstack::gui {

MessageBar::MessageBar(QWidget* parent) : QFrame(parent) {
    setObjectName("messages");
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    setForegroundRole(QPalette::ToolTipText);
    text_ = new QLabel;
    text_->setWordWrap(true);
    text_->setForegroundRole(QPalette::ToolTipText);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    action_ = new QPushButton;
    action_->setObjectName("message_action");
    connect(action_, &QPushButton::clicked, this, [this] {
        hide();
        if (act_) act_();
    });
    auto* close = new QPushButton(tr("Dismiss"));
    close->setObjectName("message_dismiss");
    connect(close, &QPushButton::clicked, this, &QWidget::hide);
    details_ = new QPlainTextEdit;
    details_->setReadOnly(true);
    details_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    auto* row = new QHBoxLayout;
    row->addWidget(text_, 1);
    row->addWidget(action_);
    row->addWidget(close);
    auto* column = new QVBoxLayout(this);
    column->addLayout(row);
    column->addWidget(details_);
    hide();
}

QString MessageBar::text() const { return text_->text(); }
QString MessageBar::details() const { return details_->toPlainText(); }

void MessageBar::show_error(const QString& text, const QString& details) {
    constexpr int kMostLines = 8;
    text_->setText(text);
    action_->hide();
    details_->setPlainText(details.trimmed());
    details_->setVisible(!details.isEmpty());
    const int lines = std::min(details_->document()->blockCount(), kMostLines);
    details_->setFixedHeight(details_->fontMetrics().lineSpacing() * (lines + 1));
    show();
}

void MessageBar::show_question(const QString& text, const QString& answer, std::function<void()> act) {
    text_->setText(text);
    act_ = std::move(act);
    action_->setText(answer);
    action_->show();
    details_->clear();
    details_->hide();
    show();
}

}  // namespace pinstack::gui
