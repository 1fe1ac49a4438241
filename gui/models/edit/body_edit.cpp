// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/edit/body_edit.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "model/system/quote.hpp"

namespace pinstack::gui {

namespace {

constexpr auto kLastKind = OperationKind::wake;

Body::iterator place_in(Body& list, const BodyPath& path) {
    return list.begin() + static_cast<std::ptrdiff_t>(path.back());
}

bool same_length(const VariableDuration& a, const VariableDuration& b) {
    return a.min == b.min && a.max == b.max && a.distribution == b.distribution;
}

BodyPath with_last(BodyPath path, std::size_t last) {
    path.back() = last;
    return path;
}

}  // namespace

Operation* operation_at(Body& body, const BodyPath& path) {
    Body* list = &body;
    Operation* operation = nullptr;
    for (const std::size_t place : path) {
        if (place >= list->size()) return nullptr;
        operation = &(*list)[place];
        list = &operation->body;
    }
    return operation;
}

const Operation* operation_at(const Body& body, const BodyPath& path) {
    return operation_at(const_cast<Body&>(body), path);
}

Body& list_around(Body& body, const BodyPath& path) {
    const BodyPath around(path.begin(), path.end() - 1);
    return around.empty() ? body : operation_at(body, around)->body;
}

BodyPath path_in_body(std::string_view pointer) {
    // Places and keys take turns; the key of a lock has a `body` of its own, and lengths have keys behind them.
    BodyPath path;
    while (pointer.starts_with('/')) {
        pointer.remove_prefix(1);
        const std::string_view part = pointer.substr(0, pointer.find('/'));
        pointer.remove_prefix(part.size());
        std::size_t place = 0;
        const auto [stop, error] = std::from_chars(part.data(), part.data() + part.size(), place);
        if (error == std::errc{} && stop == part.data() + part.size()) path.push_back(place);
    }
    return path;
}

bool same_operation(const Operation& a, const Operation& b) {
    return a.kind == b.kind && same_length(a.time, b.time) && a.lock == b.lock && a.until_woken == b.until_woken &&
           a.task == b.task && a.count == b.count && a.vma == b.vma &&
           std::equal(a.body.begin(), a.body.end(), b.body.begin(), b.body.end(), same_operation);
}

Operation new_operation(OperationKind kind, std::uint32_t lock) {
    const VariableDuration length{milliseconds(1), milliseconds(1), Distribution::constant};
    if (!is_bracket(kind)) {
        Operation out{kind, length, {}};
        out.count = kind == OperationKind::page_fault ? 1 : 0;
        return out;
    }
    return {kind, {}, {{OperationKind::run, length, {}}}, kind == OperationKind::lock ? lock : 0};
}

BodyPath insert_operation(Body& body, const BodyPath& path, Operation operation) {
    Body& list = list_around(body, path);
    list.insert(place_in(list, path), std::move(operation));
    return path;
}

BodyPath remove_operation(Body& body, const BodyPath& path) {
    Body& list = list_around(body, path);
    list.erase(place_in(list, path));
    if (path.back() < list.size()) return path;
    if (!list.empty()) return with_last(path, list.size() - 1);
    return {path.begin(), path.end() - 1};
}

BodyPath wrap_operation(Body& body, const BodyPath& path, OperationKind bracket, std::uint32_t lock) {
    Operation& operation = *operation_at(body, path);
    Operation around = new_operation(bracket, lock);
    around.body.front() = std::move(operation);
    operation = std::move(around);
    return path;
}

BodyPath unwrap_operation(Body& body, const BodyPath& path) {
    Body& list = list_around(body, path);
    Body held = std::move(operation_at(body, path)->body);
    const bool is_empty = held.empty();
    list.insert(list.erase(place_in(list, path)), std::make_move_iterator(held.begin()),
                std::make_move_iterator(held.end()));
    if (!is_empty || path.back() < list.size()) return path;
    if (!list.empty()) return with_last(path, list.size() - 1);
    return {path.begin(), path.end() - 1};
}

BodyPath move_operation(Body& body, const BodyPath& path, bool down) {
    Body& list = list_around(body, path);
    const std::size_t place = path.back();
    if (down ? place + 1 < list.size() : place > 0) {
        const std::size_t to = down ? place + 1 : place - 1;
        std::swap(list[place], list[to]);
        return with_last(path, to);
    }
    if (path.size() == 1) return path;
    Operation moved = std::move(list[place]);
    list.erase(place_in(list, path));
    BodyPath outside(path.begin(), path.end() - 1);
    if (down) ++outside.back();
    return insert_operation(body, outside, std::move(moved));
}

QString word_of(OperationKind kind) {
    const std::string_view name = name_of(kind);
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

namespace {

/// Can the kind of an operation be changed to the other one, with what it holds?
bool can_become(OperationKind from, OperationKind to) {
    const auto is_plain = [](OperationKind kind) { return kind <= OperationKind::suspend; };
    return from == to || (is_bracket(from) && is_bracket(to)) || (is_plain(from) && is_plain(to));
}

}  // namespace

QStringList kind_choices(const Operation& operation) {
    QStringList words;
    for (int i = 0; i <= static_cast<int>(kLastKind); ++i) {
        const auto kind = static_cast<OperationKind>(i);
        if (!can_become(operation.kind, kind)) continue;
        words << word_of(kind);
    }
    return words;
}

std::optional<OperationKind> parse_kind(const QString& word) {
    for (int i = 0; i <= static_cast<int>(kLastKind); ++i) {
        if (word.toStdString() == name_of(static_cast<OperationKind>(i))) return static_cast<OperationKind>(i);
    }
    return std::nullopt;
}

Result<SystemEdit> edit_kind(const System& system, const OperationPlace& place, const QString& word) {
    const Operation& operation = *operation_at(system.tasks[place.task].body, place.path);
    const auto kind = parse_kind(word);
    if (!kind || !can_become(operation.kind, *kind)) {
        return fail("the operation " + quote(word.toStdString()),
                    is_bracket(operation.kind) ? "another bracket" : "run or suspend",
                    "add a new operation, or wrap this one");
    }
    if (*kind == OperationKind::lock && system.locks.empty()) {
        return fail("a lock, where none is declared", "a lock of the system", "add one to the list of locks first");
    }
    return [place, kind = *kind](System& edited) {
        Operation& changed = *operation_at(edited.tasks[place.task].body, place.path);
        changed.kind = kind;
        // Of a run that varies, the worst case stays: suspensions are constant.
        if (kind == OperationKind::suspend) {
            changed.time = {changed.time.max, changed.time.max, Distribution::constant};
        }
        changed.lock = 0;
        if (changed.until_woken && kind == OperationKind::run) changed.time = new_operation(kind).time;
        changed.until_woken = false;
    };
}

Result<SystemEdit> edit_length(const System& system, const OperationPlace& place, const QString& text) {
    const OperationKind kind = operation_at(system.tasks[place.task].body, place.path)->kind;
    const std::string body =
        kind == OperationKind::run
            ? "[{\"run\": " + typed_length_json(text) + "}]"
            : fmt::format("[{{\"run\": 1}}, {{\"{}\": {}}}]", name_of(kind), typed_json(text));
    Result<Task> read = read_task_around(system, "\"period\": 1, \"body\": " + body);
    if (!read) return tl::unexpected<Problems>(std::move(read.error()));
    return [place, operation = read->body.back()](System& edited) {
        Operation& changed = *operation_at(edited.tasks[place.task].body, place.path);
        changed.time = operation.time;
        changed.until_woken = operation.until_woken;
    };
}

Result<SystemEdit> edit_lock(const System& system, const OperationPlace& place, const QString& name) {
    for (std::size_t i = 0; i < system.locks.size(); ++i) {
        if (system.locks[i].name != name.toStdString()) continue;
        return [place, lock = static_cast<std::uint32_t>(i)](System& edited) {
            operation_at(edited.tasks[place.task].body, place.path)->lock = lock;
        };
    }
    return fail("the undeclared lock " + quote(name.toStdString()), "a lock that `locks` declares",
                "add it to the list of locks first");
}

}  // namespace pinstack::gui
