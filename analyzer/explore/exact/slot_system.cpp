// SPDX-License-Identifier: Apache-2.0
#include "analyzer/explore/exact/slot_system.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/bounds/assumption.hpp"
#include "analyzer/explore/exact/packed_state.hpp"
#include "model/task/program.hpp"
#include "model/time/text.hpp"

namespace pinstack {
namespace {

using enum Assumption;
constexpr Assumptions kExact = own_variant | recurrent | no_jitter | no_suspension | no_locks | no_memory | no_rcu | no_masks |
                               no_costs | constrained_deadlines | idealised;

constexpr unsigned kMostWords = 2;           // of a state: exploration.cpp has code for so many
constexpr std::size_t kMostTasks = 31;       // a set of them is a word
constexpr int kMostCpus = 16;                // as is a set of CPUs
constexpr std::int64_t kMostSlots = 60'000;  // of a period

bool has(const SlotSystem& slots, bool SlotTask::Slot::*flag) {
    return std::any_of(slots.tasks.begin(), slots.tasks.end(), [&](const SlotTask& task) {
        return std::any_of(task.body.begin(), task.body.end(),
                           [&](const SlotTask::Slot& slot) { return slot.*flag; });
    });
}

Scheme scheme_of(const SlotSystem& slots, Placements placements) {
    const std::string& name = slots.balancer.name;
    const bool has_pins = has(slots, &SlotTask::Slot::pinned);
    if (name == "partitioned" && (has_pins || slots.cpus > 1)) return Scheme::balanced;
    if (!has_pins) return Scheme::pooled;
    if (name == "swap-on-entry" && !has(slots, &SlotTask::Slot::non_preemptible)) return Scheme::swap_on_entry;
    if (placements == Placements::own) return Scheme::balanced;
    return name == "shift" ? Scheme::any_shift : Scheme::any_unmitigated;
}

}  // namespace

std::string why_not_exact(const System& system, Placements placements, Duration unit_wanted) {
    if (system.kernel.order == Order::linux) return "the order is linux: only fp and edf are explored";
    const TaskSet set = make_task_set(system);
    if (std::string why = why_not(facts_of(system, set), kExact); !why.empty()) return why;
    if (set.size() > kMostTasks) return fmt::format("{} tasks; at most {} are explored", set.size(), kMostTasks);
    if (set.cpus > kMostCpus) return fmt::format("{} CPUs; at most {} are explored", set.cpus, kMostCpus);
    const std::int64_t coarsest = common_unit(system, set), unit = unit_wanted.ns > 0 ? unit_wanted.ns : coarsest;
    if (coarsest % unit != 0)
        return fmt::format("the unit does not divide {}, which all times are whole numbers of", to_text(Duration{coarsest}));
    for (const SporadicTask& task : set.tasks) {
        const std::int64_t longest = std::max(task.period, task.wcet) / unit;
        if (longest <= kMostSlots) continue;
        return fmt::format("`{}` has a time of {} units of {}; at most {} are explored",
                           system.tasks[task.file_index].name, longest, to_text(Duration{unit}), kMostSlots);
    }
    const SlotSystem slots = make_slot_system(system, placements, unit_wanted);
    if (StateLayout::of(slots).words > kMostWords) return "a state takes more than 128 bits";
    if (placements == Placements::own) return "";
    if (slots.scheme == Scheme::balanced) return "jobs of `partitioned` have no choice";
    const bool is_mixed = slots.scheme == Scheme::any_shift || slots.scheme == Scheme::any_unmitigated;
    if (is_mixed && has(slots, &SlotTask::Slot::non_preemptible)) return "there are pins and non-preemptive sections";
    if (is_mixed && slots.balancer.name == "bounded-stack") return "bounded-stack does not obey (A1)";
    return "";
}

SlotSystem make_slot_system(const System& system, Placements placements, Duration unit) {
    const TaskSet set = make_task_set(system);
    SlotSystem slots;
    slots.unit = unit.ns > 0 ? unit.ns : common_unit(system, set);
    slots.cpus = set.cpus;
    slots.order = set.order;
    slots.balancer = system.kernel.balancer;
    for (const SporadicTask& from : set.tasks) {
        SlotTask& to = slots.tasks.emplace_back();
        to.period = static_cast<std::int32_t>(from.period / slots.unit);
        to.deadline = static_cast<std::int32_t>(from.deadline / slots.unit);
        to.home = from.home;
        to.file_index = from.file_index;
        for (const Step& step : compile(system.tasks[from.file_index].body, system.kernel, system.locks)) {
            const auto length = static_cast<std::size_t>(step.time.max.ns / slots.unit);
            to.body.insert(to.body.end(), length, {step.migrate_disabled, step.non_preemptible, false});
            to.body.back().ends_operation = true;
        }
    }
    slots.scheme = scheme_of(slots, placements);
    return slots;
}

}  // namespace pinstack
