// SPDX-License-Identifier: GPL-3.0-or-later
//
// Values as a person types them into a cell: in the form of the system file, texts without their quotes: 2ms, 5 (in the
// file's unit of time), shift, {"min": 1, "max": 2}. A typed value is put into a small system file that is right but
// for it, and the loader reads that: so checks and messages are those of the command line.
#pragma once

#include <QString>
#include <functional>
#include <string>

#include "model/system/problem.hpp"
#include "model/system/system.hpp"

namespace pinstack::gui {

/// A change of a system that is known to be possible.
using SystemEdit = std::function<void(System&)>;

/// The text as JSON: as it stands where it is a number, true, false, a list or an object, else as a text in quotes.
std::string typed_json(const QString& text);
/// In quotes, whatever it is: of a name.
std::string quoted_json(const QString& text);
/// As typed_json(); "MIN..MAX DISTRIBUTION", the distribution left out or not, as the object that it stands for.
std::string typed_length_json(const QString& text);

/// Reads a small system file. `members` are those beside `pinstack`, as JSON; `time_unit`, `platform` and `tasks` are
/// added where the first of the members is another one. Problems of the whole (its variant, its horizon) are not looked
/// for; those that are found have no place.
Result<System> read_around(const System& system, const std::string& members);
/// The same of the only task: `members` are those of the task beside its name.
Result<Task> read_task_around(const System& system, const std::string& members);

}  // namespace pinstack::gui
