// SPDX-License-Identifier: GPL-3.0-or-later
//
// Bodies as trees: where an operation stands, and changes of it. An operation is named by a path of places, the
// outermost list first; the empty path is the body itself.
#pragma once

#include <QString>
#include <QStringList>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gui/models/edit/typed_value.hpp"

namespace pinstack::gui {

using BodyPath = std::vector<std::size_t>;

/// nullptr where there is no such operation, and for the empty path.
const Operation* operation_at(const Body& body, const BodyPath& path);
Operation* operation_at(Body& body, const BodyPath& path);
/// The list that the operation is in. REQUIRES: path is not empty; the brackets around it exist.
Body& list_around(Body& body, const BodyPath& path);

/// "/1/section/0" and beyond, behind ".../body" of a JSON pointer: the path of the innermost operation that it names.
BodyPath path_in_body(std::string_view pointer);

bool same_operation(const Operation& a, const Operation& b);  ///< with all that is in it

/// What a new operation is until the user changes it: 1 ms; a bracket holds such a run.
Operation new_operation(OperationKind kind, std::uint32_t lock = 0);

// Each returns where the operation stands afterwards. REQUIRES: operation_at(body, path) exists, but for insert.
/// Before the one that is there now. REQUIRES: list_around(body, path) has it, or ends there.
BodyPath insert_operation(Body& body, const BodyPath& path, Operation operation);
/// What is selected next: what follows, else what is before it, else what is around it.
BodyPath remove_operation(Body& body, const BodyPath& path);
BodyPath wrap_operation(Body& body, const BodyPath& path, OperationKind bracket, std::uint32_t lock = 0);
/// The bracket goes, what it held stays. REQUIRES: it is a bracket.
BodyPath unwrap_operation(Body& body, const BodyPath& path);
/// By one place among its neighbours; at an end of a bracket, out of it. The same path: it is at an end of the body.
BodyPath move_operation(Body& body, const BodyPath& path, bool down);

/// As in the file: "migrate_disable".
QString word_of(OperationKind kind);
/// The kinds that an operation can be turned into as it is: lengths into each other, brackets into each other.
QStringList kind_choices(const Operation& operation);
std::optional<OperationKind> parse_kind(const QString& word);

struct OperationPlace {
    std::size_t task = 0;
    BodyPath path;
};
// The text in place of what is there. Problems of the whole body are the document's, not looked at here.
Result<SystemEdit> edit_kind(const System& system, const OperationPlace& place, const QString& word);
Result<SystemEdit> edit_length(const System& system, const OperationPlace& place, const QString& text);
Result<SystemEdit> edit_lock(const System& system, const OperationPlace& place, const QString& name);

}  // namespace pinstack::gui
