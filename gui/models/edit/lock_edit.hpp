// SPDX-License-Identifier: GPL-3.0-or-later
//
// Changes of the list of locks. Operations name locks by their places in it, so these go along.
#pragma once

#include <QString>
#include <QStringList>
#include <cstddef>

#include "gui/models/edit/typed_value.hpp"

namespace pinstack::gui {

/// The names of the tasks that take it, in file order.
QStringList users_of_lock(const System& system, std::size_t lock);
QStringList lock_kinds();

/// Refused where another lock has the name: a file cannot say that. REQUIRES: the lock exists, as below.
Result<SystemEdit> rename_lock(const System& system, std::size_t lock, const QString& name);
Result<SystemEdit> set_lock_kind(const System& system, std::size_t lock, const QString& word);
/// Refused while a task takes it.
Result<SystemEdit> remove_lock(const System& system, std::size_t lock);
/// At the end of the list, under a new name.
void add_lock(System& system);

}  // namespace pinstack::gui
