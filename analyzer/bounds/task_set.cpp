// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/task_set.hpp"

#include <algorithm>
#include <numeric>

#include "model/balancer/balancer.hpp"
#include "model/system/system.hpp"
#include "model/task/program.hpp"

namespace pinstack {
namespace {

/// Under fp: smaller is more urgent. Without priorities, fp is deadline-monotonic (as model/engine/plan.cpp has it).
std::int64_t urgency_of(const Task& task) { return task.priority ? -*task.priority : task.deadline.ns; }

std::int64_t period_of(const Releases& releases) {
    if (const auto* periodic = std::get_if<Periodic>(&releases)) return periodic->period.ns;
    if (const auto* sporadic = std::get_if<Sporadic>(&releases)) {
        const VariableDuration& gap = sporadic->interarrival;
        return (gap.distribution == Distribution::constant ? gap.max : gap.min).ns;
    }
    return 0;
}

bool runs_up_to(const Program& program, std::size_t step) {
    while (step > 0 && program[step - 1].kind > StepKind::suspend) --step;  // steps without length
    return step > 0 && program[step - 1].kind == StepKind::run;
}

/// Stretches of steps for which `is_inside` holds: their summed maximal run time, whether the job runs up to the
/// instant at which they begin, and whether the body ends with them.
template <class IsInside, class Take>
void for_stretches(const Program& program, IsInside is_inside, Take take) {
    for (std::size_t step = 0; step < program.size();) {
        if (!is_inside(program[step])) {
            ++step;
            continue;
        }
        const bool follows_run = runs_up_to(program, step);
        std::int64_t length = 0;
        for (; step < program.size() && is_inside(program[step]); ++step) {
            if (program[step].kind == StepKind::run) length += program[step].time.max.ns;
        }
        take(length, follows_run, step == program.size());
    }
}

void set_sections(TaskSet& set, SporadicTask& out, const Task& task, const System& system) {
    Variant all_md = system.kernel;
    all_md.sections = Protection::migrate_disable;
    all_md.hybrid_below.reset();
    const auto is_sectioned = [](const Step& step) { return step.migrate_disabled || step.non_preemptible; };
    out.first_section = static_cast<std::uint32_t>(set.sections.size());
    for_stretches(compile(task.body, all_md, system.locks), is_sectioned, [&](std::int64_t length, bool, bool) {
        set.sections.push_back(length);
        out.sectioned += length;
        out.longest_section = std::max(out.longest_section, length);
    });
    out.end_section = static_cast<std::uint32_t>(set.sections.size());

    const auto is_np = [](const Step& step) { return step.non_preemptible; };
    for_stretches(compile(task.body, system.kernel, system.locks), is_np,
                  [&](std::int64_t length, bool follows_run, bool ends_body) {
                      const std::int64_t stretch = length + (follows_run ? 1 : 0);
                      out.longest_np = std::max(out.longest_np, stretch);
                      if (ends_body) out.final_np = stretch;
                  });
}

}  // namespace

void TaskSet::add(SporadicTask task, std::span<const std::int64_t> section_lengths) {
    task.first_section = static_cast<std::uint32_t>(sections.size());
    task.sectioned = task.longest_section = 0;
    for (const std::int64_t length : section_lengths) {
        sections.push_back(length);
        task.sectioned += length;
        task.longest_section = std::max(task.longest_section, length);
    }
    task.end_section = static_cast<std::uint32_t>(sections.size());
    tasks.push_back(task);
}

TaskSet make_task_set(const System& system) {
    TaskSet set;
    set.cpus = system.platform.cpus;
    set.order = system.kernel.order;
    set.fifo_ties = is_linux(system.kernel);
    std::vector<std::uint32_t> order(system.tasks.size());
    std::iota(order.begin(), order.end(), 0u);
    if (set.order == Order::fp) {
        std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            return urgency_of(system.tasks[a]) < urgency_of(system.tasks[b]);
        });
    }
    set.tasks.reserve(order.size());
    for (const std::uint32_t index : order) {
        const Task& task = system.tasks[index];
        SporadicTask out;
        out.wcet = worst_case_execution_time(task.body).ns;
        out.period = period_of(task.releases);
        out.deadline = task.deadline.ns;
        out.jitter = std::visit([](const auto& releases) { return releases.jitter.ns; }, task.releases);
        out.home = task.home_cpu.value_or(0);
        out.file_index = index;
        if (!set.tasks.empty()) {
            const SporadicTask& before = set.tasks.back();
            const bool is_equal = urgency_of(system.tasks[before.file_index]) == urgency_of(task);
            out.level = before.level + (is_equal ? 0 : 1);
        }
        set_sections(set, out, task, system);
        set.tasks.push_back(out);
    }
    return set;
}

TaskSet tasks_of_cpu(const TaskSet& set, CpuId cpu, std::vector<std::uint32_t>& places) {
    TaskSet out;
    out.order = set.order;
    out.fifo_ties = set.fifo_ties;
    places.clear();
    for (std::uint32_t place = 0; place < set.size(); ++place) {
        if (set.tasks[place].home != cpu) continue;
        out.add(set.tasks[place], set.sections_of(set.tasks[place]));
        places.push_back(place);
    }
    return out;
}

}  // namespace pinstack
