// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/timeline/migrations.hpp"

#include <limits>

namespace pinstack::gui {

std::vector<Migration> migrations_in(const Recording& recording, std::size_t tasks) {
    constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
    std::vector<std::uint32_t> last(tasks, kNone);  // interval on a CPU, of each task
    std::vector<Migration> migrations;
    for (std::uint32_t i = 0; i < recording.intervals.size(); ++i) {
        const JobInterval& now = recording.intervals[i];
        if (!now.has_cpu || now.job.task == recording.nobodys_task) continue;
        std::uint32_t& previous = last[now.job.task];
        if (previous != kNone && recording.intervals[previous].cpu != now.cpu) {
            const JobInterval& before = recording.intervals[previous];
            migrations.push_back({before.to, now.from, before.cpu, now.cpu, i, before.job == now.job});
        }
        previous = i;
    }
    return migrations;
}

}  // namespace pinstack::gui
