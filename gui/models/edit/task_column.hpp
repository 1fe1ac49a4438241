// SPDX-License-Identifier: GPL-3.0-or-later
//
// The columns of the table of tasks: what they are called, and what stands in their cells.
#pragma once

#include <QString>
#include <QStringList>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "model/system/system.hpp"

namespace pinstack::gui {

enum class TaskColumn : std::uint8_t {
    name,
    priority,
    release_kind,  ///< the key of the file: period, min_interarrival or releases
    releases,      ///< its value
    deadline,
    wcet,  ///< of the whole body
    utilization,
    offset,
    jitter,
    home_cpu,
    affinity,
    policy,
    working_set,
};
inline constexpr int kTaskColumns = 13;

QString heading_of(TaskColumn column);
/// What it is and how it is written.
QString help_of(TaskColumn column);

/// As it is shown, and as it is edited: parse it and nothing changes. Blank where the file would leave it out.
QString text_of(const Task& task, TaskColumn column);
/// The words among which the user chooses; empty where he types.
QStringList choices_of(TaskColumn column);
/// Not: utilization, and the execution time of a body of several operations.
bool is_editable(const Task& task, TaskColumn column);
/// Is its text a number, or a time?
bool is_number(TaskColumn column);

/// The column of a key of a task in the system file. `body`: wcet. Nothing where there is none.
std::optional<TaskColumn> column_of_key(std::string_view key);

}  // namespace pinstack::gui
