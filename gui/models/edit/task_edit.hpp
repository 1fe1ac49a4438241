// SPDX-License-Identifier: GPL-3.0-or-later
//
// Changes of one value of a task, and of the list of tasks.
#pragma once

#include <QString>
#include <cstddef>
#include <cstdint>

#include "gui/models/edit/task_column.hpp"
#include "gui/models/edit/typed_value.hpp"

namespace pinstack::gui {

/// The text in place of the value, or why it cannot be read. Rules between values (names are unique, all tasks have a
/// priority or none has, ...) are not looked at: they are the document's problems. A new kind of releases takes what it
/// can of the old one. A deadline that equals the distance of releases stays equal to it.
/// REQUIRES: the task exists; is_editable().
Result<SystemEdit> edit_task(const System& system, std::size_t task, TaskColumn column, const QString& text);

/// The tasks behind move down; the place of a task breaks ties. REQUIRES: at <= number of tasks.
void add_task(System& system, std::size_t at);
/// Under a new name, behind the original. REQUIRES: the task exists, like those below.
void duplicate_task(System& system, std::size_t task);
void remove_task(System& system, std::size_t task);
void move_task(System& system, std::size_t from, std::size_t to);

/// `name` with the first number behind it that makes it a new one: T, T2, T3, ...
std::string unused_name(const std::string& name, const std::vector<std::string>& used);

}  // namespace pinstack::gui
