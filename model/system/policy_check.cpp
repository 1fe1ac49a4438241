// SPDX-License-Identifier: Apache-2.0
#include "model/system/policy_check.hpp"

#include <algorithm>
#include <functional>
#include <string>

#include <fmt/format.h>

#include "model/balancer/balancer.hpp"
#include "model/task/program.hpp"

namespace pinstack {

namespace {

std::string_view name_of(Policy policy) { return kPolicies[static_cast<std::size_t>(policy)]; }

class PolicyCheck {
public:
    PolicyCheck(const System& system, const Variant& variant, Problems& problems)
        : system_(system), variant_(variant), problems_(problems) {}

    void run() {
        variant_.order == Order::linux ? check_classes() : check_one_class();
        check_reservations();
        check_options();
    }

private:
    struct Words {
        std::string found, expected, hint;
    };

    /// `broken` says what is wrong with a task, if anything is; one report, at the first such task.
    void report(std::string_view key, const std::function<std::optional<Words>(const Task&)>& broken) {
        for (std::size_t i = 0; i < system_.tasks.size(); ++i) {
            auto words = broken(system_.tasks[i]);
            if (!words) continue;
            const std::string pointer = key.empty() ? fmt::format("/tasks/{}", i) : fmt::format("/tasks/{}/{}", i, key);
            problems_.push_back({{"", 0, 0, pointer}, words->found, words->expected, words->hint});
            return;
        }
    }

    void check_one_class() {
        report("policy", [&](const Task& task) -> std::optional<Words> {
            const bool fits = class_of(task.policy) == SchedClass::realtime ||
                              (variant_.order == Order::edf && task.policy == Policy::deadline);
            if (fits) return std::nullopt;
            return Words{fmt::format("the policy {} under the order {}", name_of(task.policy),
                                     pinstack::name_of(variant_.order)),
                         "the order linux", "fp and edf are one class for all tasks"};
        });
        report("runtime", [&](const Task& task) -> std::optional<Words> {
            if (!task.runtime || variant_.order == Order::edf || task.policy == Policy::deadline) return std::nullopt;
            return Words{"a `runtime` under the order fp", "the order edf, or linux and the policy deadline",
                         "it is what SCHED_DEADLINE reserves"};
        });
    }

    void check_classes() {
        report("", [](const Task& task) -> std::optional<Words> {
            if (class_of(task.policy) != SchedClass::realtime || task.priority) return std::nullopt;
            return Words{fmt::format("no `priority` on a task with policy {}", name_of(task.policy)),
                         "`priority`, because the order is linux", "1 to 99, larger is more urgent"};
        });
        report("priority", [](const Task& task) -> std::optional<Words> {
            if (class_of(task.policy) == SchedClass::realtime || !task.priority) return std::nullopt;
            return Words{fmt::format("a `priority` on a task with policy {}", name_of(task.policy)),
                         "`priority` on tasks with policy fifo or rr only",
                         "deadline tasks go by deadline, the others by share"};
        });
        report("runtime", [](const Task& task) -> std::optional<Words> {
            if (!task.runtime || task.policy == Policy::deadline) return std::nullopt;
            return Words{fmt::format("`runtime` of a task with policy {}", name_of(task.policy)),
                         "`runtime` of deadline tasks only", "it is what SCHED_DEADLINE reserves"};
        });
    }

    /// What sched_setattr() refuses.
    void check_reservations() {
        const BalancerInfo* info = find_balancer(variant_.balancer.name);
        const bool are_all = variant_.order == Order::edf && info != nullptr && info->schedules_deadlines;
        report("", [&](const Task& task) -> std::optional<Words> {
            const bool is_one = are_all || (variant_.order == Order::linux && task.policy == Policy::deadline);
            if (!is_one && !task.runtime) return std::nullopt;
            const Reservation reserved = reservation_of(task);
            if (reserved.runtime > reserved.deadline) {
                return Words{fmt::format("a runtime of {}, more than the deadline", to_text(reserved.runtime)),
                             fmt::format("at most {}", to_text(reserved.deadline)),
                             task.runtime ? "it could not be used up in time"
                                          : "without `runtime` it is the sum of the longest run times"};
            }
            if (is_one && reserved.deadline > reserved.period) {
                return Words{fmt::format("a deadline of {}, beyond the period", to_text(reserved.deadline)),
                             fmt::format("at most {}", to_text(reserved.period)),
                             "SCHED_DEADLINE takes no longer ones"};
            }
            return std::nullopt;
        });
    }

    void check_options() {
        if (variant_.order == Order::fp || !is_linux(variant_)) return;
        if (variant_.linux.swap_on_entry) {
            problems_.push_back({{"", 0, 0, "/kernel/features/SWAP_ON_ENTRY"},
                                 fmt::format("SWAP_ON_ENTRY under the order {}", pinstack::name_of(variant_.order)),
                                 "the order fp",
                                 "it is a change to the real-time class, and knows no other"});
        }
        if (variant_.linux.rt_throttling) {
            problems_.push_back({{"", 0, 0, "/kernel/rt_throttling"},
                                 fmt::format("RT throttling under the order {}", pinstack::name_of(variant_.order)),
                                 "the order fp",
                                 "with other classes it is not modelled in this version"});
        }
        const auto has_heirs = [&](const Lock& lock) {
            return lock.kind != LockKind::cpu_hotplug && !use_of(lock.kind, variant_.linux.preempt_rt).spins;
        };
        const auto lock = std::find_if(system_.locks.begin(), system_.locks.end(), has_heirs);
        if (lock != system_.locks.end()) {
            problems_.push_back({{"", 0, 0, fmt::format("/locks/{}", lock->name)},
                                 fmt::format("a lock that tasks sleep on, under the order {}",
                                             pinstack::name_of(variant_.order)),
                                 "locks with busy waiting, or the order fp",
                                 "what its owner inherits from another class is not modelled in this version"});
        }
        if (variant_.linux.fair_server) {
            problems_.push_back(
                {{"", 0, 0, "/kernel/fair_server"}, "a fair server", "none", "it is not modelled in this version"});
        }
    }

    const System& system_;
    const Variant& variant_;
    Problems& problems_;
};

}  // namespace

void check_policies(const System& system, const Variant& variant, Problems& problems) {
    PolicyCheck(system, variant, problems).run();
}

}  // namespace pinstack
