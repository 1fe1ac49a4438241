// SPDX-License-Identifier: Apache-2.0
//
// Where a task stands in its sequence of releases. The sequence is a function of the plan, so the jobs that queue
// behind an unfinished one need not be stored: a second cursor follows later and meets the same instants.
#pragma once

#include <algorithm>
#include <cstdint>

#include "model/engine/instant_tree.hpp"
#include "model/engine/plan.hpp"

namespace pinstack {

struct ReleaseCursor {
    std::int64_t due = 0;      ///< nominal instant: the deadline counts from here
    std::int64_t release = 0;  ///< due + jitter, not before the previous job's; kNever = there is no such job
    std::uint64_t number = 0;

    static ReleaseCursor first(const Plan& plan, const PlanTask& task) {
        ReleaseCursor cursor;
        cursor.due = task.offset;
        cursor.release = task.offset;
        if (task.releases >= 0) cursor.add_jitter(plan, task);
        return cursor;
    }

    void advance(const Plan& plan, const PlanTask& task) {
        ++number;
        if (task.releases < 0) [[likely]] {
            due += task.gap;
            release = due < kTimeLimitNs ? due : kNever;
        } else {
            advance_irregularly(plan, task);
        }
    }

private:
    void advance_irregularly(const Plan& plan, const PlanTask& task) {
        const IrregularReleases& releases = plan.irregular[static_cast<std::size_t>(task.releases)];
        if (!releases.instants.empty()) {
            if (number >= releases.instants.size()) {
                release = kNever;
                return;
            }
            due = releases.instants[number];
        } else {
            due += plan.random.draw(releases.gap, Stream::interarrival, task.file_index, number - 1).ns;
        }
        if (due < kTimeLimitNs) {
            add_jitter(plan, task);
        } else {
            release = kNever;  // past every horizon; going on would overflow
        }
    }
    void add_jitter(const Plan& plan, const PlanTask& task) {
        const IrregularReleases& releases = plan.irregular[static_cast<std::size_t>(task.releases)];
        release = std::max(release, due + plan.random.jitter({releases.jitter}, task.file_index, number).ns);
    }
};

}  // namespace pinstack
