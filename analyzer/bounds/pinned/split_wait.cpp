// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/pinned/split_wait.hpp"

#include <algorithm>

namespace pinstack {

SplitWait::At SplitWait::at(std::int64_t a) const {
    std::int64_t room = -cpus_ * a, slack = room;
    for (const Task& task : tasks_) {
        room += std::min(task.work, a + task.on_cpu);
        slack += std::min(task.work, a);
    }
    return {slack >= 0, room};
}

std::int64_t SplitWait::last_with(std::int64_t least, bool with_on_cpu) const {
    std::int64_t a = (all_work_ - least) / cpus_;  // as if nothing were clipped
    for (;;) {
        std::int64_t offset = -least, rising = 0;  // of the line that touches at A
        for (const Task& task : tasks_) {
            const std::int64_t clip = with_on_cpu ? task.on_cpu : 0;
            const bool rises = task.work > a + clip;
            offset += rises ? clip : task.work;
            rising += rises ? 1 : 0;
        }
        if (offset + (rising - cpus_) * a >= 0) return a;
        a = offset / (cpus_ - rising);
    }
}

std::int64_t SplitWait::longest() const {
    const std::int64_t most = std::min(all_on_cpu_, most_blocked_);
    const auto last = [&] {
        const std::int64_t a = last_with(0, false);
        return most == 0 ? a : a + std::min(most, at(a).room);
    };
    if (most == 0 || edges_.empty()) return last();
    // Up to its summit A + room does not fall, as m - 1 tasks make up for what one more of A takes; then it does.
    const std::int64_t summit = edges_.back();
    const At at_summit = at(summit);
    if (!at_summit.is_possible) return last();
    if (at_summit.room <= most) return summit + at_summit.room;
    // Beyond, A makes up for what B loses until B is less than the most; then B loses more.
    const std::int64_t crossing = last_with(most, true);
    return at(crossing).is_possible ? crossing + most : last();
}

}  // namespace pinstack
