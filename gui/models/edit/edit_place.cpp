// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/edit/edit_place.hpp"

#include <QCoreApplication>
#include <charconv>
#include <optional>

#include "gui/models/edit/setting.hpp"

namespace pinstack::gui {

namespace {

/// Takes the first part off the pointer ("/tasks/3": "tasks"), as RFC 6901 writes it.
std::string take_part(std::string_view& pointer) {
    if (pointer.starts_with('/')) pointer.remove_prefix(1);
    const std::string_view part = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(part.size());
    std::string out;
    for (std::size_t i = 0; i < part.size(); ++i) {
        const bool is_escape = part[i] == '~' && i + 1 < part.size();
        out += !is_escape ? part[i] : part[++i] == '1' ? '/' : '~';
    }
    return out;
}

std::optional<std::size_t> number_of(const std::string& part) {
    std::size_t number = 0;
    const auto [stop, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    if (error != std::errc{} || stop != part.data() + part.size()) return std::nullopt;
    return number;
}

/// The first key of a task that the text names in back quotes.
std::optional<TaskColumn> column_named(std::string_view text) {
    for (std::size_t begin = text.find('`'); begin != std::string_view::npos;) {
        const std::size_t end = text.find('`', begin + 1);
        if (end == std::string_view::npos) break;
        if (const auto column = column_of_key(text.substr(begin + 1, end - begin - 1))) return column;
        begin = text.find('`', end + 1);
    }
    return std::nullopt;
}

EditPlace place_in_task(const Problem& problem, std::string_view pointer, const System& system) {
    const std::optional<std::size_t> task = number_of(take_part(pointer));
    if (!task || *task >= system.tasks.size()) return {};
    EditPlace place{EditPlace::Part::task, *task, TaskColumn::name, {}};
    if (pointer.empty()) {
        place.column = column_named(problem.found).value_or(TaskColumn::name);
        return place;
    }
    const std::string key = take_part(pointer);
    place.column = column_of_key(key).value_or(TaskColumn::name);
    if (key != "body") return place;
    place.part = EditPlace::Part::body;
    place.path = path_in_body(pointer);
    while (!place.path.empty() && operation_at(system.tasks[*task].body, place.path) == nullptr) place.path.pop_back();
    return place;
}

}  // namespace

EditPlace place_of(const Problem& problem, const System& system) {
    std::string_view pointer = problem.where.pointer;
    const std::string first = take_part(pointer);
    if (first == "tasks") {
        if (!pointer.empty()) return place_in_task(problem, pointer, system);
        // Of all tasks together: the default horizon, which they make impossible, and which the user can change. Or
        // there is none.
        if (system.tasks.empty()) return {};
        return {EditPlace::Part::setting, setting_at("/horizon"), TaskColumn::name, {}};
    }
    if (first == "locks") {
        const std::string name = take_part(pointer);
        EditPlace place{EditPlace::Part::lock, 0, TaskColumn::name, {}};
        while (place.index < system.locks.size() && system.locks[place.index].name != name) ++place.index;
        return place;
    }
    const std::size_t setting = setting_at(problem.where.pointer);
    if (setting == settings().size()) return {};
    return {EditPlace::Part::setting, setting, TaskColumn::name, {}};
}

QString place_text(const Problem& problem, const System* system) {
    const Place& where = problem.where;
    QString pointer = QString::fromStdString(where.pointer);
    if (where.line > 0) {
        const QString line = QCoreApplication::translate("EditPlace", "line %1:%2").arg(where.line).arg(where.column);
        return pointer.isEmpty() ? line : line + ", " + pointer;
    }
    if (system != nullptr) {
        std::string_view rest = where.pointer;
        if (take_part(rest) == "tasks") {
            const auto task = number_of(take_part(rest));
            if (task && *task < system->tasks.size()) {
                const QString name = QString::fromStdString(system->tasks[*task].name);
                return rest.empty() ? name : name + ": " + QString::fromUtf8(rest.data(), qsizetype(rest.size()));
            }
        }
    }
    return pointer.isEmpty() ? QCoreApplication::translate("EditPlace", "the file") : pointer;
}

QString problem_text(const Problem& problem) {
    QString text = QCoreApplication::translate("EditPlace", "found %1, expected %2")
                       .arg(QString::fromStdString(problem.found), QString::fromStdString(problem.expected));
    if (!problem.hint.empty()) {
        text += "\n" + QCoreApplication::translate("EditPlace", "hint: %1").arg(QString::fromStdString(problem.hint));
    }
    return text;
}

}  // namespace pinstack::gui
