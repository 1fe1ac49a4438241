// SPDX-License-Identifier: Apache-2.0
//
// The constant bandwidth server of one SCHED_DEADLINE task: what struct sched_dl_entity holds, and the rules by which
// kernel/sched/deadline.c (6.1) gives it runtime and moves its deadline. It knows no queue and no CPU.
//
// Times are exact: the kernel compares bandwidths in units of 1024 ns (DL_SCALE), here they are compared in ns. Left
// out: GRUB reclaiming, scaling by frequency and capacity.
#pragma once

#include <cstdint>

#include "model/task/task.hpp"

namespace pinstack::linux_dl {

struct DeadlineServer {
    Reservation reserved;
    std::int64_t runtime = 0;   ///< what is left of it; below 0 after an overrun with interrupts off
    std::int64_t deadline = 0;  ///< absolute
    bool has_begun = false;     ///< the task was woken at least once
    bool is_throttled = false;  ///< until replenish()

    /// dl_next_period(): when a throttled server is replenished.
    std::int64_t next_period() const { return deadline - reserved.deadline.ns + reserved.period.ns; }

    /// A new period begins.
    void begin_period(std::int64_t now) {
        deadline = now + reserved.deadline.ns;
        runtime = reserved.runtime.ns;
    }

    /// enqueue_task_dl() of a task that is woken: dl_check_constrained_dl() and update_dl_entity(). Returns whether it
    /// is to be throttled until next_period(). REQUIRES: not throttled.
    bool wake(std::int64_t now) {
        if (!has_begun) {
            has_begun = true;
            begin_period(now);
            return false;
        }
        const bool is_constrained = reserved.deadline != reserved.period;
        if (is_constrained && deadline < now && now < next_period()) {
            if (runtime > 0) runtime = 0;
            return is_throttled = true;
        }
        if (deadline < now || overflows(now)) {
            if (is_constrained && deadline >= now) {
                // The revised wake-up rule: what its density allows until the deadline.
                runtime =
                    static_cast<std::int64_t>(__int128{reserved.runtime.ns} * (deadline - now) / reserved.deadline.ns);
            } else {
                begin_period(now);
            }
        }
        return false;
    }

    /// replenish_dl_entity()
    void replenish(std::int64_t now) {
        is_throttled = false;
        if (runtime <= 0) {
            // As often as it takes; at once, as it may be often.
            const std::int64_t periods = -runtime / reserved.runtime.ns + 1;
            deadline += periods * reserved.period.ns;
            runtime += periods * reserved.runtime.ns;
        }
        if (deadline < now) begin_period(now);
    }

private:
    /// dl_entity_overflow(): would what is left until the deadline be more than its share?
    bool overflows(std::int64_t now) const {
        return __int128{runtime} * reserved.deadline.ns > __int128{deadline - now} * reserved.runtime.ns;
    }
};

}  // namespace pinstack::linux_dl
