// SPDX-License-Identifier: Apache-2.0
#include "model/section/lock_table.hpp"

#include <utility>

namespace pinstack {

void LockTable::take(LockId lock, TaskIndex task) {
    if (tasks_[at(task)].wanted != kNoLock) leave(task);
    locks_[at(lock)].owner = task;
    tasks_[at(task)].held.push_back(lock);
}

void LockTable::release(LockId lock, TaskIndex task) {
    locks_[at(lock)].owner = kNoTask;
    std::vector<LockId>& held = tasks_[at(task)].held;
    held.erase(std::find(held.begin(), held.end(), lock));
}

void LockTable::wait(LockId lock, Waiter waiter) {
    std::vector<Waiter>& waiters = locks_[at(lock)].waiters;
    const auto comes_after = [](const Waiter& a, const Waiter& b) {
        return std::pair(a.key, a.place) < std::pair(b.key, b.place);
    };
    waiters.insert(std::upper_bound(waiters.begin(), waiters.end(), waiter, comes_after), waiter);
    tasks_[at(waiter.task)].wanted = lock;
}

void LockTable::move(TaskIndex task, std::int64_t key, std::int64_t place) {
    const LockId lock = tasks_[at(task)].wanted;
    leave(task);
    wait(lock, {key, place, task});
}

void LockTable::leave(TaskIndex task) {
    LockId& wanted = tasks_[at(task)].wanted;
    std::erase_if(locks_[at(wanted)].waiters, [task](const Waiter& waiter) { return waiter.task == task; });
    wanted = kNoLock;
}

std::int64_t LockTable::inherited(TaskIndex task, std::int64_t own) const {
    for (const LockId lock : tasks_[at(task)].held) {
        if (has_waiters(lock)) own = std::min(own, first(lock).key);
    }
    return own;
}

std::vector<LockTable::WaitsFor> LockTable::circle(TaskIndex task) const {
    std::vector<WaitsFor> chain;
    for (TaskIndex each = task; each != kNoTask && wanted_by(each) != kNoLock && chain.size() <= tasks_.size();
         each = owner(wanted_by(each))) {
        chain.push_back({each, wanted_by(each)});
        if (owner(wanted_by(each)) == task) return chain;
    }
    return {};
}

}  // namespace pinstack
