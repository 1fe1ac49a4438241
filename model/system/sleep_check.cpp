// SPDX-License-Identifier: Apache-2.0
#include "model/system/sleep_check.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "model/system/quote.hpp"

namespace pinstack {

namespace {

class SleepCheck {
public:
    SleepCheck(const System& system, const Variant& variant, Problems& problems)
        : locks_(system.locks), variant_(variant), problems_(problems) {}

    void check(const Body& body, const std::string& pointer) {
        for (std::size_t i = 0; i < body.size(); ++i) {
            const Operation& operation = body[i];
            if (operation.kind == OperationKind::run) continue;
            const bool is_bracketed = is_bracket(operation.kind);
            if (!is_bracketed && around_ == nullptr && atomic_map_ == nullptr) continue;
            std::string here = fmt::format("{}/{}/{}", pointer, i, name_of(operation.kind));
            if (around_ != nullptr && may_sleep(operation)) report(operation, *around_, here);
            const bool is_fault = operation.kind == OperationKind::page_fault;
            if (around_ == nullptr && atomic_map_ != nullptr && is_fault) report(operation, *atomic_map_, here);
            if (!is_bracketed) continue;
            if (operation.kind == OperationKind::lock) here += "/body";
            // The outermost one counts: it is the one to change.
            const Operation* const around = around_;
            const Operation* const atomic_map = atomic_map_;
            if (is_atomic_map(operation)) atomic_map_ = &operation;
            if (around_ == nullptr && is_np(operation)) around_ = &operation;
            check(operation.body, here);
            around_ = around;
            atomic_map_ = atomic_map;
        }
    }

    /// KM_MAX_IDX: a task has that many slots of its own (`local`), and a CPU (`atomic`).
    void check_maps(const Body& body, const std::string& pointer, int depth) {
        static constexpr int kMostMaps = 16;
        for (std::size_t i = 0; i < body.size(); ++i) {
            std::string here = fmt::format("{}/{}/{}", pointer, i, name_of(body[i].kind));
            if (body[i].kind == OperationKind::lock) here += "/body";
            const int inside = depth + (body[i].kind == OperationKind::kmap);
            if (inside > kMostMaps) return report_depth(kMostMaps, std::move(here));
            check_maps(body[i].body, here, inside);
        }
    }

private:
    bool preempt_rt() const { return variant_.linux.preempt_rt; }

    /// The handler of a fault, and who changes an address space, may wait for mmap_lock.
    static bool is_access(OperationKind kind) {
        return kind == OperationKind::page_fault || kind == OperationKind::mmap_write;
    }

    /// Of what holds no others and is neither a suspension nor a lock; empty where there is none.
    static std::string_view reason_to_sleep(OperationKind kind) {
        if (is_access(kind)) return "wait for mmap_lock";
        if (kind == OperationKind::kmap) return "sleep for a slot if it is global";
        return kind == OperationKind::exit_mm ? "sleep" : "";
    }

    /// Nothing where a file is read and the kind of the lock is not known.
    const Lock* lock_of(const Operation& operation) const {
        return operation.lock < locks_.size() ? &locks_[operation.lock] : nullptr;
    }

    bool may_sleep(const Operation& operation) const {
        if (operation.kind == OperationKind::kmap) return variant_.mm.kmap_in_force() == Kmap::global;
        if (operation.kind == OperationKind::exit_mm) return true;
        if (operation.kind != OperationKind::lock) {
            return operation.kind == OperationKind::suspend || is_access(operation.kind);
        }
        const Lock* lock = lock_of(operation);
        return lock != nullptr && may_block(lock->kind, preempt_rt());
    }

    bool is_np(const Operation& operation) const {
        switch (operation.kind) {
            case OperationKind::preempt_disable:
            case OperationKind::irq_disable:
                return true;
            case OperationKind::section:
                return variant_.sections == Protection::preempt_disable;
            case OperationKind::rcu_read:
                return !preempt_rt();
            case OperationKind::kmap:
                return is_atomic_map(operation) && !preempt_rt();
            case OperationKind::lock: {
                const Lock* lock = lock_of(operation);
                return lock != nullptr && !may_block(lock->kind, preempt_rt());
            }
            default:
                return false;
        }
    }

    bool is_atomic_map(const Operation& operation) const {
        return operation.kind == OperationKind::kmap && variant_.mm.kmap_in_force() == Kmap::atomic;
    }

    /// Is the bracket non-preemptible for lack of PREEMPT_RT only?
    bool hangs_on_preempt_rt(const Operation& bracket) const {
        if (bracket.kind == OperationKind::rcu_read || bracket.kind == OperationKind::kmap) return true;
        return bracket.kind == OperationKind::lock && may_block(lock_of(bracket)->kind, true);
    }

    std::string name_of_lock(const Operation& operation) const {
        const Lock& lock = *lock_of(operation);
        return fmt::format("the {} {}", name_of(lock.kind), quote(lock.name));
    }

    std::string text_of(const Operation& bracket) const {
        std::string out =
            bracket.kind == OperationKind::lock ? name_of_lock(bracket) : fmt::format("`{}`", name_of(bracket.kind));
        if (bracket.kind == OperationKind::section) out += ", which preempt_disable protects";
        if (bracket.kind == OperationKind::kmap) out += ", which is atomic";
        if (hangs_on_preempt_rt(bracket)) out += " without PREEMPT_RT";
        return out;
    }

    void report(const Operation& operation, const Operation& around, const std::string& pointer) {
        const bool is_suspension = operation.kind == OperationKind::suspend;
        std::string what = "a suspension";
        std::string never = "suspension";
        if (const std::string_view why = reason_to_sleep(operation.kind); !why.empty()) {
            what = fmt::format("`{}`, which may {},", name_of(operation.kind), why);
            never = fmt::format("`{}`", name_of(operation.kind));
        } else if (!is_suspension) {
            what = name_of_lock(operation);
            what += may_block(lock_of(operation)->kind, false) ? ", which may block,"
                                                                : ", which may block with PREEMPT_RT,";
            never = "lock that may block";
        }
        Problem problem;
        problem.where.pointer = pointer;
        problem.found = fmt::format("{} inside {}", what, text_of(around));
        problem.expected = fmt::format("no {} where the job is non-preemptible", never);
        problem.hint = hint(operation, around);
        problems_.push_back(std::move(problem));
    }

    void report_depth(int most, std::string pointer) {
        Problem problem;
        problem.where.pointer = std::move(pointer);
        problem.found = fmt::format("more than {} maps held at a time", most);
        problem.expected = fmt::format("at most {} where `kmap` is local or atomic", most);
        problem.hint = "that many slots there are (KM_MAX_IDX); `global` has `kmap_slots` for all tasks";
        problems_.push_back(std::move(problem));
    }

    std::string hint(const Operation& operation, const Operation& around) const {
        const bool is_suspension = operation.kind == OperationKind::suspend;
        if (around.kind == OperationKind::section) {
            return fmt::format("sections that {} are possible under migrate_disable or none",
                               is_suspension ? "suspend" : "block");
        }
        if (hangs_on_preempt_rt(around)) return "with `preempt_rt` true a job can be preempted and sleep there";
        if (around.kind == OperationKind::kmap) return "under `kmap` local, global or percpu_pgd a job may sleep there";
        if (!reason_to_sleep(operation.kind).empty()) return "put it before or behind, or use `migrate_disable`";
        return is_suspension ? "a job may suspend itself inside `migrate_disable`"
                             : "a raw_spinlock can be taken there: its waiters do not sleep";
    }

    const std::vector<Lock>& locks_;
    const Variant& variant_;
    Problems& problems_;
    const Operation* around_ = nullptr;      // the outermost bracket that makes the job non-preemptible
    const Operation* atomic_map_ = nullptr;  // the innermost kmap_atomic(): page faults are disabled there
};

}  // namespace

void check_sleeping(const System& system, const Variant& variant, Problems& problems) {
    SleepCheck sleeps(system, variant, problems);
    for (std::size_t i = 0; i < system.tasks.size(); ++i) {
        sleeps.check(system.tasks[i].body, fmt::format("/tasks/{}/body", i));
        const Kmap kmap = variant.mm.kmap_in_force();
        if (kmap != Kmap::local && kmap != Kmap::atomic) continue;
        sleeps.check_maps(system.tasks[i].body, fmt::format("/tasks/{}/body", i), 0);
    }
}

}  // namespace pinstack
