// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/compare/compare_view.hpp"

#include <QEvent>

namespace pinstack::gui {

CompareView::CompareView(ComparedRuns& runs, ViewState& view, QWidget* parent)
    : QWidget(parent), runs_(runs), view_(view) {
    connect(&runs, &ComparedRuns::changed, this, &CompareView::mark_old);
}

void CompareView::set_task(std::uint32_t task) {
    if (task_ == task) return;
    task_ = task;
    if (is_of_task()) mark_old();
}

QString CompareView::name_of_run(std::size_t run) const { return runs_.index(static_cast<int>(run)).data().toString(); }

void CompareView::mark_old() {
    is_old_ = true;
    if (isVisible()) refresh();
}

void CompareView::refresh() {
    is_old_ = false;
    if (runs_.is_empty() || task_ >= runs_.system().tasks.size()) {
        clear();
    } else {
        rebuild();
    }
}

void CompareView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (is_old_) refresh();
}

void CompareView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) mark_old();
}

}  // namespace pinstack::gui
