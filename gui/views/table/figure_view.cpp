// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/table/figure_view.hpp"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QMessageBox>
#include <QProxyStyle>
#include <algorithm>

#include "gui/models/export/csv_export.hpp"
#include "gui/views/table/figure_delegate.hpp"

namespace pinstack::gui {

namespace {

QString row_text(const QAbstractItemModel& model, int row) {
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column) {
        cells << (row < 0 ? model.headerData(column, Qt::Horizontal) : model.index(row, column).data())
                     .toString()
                     .replace('\n', ' ');
    }
    return cells.join('\t') + '\n';
}

/// Cells whose text does not touch that of their neighbours.
class RoomyStyle : public QProxyStyle {
public:
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override {
        const int usual = QProxyStyle::pixelMetric(metric, option, widget);
        const bool is_margin = metric == PM_FocusFrameHMargin && widget != nullptr;
        return is_margin ? usual + widget->fontMetrics().averageCharWidth() / 2 : usual;
    }
};

}  // namespace

FigureView::FigureView(FigureTable& table, ViewState& view, QWidget* parent)
    : QTableView(parent), table_(table), view_(view) {
    setModel(&table);
    setItemDelegate(new FigureDelegate(this));
    auto* style = new RoomyStyle;
    style->setParent(this);
    setStyle(style);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    setFrameShape(NoFrame);
    setHorizontalScrollMode(ScrollPerPixel);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    // A million rows: one height for all, and only the first ones are measured.
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(fontMetrics().height());
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 5 / 4 + 2);
    horizontalHeader()->setResizeContentsPrecision(100);
    horizontalHeader()->setSortIndicatorClearable(true);
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    horizontalHeader()->setHighlightSections(false);
    setSortingEnabled(true);
    connect(&table, &QAbstractItemModel::modelReset, this, &FigureView::content_changed);
    connect(&table, &QAbstractItemModel::layoutChanged, this, [this] {
        if (is_wrapped_) resizeRowsToContents();
        follow_selection();
    });
    connect(&view, &ViewState::selection_changed, this, &FigureView::follow_selection);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &FigureView::user_chose);
    content_changed();
}

void FigureView::set_wrapped(bool wrapped) {
    is_wrapped_ = wrapped;
    setWordWrap(wrapped);
}

void FigureView::user_chose() {
    if (is_following_ || !selectionModel()->hasSelection()) return;
    const int row = currentIndex().row();
    if (row < 0 || !selectionModel()->isRowSelected(row)) return;
    const Selection selection = table_.selection_of(row);
    if (selection.is_empty()) return;
    view_.select(selection);
    if (const auto window = table_.window_of(row)) view_.bring_into_view(*window);
}

void FigureView::follow_selection() {
    const int row = table_.row_of(view_.selection());
    is_following_ = true;
    if (row < 0) {
        // What is chosen here selects nothing anywhere, or something else was selected.
        if (!view_.selection().is_empty()) clearSelection();
    } else if (!selectionModel()->isRowSelected(row)) {
        const QModelIndex index = table_.index(row, std::max(0, currentIndex().column()));
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        scrollTo(index);
    }
    is_following_ = false;
}

void FigureView::content_changed() {
    const int last = table_.columnCount() - 1;
    const QVariant alignment = table_.headerData(last, Qt::Horizontal, Qt::TextAlignmentRole);
    horizontalHeader()->setStretchLastSection(false);
    resizeColumnsToContents();
    // Numbers far at the right belong to no heading for the eye.
    horizontalHeader()->setStretchLastSection(alignment.value<Qt::Alignment>().testFlag(Qt::AlignLeft));
    if (is_wrapped_) resizeRowsToContents();
    follow_selection();
}

int FigureView::sizeHintForColumn(int column) const {
    // A long text must not push the other columns out of sight, and at the end it gets what room there is; its tooltip
    // has it all.
    const int most = column + 1 == table_.columnCount() ? 30 : 45;
    return std::min(QTableView::sizeHintForColumn(column), fontMetrics().averageCharWidth() * most);
}

void FigureView::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    if (is_wrapped_) resizeRowsToContents();
}

void FigureView::copy() {
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    QString text;
    if (rows.isEmpty()) {
        for (int row = -1; row < table_.rowCount(); ++row) text += row_text(table_, row);
    } else {
        for (const QModelIndex& index : rows) text += row_text(table_, index.row());
    }
    QGuiApplication::clipboard()->setText(text);
}

void FigureView::save_csv() {
    const QString file = QFileDialog::getSaveFileName(this, tr("Save table"), {}, tr("Table (*.csv)"));
    if (file.isEmpty()) return;
    const Problems problems = export_csv(table_, file);
    if (!problems.empty()) QMessageBox::warning(this, tr("Save table"), words(problems.front().found));
}

void FigureView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        copy();
    } else {
        QTableView::keyPressEvent(event);
    }
}

void FigureView::contextMenuEvent(QContextMenuEvent* event) {
    const QModelIndex index = indexAt(event->pos());
    QMenu menu(this);
    if (index.isValid()) {
        const QString text = index.data().toString();
        menu.addAction(tr("Copy cell: %1").arg(text.left(40)), this,
                       [text] { QGuiApplication::clipboard()->setText(text); });
        menu.addAction(tr("Copy rows"), QKeySequence::Copy, this, &FigureView::copy);
    }
    menu.addAction(tr("Copy table"), this, [this] {
        clearSelection();
        copy();
    });
    menu.addAction(tr("Save table as CSV..."), this, &FigureView::save_csv);
    menu.exec(event->globalPos());
}

}  // namespace pinstack::gui
