// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/timeline/task_labels.hpp"

#include <QFontMetrics>

namespace pinstack::gui {

const TaskLabels::Label& TaskLabels::of(std::uint32_t task) {
    std::optional<Label>& label = labels_[task];
    if (!label) {
        const QString name = QString::fromStdString(system_->tasks[task].name);
        label.emplace();
        label->text.setTextFormat(Qt::PlainText);
        label->text.setText(name);
        label->text.setPerformanceHint(QStaticText::AggressiveCaching);
        label->text.prepare({}, font_);
        const QFontMetrics metrics(font_);
        label->width = metrics.horizontalAdvance(name);
        label->height = metrics.height();
    }
    return *label;
}

}  // namespace pinstack::gui
