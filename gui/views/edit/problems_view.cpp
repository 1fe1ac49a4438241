// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/edit/problems_view.hpp"

#include <QHeaderView>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/models/edit/cells.hpp"
#include "gui/models/session.hpp"
#include "gui/models/view_state.hpp"
#include "gui/views/edit/cell_delegate.hpp"
#include "gui/views/edit/severity_look.hpp"
#include "gui/views/theme.hpp"

namespace pinstack::gui {

namespace {

constexpr int kWrapped = 200;  // rows whose height is worth the time to measure

class SeverityDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        const auto severity = static_cast<Severity>(index.data(kSeverityRole).toInt());
        option->palette.setColor(QPalette::Text, look_of(severity, Theme::of(option->palette)).text);
        option->icon = icon_of(severity, *option->widget->style());
        option->features |= QStyleOptionViewItem::HasDecoration;
        const int size = option->fontMetrics.height();
        option->decorationSize = QSize(size, size);
    }
};

}  // namespace

ProblemsView::ProblemsView(Session& session, ViewState& view, QWidget* parent)
    : QWidget(parent), session_(session), view_(view), table_(new QTableView) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(table_);
    table_->setObjectName("problems");
    table_->setModel(&model_);
    table_->setItemDelegateForColumn(0, new SeverityDelegate(table_));
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setTextElideMode(Qt::ElideRight);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(CellDelegate::row_height(fontMetrics()));
    QHeaderView* header = table_->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionResizeMode(QHeaderView::Stretch);
    header->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    header->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    connect(table_, &QTableView::activated, this, &ProblemsView::activate);
    connect(table_, &QTableView::doubleClicked, this, &ProblemsView::activate);
    connect(&model_, &QAbstractItemModel::modelReset, this, &ProblemsView::fit_rows);
    connect(header, &QHeaderView::geometriesChanged, this, &ProblemsView::fit_rows);
}

void ProblemsView::fit_rows() {
    if (model_.rowCount() <= kWrapped) table_->resizeRowsToContents();
    updateGeometry();
}

QSize ProblemsView::sizeHint() const {
    constexpr int kMost = 5;
    int height = table_->horizontalHeader()->sizeHint().height() + 2 * table_->frameWidth();
    for (int row = 0; row < std::min(kMost, model_.rowCount()); ++row) height += table_->rowHeight(row);
    return {QWidget::sizeHint().width(), height};
}

void ProblemsView::activate(const QModelIndex& index) {
    const Document& document = session_.document();
    const Problem& problem = model_.problem(index.row());
    if (!index.isValid() || !document.is_open() || problem.where.line > 0) return;
    const EditPlace place = place_of(problem, document.system());
    if (place.part == EditPlace::Part::task || place.part == EditPlace::Part::body) {
        Selection selection;
        selection.task = static_cast<std::uint32_t>(place.index);
        view_.select(selection);
    }
    emit place_activated(place);
}

}  // namespace pinstack::gui
