// SPDX-License-Identifier: Apache-2.0
#include "model/task/program.hpp"

#include <algorithm>
#include <span>

#include "model/memory/memory_steps.hpp"
#include "model/task/task.hpp"

namespace pinstack {
namespace {

/// Does the bracket or one of its operations suspend, or may it block?
bool may_sleep(const Operation& operation, const Variant& variant, const std::vector<Lock>& locks) {
    if (operation.kind == OperationKind::suspend) return true;
    if (operation.kind == OperationKind::lock && may_block(locks[operation.lock].kind, variant.linux.preempt_rt)) {
        return true;
    }
    if (operation.kind == OperationKind::kmap && variant.mm.kmap_in_force() == Kmap::global) return true;
    if (operation.kind == OperationKind::exit_mm) return true;
    if (operation.kind == OperationKind::page_fault || operation.kind == OperationKind::mmap_write) return true;
    return std::any_of(operation.body.begin(), operation.body.end(),
                       [&](const Operation& inner) { return may_sleep(inner, variant, locks); });
}

struct Flags {
    bool non_preemptible = false;
    bool migrate_disabled = false;
    bool irqs_off = false;
};

class BodyCompiler {
public:
    BodyCompiler(const Variant& variant, const std::vector<Lock>& locks) : variant_(variant), locks_(locks) {}

    Program compile(const Body& body) {
        append(body, {});
        return std::move(program_);
    }

private:
    void append(const Body& body, Flags flags) {
        for (const Operation& operation : body) append(operation, flags);
    }

    void append(const Operation& operation, Flags flags) {
        switch (operation.kind) {
            case OperationKind::run:
                return add(StepKind::run, flags, operation);
            case OperationKind::suspend:
                return add(StepKind::suspend, flags, operation);
            case OperationKind::preempt_disable:
                flags.non_preemptible = true;
                break;
            case OperationKind::irq_disable:
                flags.non_preemptible = flags.irqs_off = true;
                break;
            case OperationKind::migrate_disable:
                flags.migrate_disabled = true;
                break;
            case OperationKind::section: {
                const Protection protection = protection_of(operation, variant_, locks_);
                flags.non_preemptible |= protection == Protection::preempt_disable;
                flags.migrate_disabled |= protection == Protection::migrate_disable;
                break;
            }
            case OperationKind::rcu_read:
                add(StepKind::enter_rcu, flags);
                append(operation.body, flags);
                return add(StepKind::leave_rcu, flags);
            case OperationKind::lock:
                return append_lock(operation, flags);
            case OperationKind::kmap:
                return append_map(operation, flags);
            case OperationKind::page_fault:
                return append_memory(steps_of_fault(variant_.mm.page_fault_in_force()), flags, operation);
            case OperationKind::mmap_write:
                append_memory(steps_of_write(variant_.mm.page_fault_in_force(), operation.count > 0), flags, operation);
                if (variant_.mm.kmap_in_force() == Kmap::percpu_pgd) add(StepKind::change_mm, flags);
                return;
            case OperationKind::exit_mm:
                flags.non_preemptible = true;
                if (variant_.mm.lazy_mm) add(StepKind::exit_mm, flags);
                return;
            case OperationKind::wake:
                return add(StepKind::wake, flags, operation);
        }
        append(operation.body, flags);
    }

    void hold_map(Flags& flags) const {
        const Kmap kmap = variant_.mm.kmap_in_force();
        const bool is_rt = variant_.linux.preempt_rt;
        flags.non_preemptible |= kmap == Kmap::atomic && !is_rt;
        flags.migrate_disabled |= kmap == Kmap::local || (kmap == Kmap::atomic && is_rt);
    }

    void append_map(const Operation& operation, Flags flags) {
        hold_map(flags);
        add(StepKind::map, flags);
        if (variant_.mm.kmap_in_force() == Kmap::global) {
            Flags calling = flags;
            calling.non_preemptible = true;
            add(StepKind::flush_maps, calling);
        }
        append(operation.body, flags);
        add(StepKind::unmap, flags);
    }

    void append_lock(const Operation& operation, Flags outside) {
        const LockUse use = use_of(locks_[operation.lock].kind, variant_.linux.preempt_rt);
        Flags at_edges = outside;
        at_edges.non_preemptible |= use.spins;
        at_edges.migrate_disabled |= use.pins_first;
        Flags inside = at_edges;
        inside.migrate_disabled |= use.pins;
        if (use.is_shared) add(StepKind::take_lock, at_edges, operation);
        if (use.reads_rcu) add(StepKind::enter_rcu, at_edges);
        const bool misses = use.is_shared && locks_[operation.lock].kind != LockKind::cpu_hotplug;
        if (misses && variant_.mm.cache_miss_in_force() != CacheMiss::none) {
            add(StepKind::run, inside, {}, StepCost::cache_miss);
        }
        append(operation.body, inside);
        // As in rt_spin_unlock(): migrate_enable(), then the lock, then rcu_read_unlock().
        if (use.is_shared) add(StepKind::release_lock, at_edges, operation);
        if (use.reads_rcu) add(StepKind::leave_rcu, at_edges);
    }

    void append_memory(std::span<const MemoryStep> steps, Flags outside, const Operation& operation) {
        for (const MemoryStep& each : steps) {
            Flags flags = outside;
            flags.irqs_off |= each.irqs_off;
            flags.non_preemptible |= each.irqs_off || each.kind == StepKind::free_tables;  // it calls other CPUs
            add(each.kind, flags, operation, each.cost);
        }
        ++accesses_;
    }

    void add(StepKind kind, Flags flags, const Operation& operation = {}, StepCost cost = StepCost::own) {
        const bool is_timed = (kind == StepKind::run || kind == StepKind::suspend) && cost == StepCost::own;
        Step& step = program_.emplace_back();
        step.kind = kind;
        if (is_timed) {
            step.time = operation.time;
            step.timed = timed_++;
        }
        step.cost = cost;
        step.lock = operation.lock;
        step.task = operation.task;
        step.until_woken = operation.until_woken;
        step.count = operation.count;
        step.vma = operation.vma;
        step.access = accesses_;
        step.non_preemptible = flags.non_preemptible;
        step.migrate_disabled = flags.migrate_disabled;
        step.irqs_off = flags.irqs_off;
    }

    const Variant& variant_;
    const std::vector<Lock>& locks_;
    Program program_;
    std::uint32_t timed_ = 0;
    std::uint32_t accesses_ = 0;
};

}  // namespace

LockUse use_of(LockKind kind, bool preempt_rt) {
    switch (kind) {
        case LockKind::mutex:
        case LockKind::cpu_hotplug:
            return {};
        case LockKind::spinlock:
            if (preempt_rt) return {.reads_rcu = true, .pins = true};
            return {.spins = true};
        case LockKind::raw_spinlock:
            return {.spins = true};
        case LockKind::local_lock:
            if (preempt_rt) return {.reads_rcu = true, .pins_first = true, .pins = true};
            return {.is_shared = false, .spins = true};
    }
    return {};
}

Protection protection_of(const Operation& section, const Variant& variant, const std::vector<Lock>& locks) {
    if (variant.sections != Protection::migrate_disable || !variant.hybrid_below) return variant.sections;
    const bool is_short = worst_case_execution_time(section.body) <= *variant.hybrid_below;
    return is_short && !may_sleep(section, variant, locks) ? Protection::preempt_disable : Protection::migrate_disable;
}

Program compile(const Body& body, const Variant& variant, const std::vector<Lock>& locks) {
    return BodyCompiler(variant, locks).compile(body);
}

}  // namespace pinstack
