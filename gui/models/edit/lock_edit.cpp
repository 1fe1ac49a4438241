// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/edit/lock_edit.hpp"

#include <algorithm>

#include "gui/models/edit/task_edit.hpp"
#include "model/system/quote.hpp"

namespace pinstack::gui {

namespace {

bool takes(const Body& body, std::size_t lock) {
    return std::any_of(body.begin(), body.end(), [&](const Operation& operation) {
        return (operation.kind == OperationKind::lock && operation.lock == lock) || takes(operation.body, lock);
    });
}

void close_gap(Body& body, std::size_t removed) {
    for (Operation& operation : body) {
        if (operation.kind == OperationKind::lock && operation.lock > removed) --operation.lock;
        close_gap(operation.body, removed);
    }
}

Result<Lock> read_lock(const System& system, const std::string& name, const std::string& kind) {
    Result<System> read = read_around(system, "\"locks\": {" + name + ": " + kind + "}");
    if (!read) return tl::unexpected<Problems>(std::move(read.error()));
    return std::move(read->locks.front());
}

}  // namespace

QStringList users_of_lock(const System& system, std::size_t lock) {
    QStringList names;
    for (const Task& task : system.tasks) {
        if (takes(task.body, lock)) names << QString::fromStdString(task.name);
    }
    return names;
}

QStringList lock_kinds() { return {"spinlock", "raw_spinlock", "mutex", "local_lock", "cpu_hotplug"}; }

Result<SystemEdit> rename_lock(const System& system, std::size_t lock, const QString& name) {
    const auto read = read_lock(system, quoted_json(name.trimmed()), "\"mutex\"");
    if (!read) return tl::unexpected<Problems>(read.error());
    for (std::size_t i = 0; i < system.locks.size(); ++i) {
        if (i == lock || system.locks[i].name != read->name) continue;
        return fail("the name " + quote(read->name) + ", which another lock has", "a name that no other lock has",
                    "rename one of the two");
    }
    return [lock, to = read->name](System& edited) { edited.locks[lock].name = to; };
}

Result<SystemEdit> set_lock_kind(const System& system, std::size_t lock, const QString& word) {
    const auto read = read_lock(system, "\"L\"", typed_json(word));
    if (!read) return tl::unexpected<Problems>(read.error());
    return [lock, kind = read->kind](System& edited) { edited.locks[lock].kind = kind; };
}

Result<SystemEdit> remove_lock(const System& system, std::size_t lock) {
    const QStringList users = users_of_lock(system, lock);
    if (!users.isEmpty()) {
        return fail("the lock " + quote(system.locks[lock].name) + ", which " + users.front().toStdString() +
                        (users.size() > 1 ? " and others take" : " takes"),
                    "a lock that no task takes", "take it out of the bodies first");
    }
    return [lock](System& edited) {
        edited.locks.erase(edited.locks.begin() + static_cast<std::ptrdiff_t>(lock));
        for (Task& task : edited.tasks) close_gap(task.body, lock);
    };
}

void add_lock(System& system) {
    std::vector<std::string> names;
    for (const Lock& lock : system.locks) names.push_back(lock.name);
    system.locks.push_back({unused_name("L", names), LockKind::mutex});
}

}  // namespace pinstack::gui
