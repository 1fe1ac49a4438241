// SPDX-License-Identifier: Apache-2.0
#include "analyzer/export/trace_tasks.hpp"

#include <algorithm>

namespace pinstack {

std::string trace_name(std::string_view name) {
    std::string out(name);
    for (char& c : out) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= ' ' || byte == 0x7f || c == '|' || c == '=') c = '_';
    }
    return out.empty() ? "_" : out;
}

std::vector<TraceTask> trace_tasks(const System& system, Order order) {
    std::vector<Duration> deadlines;
    for (const Task& task : system.tasks) deadlines.push_back(task.deadline);
    std::sort(deadlines.begin(), deadlines.end());
    deadlines.erase(std::unique(deadlines.begin(), deadlines.end()), deadlines.end());

    std::vector<TraceTask> out;
    for (const Task& task : system.tasks) {
        const auto rank = std::lower_bound(deadlines.begin(), deadlines.end(), task.deadline) - deadlines.begin();
        const bool is_classed = order == Order::linux;
        const bool is_by_deadline = is_classed ? task.policy == Policy::deadline : order == Order::edf;
        const std::int32_t prio = is_by_deadline                               ? -1
                                  : is_classed && task.policy == Policy::other ? 120 + task.nice
                                  : task.priority                              ? 99 - *task.priority
                                                                               : static_cast<std::int32_t>(rank);
        out.push_back({trace_name(task.name), kTasksPid + 1 + static_cast<std::int64_t>(out.size()), prio});
    }
    return out;
}

}  // namespace pinstack
