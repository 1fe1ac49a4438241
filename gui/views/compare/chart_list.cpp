// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/compare/chart_list.hpp"

#include <QLabel>
#include <QVBoxLayout>

namespace pinstack::gui {

ChartList::ChartList(QWidget* parent) : QScrollArea(parent) {
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget;
    content->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(true);
    column_ = new QVBoxLayout(content);
    column_->setContentsMargins({});
    column_->setSpacing(0);
    setWidget(content);
}

void ChartList::clear() {
    while (QLayoutItem* item = column_->takeAt(0)) {
        // Later: what is replaced may be what the signal came from.
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
}

void ChartList::add(const QString& heading, QWidget* chart, int stretch) {
    add_text("<b>" + heading + "</b>");
    column_->addWidget(chart, stretch);
}

void ChartList::add_text(const QString& text) {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::RichText);
    label->setWordWrap(true);
    label->setContentsMargins(fontMetrics().averageCharWidth() * 2, fontMetrics().height() / 3, 0, 0);
    column_->addWidget(label);
}

QString swatch(const QColor& colour) { return QString("<span style=\"color:%1\">&#9632;</span> ").arg(colour.name()); }

}  // namespace pinstack::gui
