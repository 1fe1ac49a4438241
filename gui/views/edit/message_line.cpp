// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/edit/message_line.hpp"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>

#include "gui/views/edit/severity_look.hpp"
#include "gui/views/theme.hpp"

namespace pinstack::gui {

MessageLine::MessageLine(QWidget* parent) : QWidget(parent), icon_(new QLabel), text_(new QLabel) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(2, 0, 2, 0);
    layout->addWidget(icon_, 0, Qt::AlignTop);
    layout->addWidget(text_, 1);
    text_->setWordWrap(true);
    text_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    text_->setTextFormat(Qt::PlainText);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    // Always as high, so that nothing moves while the user types.
    const int height = 2 * fontMetrics().lineSpacing() + fontMetrics().leading() + 2;
    text_->setFixedHeight(height);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QString MessageLine::text() const { return text_->text(); }

void MessageLine::show_help(const QString& text) { show(text, Severity::none); }

void MessageLine::show_problem(const QString& text, Severity severity) { show(text, severity); }

void MessageLine::show(const QString& text, Severity severity) {
    severity_ = severity;
    text_->setText(text);
    text_->setToolTip(text);
    const Theme theme = Theme::of(palette());
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText,
                     severity == Severity::none ? theme.weak_text : look_of(severity, theme).text);
    text_->setPalette(colours);
    const int size = fontMetrics().height();
    icon_->setVisible(severity != Severity::none);
    if (severity != Severity::none) icon_->setPixmap(icon_of(severity, *style()).pixmap(QSize(size, size)));
}

void MessageLine::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) show(text_->text(), severity_);
}

}  // namespace pinstack::gui
