// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where in the editor the value stands that a JSON pointer of a problem names.
#pragma once

#include <QString>
#include <cstddef>
#include <cstdint>

#include "gui/models/edit/body_edit.hpp"
#include "gui/models/edit/task_column.hpp"
#include "model/system/problem.hpp"

namespace pinstack::gui {

struct EditPlace {
    enum class Part : std::uint8_t {
        file,     ///< the whole, or what the editor does not show
        setting,  ///< settings()[index]
        lock,     ///< the lock of that index; the list where there is none
        task,     ///< a cell of the table: task and column
        body,  ///< an operation: task and path (the empty one: the body, which is the cell of its execution time too)
    };
    Part part = Part::file;
    std::size_t index = 0;  ///< of the setting, the lock, the task
    TaskColumn column = TaskColumn::name;
    BodyPath path;

    friend bool operator==(const EditPlace&, const EditPlace&) = default;
};

/// The place of the innermost value that the editor shows. A problem of a whole task that names a key which it has not
/// ("no `home_cpu` on 2 of 3 tasks") is at the cell of that key.
EditPlace place_of(const Problem& problem, const System& system);

/// "line 3:7, /tasks/3/period"; "T3: /period", where the name of the task is known. `system`: of the problem, or none.
QString place_text(const Problem& problem, const System* system);

/// "found ..., expected ...", and the hint behind it.
QString problem_text(const Problem& problem);

}  // namespace pinstack::gui
