// SPDX-License-Identifier: Apache-2.0
#include "model/memory/rw_lock.hpp"

#include <algorithm>

namespace pinstack {

bool RwLock::take(TaskIndex task, Use use) {
    const bool is_closed = is_written_ || !waiters_.empty() || (use == Use::writing && readers_ > 0);
    if (is_closed) {
        waiters_.push_back({task, use});
    } else if (use == Use::writing) {
        is_written_ = true;
    } else {
        ++readers_;
    }
    return !is_closed;
}

std::vector<TaskIndex> RwLock::leave() {
    is_written_ ? static_cast<void>(is_written_ = false) : static_cast<void>(--readers_);
    std::vector<TaskIndex> entered;
    if (readers_ > 0 || waiters_.empty()) return entered;
    if (waiters_.front().use == Use::writing) {
        entered.push_back(waiters_.front().task);
        waiters_.pop_front();
        is_written_ = true;
        return entered;
    }
    for (const Waiter& waiter : waiters_) {
        if (waiter.use == Use::reading) entered.push_back(waiter.task);
    }
    std::erase_if(waiters_, [](const Waiter& waiter) { return waiter.use == Use::reading; });
    readers_ = static_cast<int>(entered.size());
    return entered;
}

}  // namespace pinstack
