// SPDX-License-Identifier: GPL-3.0-or-later
//
// The body of a task as a tree, and what can be done with its operations.
#pragma once

#include <QWidget>

#include "gui/models/edit/body_model.hpp"

class QAction;
class QLabel;
class QMenu;
class QTreeView;

namespace pinstack::gui {

class MessageLine;

class BodyPane : public QWidget {
    Q_OBJECT

public:
    BodyPane(Document& document, BodyModel& model, MessageLine& line, QWidget* parent = nullptr);

    void set_task(std::optional<std::size_t> task);
    void set_current(const BodyPath& path);
    QTreeView& tree() { return *tree_; }

private:
    void build_actions();
    void fill(QMenu& menu, bool only_brackets, const std::function<QModelIndex(OperationKind, std::uint32_t)>& use);
    void make_current(const QModelIndex& index);
    void update_heading();
    void update_actions();

    Document& document_;
    BodyModel& model_;
    QTreeView* tree_;
    QLabel* heading_ = nullptr;
    QAction *add_ = nullptr, *wrap_ = nullptr, *unwrap_ = nullptr, *remove_ = nullptr, *up_ = nullptr, *down_ = nullptr;
};

}  // namespace pinstack::gui
