// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/edit/body_pane.hpp"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include "gui/views/edit/cell_delegate.hpp"
#include "gui/views/edit/pane.hpp"

namespace pinstack::gui {

BodyPane::BodyPane(Document& document, BodyModel& model, MessageLine& line, QWidget* parent)
    : QWidget(parent), document_(document), model_(model), tree_(new QTreeView) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    build_actions();
    tree_->setObjectName("body");
    tree_->setModel(&model);
    tree_->setAlternatingRowColors(true);
    tree_->setUniformRowHeights(true);
    tree_->setAllColumnsShowFocus(false);
    tree_->setSelectionBehavior(QAbstractItemView::SelectItems);
    tree_->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                           QAbstractItemView::AnyKeyPressed);
    tree_->header()->setStretchLastSection(true);
    tree_->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    tree_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    layout->addWidget(tree_, 1);
    new CellDelegate(*tree_, line);
    connect(tree_->selectionModel(), &QItemSelectionModel::currentChanged, this, &BodyPane::update_actions);
    connect(&model, &QAbstractItemModel::modelReset, this, [this] {
        tree_->expandAll();
        update_heading();
    });
    // A bracket that comes is to be seen with what it holds; what the user has folded stays so.
    connect(&model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex& around, int first, int last) {
        tree_->expand(around);
        for (int row = first; row <= last; ++row) tree_->expandRecursively(model_.index(row, 0, around));
    });
    connect(&document, &Document::changed, this, &BodyPane::update_heading);
    update_heading();
}

void BodyPane::build_actions() {
    QHBoxLayout* row = heading_row({});
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
    heading_ = static_cast<QLabel*>(row->itemAt(0)->widget());
    add_ = add_button(*this, *row, "add_operation", tr("Add"), tr("A new operation behind the current one"));
    wrap_ = add_button(*this, *row, "wrap_operation", tr("Wrap in"), tr("Put a bracket around the current operation"));
    unwrap_ =
        add_button(*this, *row, "unwrap_operation", tr("Unwrap"), tr("Take the bracket away, keep what it holds"));
    remove_ = add_button(*this, *row, "remove_operation", tr("Remove"),
                         tr("Take the operation out, with what it holds"), QKeySequence(Qt::CTRL | Qt::Key_Delete));
    up_ = add_button(*this, *row, "operation_up", tr("Up"), tr("Before the one above; out of the bracket at its begin"),
                     QKeySequence(Qt::ALT | Qt::Key_Up));
    down_ = add_button(*this, *row, "operation_down", tr("Down"),
                       tr("Behind the one below; out of the bracket at its end"), QKeySequence(Qt::ALT | Qt::Key_Down));
    const auto current = [this] { return tree_->currentIndex(); };
    auto* add_menu = new QMenu(this);
    connect(add_menu, &QMenu::aboutToShow, this, [this, add_menu, current] {
        fill(*add_menu, false,
             [this, current](OperationKind kind, std::uint32_t lock) { return model_.add(current(), kind, lock); });
    });
    auto* wrap_menu = new QMenu(this);
    connect(wrap_menu, &QMenu::aboutToShow, this, [this, wrap_menu, current] {
        fill(*wrap_menu, true,
             [this, current](OperationKind kind, std::uint32_t lock) { return model_.wrap(current(), kind, lock); });
    });
    add_->setMenu(add_menu);
    wrap_->setMenu(wrap_menu);
    for (QToolButton* button : findChildren<QToolButton*>()) {
        if (button->defaultAction()->menu() != nullptr) button->setPopupMode(QToolButton::InstantPopup);
    }
    connect(unwrap_, &QAction::triggered, this, [this, current] { make_current(model_.unwrap(current())); });
    connect(remove_, &QAction::triggered, this, [this, current] { make_current(model_.remove(current())); });
    connect(up_, &QAction::triggered, this, [this, current] { make_current(model_.move(current(), false)); });
    connect(down_, &QAction::triggered, this, [this, current] { make_current(model_.move(current(), true)); });
}

void BodyPane::fill(QMenu& menu, bool only_brackets,
                    const std::function<QModelIndex(OperationKind, std::uint32_t)>& use) {
    menu.clear();
    for (int i = 0; i < static_cast<int>(OperationKind::wake); ++i) {
        const auto kind = static_cast<OperationKind>(i);
        if (only_brackets && !is_bracket(kind)) continue;
        if (kind == OperationKind::section && !only_brackets) menu.addSeparator();
        if (kind != OperationKind::lock) {
            connect(menu.addAction(word_of(kind)), &QAction::triggered, this,
                    [this, use, kind] { make_current(use(kind, 0)); });
            continue;
        }
        const auto& locks = document_.system().locks;
        for (std::uint32_t lock = 0; lock < locks.size(); ++lock) {
            const QString name = QString::fromStdString(locks[lock].name);
            connect(menu.addAction(tr("lock %1").arg(name)), &QAction::triggered, this,
                    [this, use, kind, lock] { make_current(use(kind, lock)); });
        }
    }
}

void BodyPane::set_task(std::optional<std::size_t> task) {
    model_.set_task(task);
    update_heading();
}

void BodyPane::set_current(const BodyPath& path) { make_current(model_.index_of(path)); }

void BodyPane::make_current(const QModelIndex& index) {
    tree_->setCurrentIndex(index);
    tree_->scrollTo(index);
    tree_->setFocus();
}

void BodyPane::update_heading() {
    const bool has_task = model_.task().has_value() && *model_.task() < document_.system().tasks.size();
    heading_->setText(has_task
                          ? tr("Body of %1").arg(QString::fromStdString(document_.system().tasks[*model_.task()].name))
                          : tr("Body"));
    update_actions();
}

void BodyPane::update_actions() {
    const QModelIndex index = tree_->currentIndex();
    const Operation* operation = model_.operation(index);
    add_->setEnabled(model_.task().has_value());
    for (QAction* action : {wrap_, remove_, up_, down_}) action->setEnabled(operation != nullptr);
    unwrap_->setEnabled(operation != nullptr && is_bracket(operation->kind));
}

}  // namespace pinstack::gui
