// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "analyzer/generate/set_generator.hpp"

namespace pinstack {

TaskSet SetGenerator::task_set_of(const GeneratedSet& set) const {
    TaskSet out;
    out.cpus = spec_->cpus;
    out.order = spec_->order;
    const auto urgency = [&](std::uint32_t index) -> std::int64_t {
        const GeneratedTask& task = set.tasks[index];
        return task.priority ? -*task.priority : task.deadline;
    };
    std::vector<std::uint32_t> order(set.tasks.size());
    std::iota(order.begin(), order.end(), 0u);
    if (out.order == Order::fp) {
        std::stable_sort(order.begin(), order.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return urgency(a) < urgency(b); });
    }
    out.tasks.reserve(order.size());
    out.sections.reserve(set.sections.size());
    std::vector<std::int64_t> lengths;
    for (const std::uint32_t index : order) {
        const GeneratedTask& generated = set.tasks[index];
        SporadicTask task;
        task.wcet = generated.wcet;
        task.period = generated.period;
        task.deadline = generated.deadline;
        task.home = generated.home;
        task.file_index = index;
        if (!out.tasks.empty()) {
            const SporadicTask& before = out.tasks.back();
            task.level = before.level + (urgency(before.file_index) == urgency(index) ? 0 : 1);
        }
        lengths.clear();
        for (std::size_t i = generated.first_section; i < generated.end_section; ++i) {
            const GeneratedSection& section = set.sections[i];
            lengths.push_back(section.length);
            if (generated.bracket != OperationKind::preempt_disable) continue;
            // As task_set.hpp counts a stretch: entered at the instant at which what is before it ends.
            const std::int64_t stretch = section.length + (section.from > 0 ? 1 : 0);
            task.longest_np = std::max(task.longest_np, stretch);
            if (section.from + section.length == generated.wcet) task.final_np = stretch;
        }
        out.add(task, lengths);
    }
    return out;
}

}  // namespace pinstack
