// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/edit/body_model.hpp"

#include <algorithm>
#include <utility>

namespace pinstack::gui {

namespace {

/// The operation without those inside it.
Operation bare(const Operation& operation) {
    Operation out = operation;
    out.body.clear();
    return out;
}

}  // namespace

void BodyModel::assign(Node& node, const Operation& operation, const System& system) {
    node.own = bare(operation);
    node.name.clear();
    if (operation.kind == OperationKind::lock) node.name = QString::fromStdString(system.locks[operation.lock].name);
    if (operation.kind == OperationKind::wake) node.name = QString::fromStdString(system.tasks[operation.task].name);
}

bool BodyModel::shows(const Node& node, const Operation& operation) {
    return same_operation(node.own, bare(operation)) &&
           std::equal(node.children.begin(), node.children.end(), operation.body.begin(), operation.body.end(),
                      [](const auto& child, const Operation& each) { return shows(*child, each); });
}

void BodyModel::insert(Node& parent, std::size_t at, const Operation& operation, const System& system) {
    auto child = std::make_unique<Node>();
    assign(*child, operation, system);
    child->parent = &parent;
    for (std::size_t i = 0; i < operation.body.size(); ++i) insert(*child, i, operation.body[i], system);
    parent.children.insert(parent.children.begin() + static_cast<std::ptrdiff_t>(at), std::move(child));
    number(parent);
}

void BodyModel::number(Node& parent) {
    for (std::size_t i = 0; i < parent.children.size(); ++i) parent.children[i]->row = static_cast<int>(i);
}

BodyModel::BodyModel(Document& document, const DocumentProblems& problems, QObject* parent)
    : QAbstractItemModel(parent), document_(document), problems_(problems), root_(std::make_unique<Node>()) {
    connect(&document, &Document::opened, this, [this] { set_task(std::nullopt); });
    connect(&problems, &DocumentProblems::changed, this, &BodyModel::follow);
}

BodyModel::~BodyModel() = default;

const Body& BodyModel::body() const { return document_.system().tasks[*task_].body; }

void BodyModel::set_task(std::optional<std::size_t> task) {
    if (task && (!document_.is_open() || *task >= document_.system().tasks.size())) task.reset();
    if (task == task_) return;
    beginResetModel();
    task_ = task;
    root_ = std::make_unique<Node>();
    if (task_) {
        for (std::size_t i = 0; i < body().size(); ++i) insert(*root_, i, body()[i], document_.system());
    }
    endResetModel();
}

void BodyModel::follow() {
    if (!task_) return;
    if (!document_.is_open() || *task_ >= document_.system().tasks.size()) return set_task(std::nullopt);
    sync(*root_, {}, body());
    relabel(*root_);
    tell_all_changed({});
}

void BodyModel::relabel(Node& parent) {
    for (const auto& child : parent.children) {
        assign(*child, child->own, document_.system());
        relabel(*child);
    }
}

void BodyModel::sync(Node& node, const QModelIndex& index, const Body& body) {
    const System& system = document_.system();
    auto& children = node.children;
    std::size_t same = 0;
    while (same < children.size() && same < body.size() && shows(*children[same], body[same])) ++same;
    std::size_t tail = 0;
    while (same + tail < children.size() && same + tail < body.size() &&
           shows(*children[children.size() - 1 - tail], body[body.size() - 1 - tail])) {
        ++tail;
    }
    const std::size_t changed = std::min(children.size(), body.size()) - tail;
    for (std::size_t i = same; i < changed; ++i) {
        assign(*children[i], body[i], system);
        sync(*children[i], this->index(static_cast<int>(i), 0, index), body[i].body);
    }
    const int first = static_cast<int>(changed);
    if (children.size() > body.size()) {
        const std::size_t end = children.size() - tail;
        beginRemoveRows(index, first, static_cast<int>(end) - 1);
        children.erase(children.begin() + first, children.begin() + static_cast<std::ptrdiff_t>(end));
        number(node);
        endRemoveRows();
    } else if (children.size() < body.size()) {
        const std::size_t end = body.size() - tail;
        beginInsertRows(index, first, static_cast<int>(end) - 1);
        for (std::size_t i = changed; i < end; ++i) insert(node, i, body[i], system);
        endInsertRows();
    }
}

void BodyModel::tell_all_changed(const QModelIndex& parent) {
    const int rows = rowCount(parent);
    if (rows == 0) return;
    emit dataChanged(index(0, 0, parent), index(rows - 1, kColumns - 1, parent));
    for (int row = 0; row < rows; ++row) tell_all_changed(index(row, 0, parent));
}

const BodyModel::Node& BodyModel::node(const QModelIndex& index) const {
    return index.isValid() ? *static_cast<const Node*>(index.constInternalPointer()) : *root_;
}

QModelIndex BodyModel::index_of(const BodyPath& path) const {
    QModelIndex at;
    for (const std::size_t place : path) {
        if (static_cast<int>(place) >= rowCount(at)) return {};
        at = index(static_cast<int>(place), 0, at);
    }
    return at;
}

BodyPath BodyModel::path_of(const QModelIndex& index) const {
    BodyPath path;
    for (QModelIndex at = index; at.isValid(); at = at.parent()) path.push_back(static_cast<std::size_t>(at.row()));
    std::reverse(path.begin(), path.end());
    return path;
}

const Operation* BodyModel::operation(const QModelIndex& index) const {
    return index.isValid() && task_ ? operation_at(body(), path_of(index)) : nullptr;
}

QModelIndex BodyModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column, node(parent).children[static_cast<std::size_t>(row)].get());
}

QModelIndex BodyModel::parent(const QModelIndex& child) const {
    if (!child.isValid()) return {};
    const Node* around = node(child).parent;
    return around == root_.get() ? QModelIndex() : createIndex(around->row, 0, around);
}

int BodyModel::rowCount(const QModelIndex& parent) const {
    return parent.column() > 0 ? 0 : static_cast<int>(node(parent).children.size());
}

int BodyModel::columnCount(const QModelIndex&) const { return kColumns; }

QVariant BodyModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
        case Column::operation:
            return tr("Operation");
        case Column::length:
            return tr("Length");
        case Column::lock:
            return tr("Lock");
    }
    return {};
}

QModelIndex BodyModel::add(const QModelIndex& after, OperationKind kind, std::uint32_t lock) {
    const Operation* selected = operation(after);
    BodyPath path = path_of(after);
    if (selected == nullptr) {
        path = {body().size()};
    } else if (is_bracket(selected->kind) && selected->body.empty()) {
        path.push_back(0);  // what an empty bracket lacks is something in it
    } else {
        ++path.back();
    }
    return change_body(tr("New %1").arg(word_of(kind)),
                       [&](Body& changed) { return insert_operation(changed, path, new_operation(kind, lock)); });
}

QModelIndex BodyModel::wrap(const QModelIndex& index, OperationKind bracket, std::uint32_t lock) {
    return change_body(tr("Wrap in %1").arg(word_of(bracket)),
                       [&](Body& changed) { return wrap_operation(changed, path_of(index), bracket, lock); });
}

QModelIndex BodyModel::unwrap(const QModelIndex& index) {
    return change_body(tr("Unwrap"), [&](Body& changed) { return unwrap_operation(changed, path_of(index)); });
}

QModelIndex BodyModel::remove(const QModelIndex& index) {
    return change_body(tr("Operation removed"),
                       [&](Body& changed) { return remove_operation(changed, path_of(index)); });
}

QModelIndex BodyModel::move(const QModelIndex& index, bool down) {
    const BodyPath from = path_of(index);
    Body tried = body();
    if (move_operation(tried, from, down) == from) return index;
    return change_body(down ? tr("Operation down") : tr("Operation up"),
                       [&](Body& changed) { return move_operation(changed, from, down); });
}

template <class Change>
QModelIndex BodyModel::change_body(const QString& words, Change change) {
    System changed = document_.system();
    const BodyPath path = change(changed.tasks[*task_].body);
    const QString name = QString::fromStdString(changed.tasks[*task_].name);
    document_.change(tr("%1 in %2").arg(words, name), std::move(changed));
    return index_of(path);
}

}  // namespace pinstack::gui
