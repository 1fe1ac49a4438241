// SPDX-License-Identifier: GPL-3.0-or-later
//
// The body of one task of the open document as a tree of operations. Changes go through the document.
//
// The nodes are a copy of the body, and follow it by insertions and removals as few as a common beginning and end
// show, so that a view keeps what is unfolded and selected.
#pragma once

#include <QAbstractItemModel>
#include <memory>
#include <optional>
#include <vector>

#include "gui/models/edit/body_edit.hpp"
#include "gui/models/edit/cells.hpp"

namespace pinstack::gui {

class BodyModel : public QAbstractItemModel, public TypedCells {
    Q_OBJECT

public:
    enum class Column : std::uint8_t {
        operation,
        length,  ///< of a bracket: the worst-case execution time in it
        lock,
    };
    static constexpr int kColumns = 3;

    BodyModel(Document& document, const DocumentProblems& problems, QObject* parent = nullptr);
    ~BodyModel() override;

    /// Nothing: shows nothing.
    void set_task(std::optional<std::size_t> task);
    std::optional<std::size_t> task() const { return task_; }

    QModelIndex index_of(const BodyPath& path) const;  ///< invalid: the empty path, or no such operation
    BodyPath path_of(const QModelIndex& index) const;  ///< empty of an invalid index
    const Operation* operation(const QModelIndex& index) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    Problems refusal(const QModelIndex& index, const QString& text) const override;

    // Each is one step of the history, and returns where the operation is then. REQUIRES: task() is there; indexes are
    // valid but where it says otherwise; a lock exists where the kind is `lock`.
    QModelIndex add(const QModelIndex& after, OperationKind kind, std::uint32_t lock = 0);  ///< invalid: at the end
    QModelIndex wrap(const QModelIndex& index, OperationKind bracket, std::uint32_t lock = 0);
    QModelIndex unwrap(const QModelIndex& index);
    QModelIndex remove(const QModelIndex& index);
    QModelIndex move(const QModelIndex& index, bool down);

private:
    struct Node {
        Operation own;  // without what is in it
        QString name;   // of the lock that it takes, or of the task that it wakes
        Node* parent = nullptr;
        int row = 0;
        std::vector<std::unique_ptr<Node>> children;
    };
    static void assign(Node& node, const Operation& operation, const System& system);
    static bool shows(const Node& node, const Operation& operation);
    static void insert(Node& parent, std::size_t at, const Operation& operation, const System& system);
    static void number(Node& parent);
    void follow();
    void sync(Node& node, const QModelIndex& index, const Body& body);
    void relabel(Node& parent);  // locks and tasks may have other names and places
    void tell_all_changed(const QModelIndex& parent);
    Result<SystemEdit> edit(const QModelIndex& index, const QString& text) const;
    template <class Change>
    QModelIndex change_body(const QString& words, Change change);
    const Node& node(const QModelIndex& index) const;
    static Duration length_of(const Node& node);
    static QString length_text(const Node& node);
    static QString text_of(const Node& node, Column column);
    const Body& body() const;

    Document& document_;
    const DocumentProblems& problems_;
    std::optional<std::size_t> task_;
    std::unique_ptr<Node> root_;
};

}  // namespace pinstack::gui
