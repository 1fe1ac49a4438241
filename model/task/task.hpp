// SPDX-License-Identifier: Apache-2.0
//
// A task: when it releases jobs, how urgent they are, where they may run, and what each of them does.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/platform/cpu_set.hpp"
#include "model/task/operation.hpp"
#include "model/time/duration.hpp"

namespace pinstack {

/// Job k is due at offset + k * period and released up to `jitter` later (uniform over whole nanoseconds).
/// Releases keep their order: where jitter exceeds the period, a job is not released before its predecessor.
struct Periodic {
    Duration period;
    Duration offset;
    Duration jitter;
};

/// Consecutive jobs are due `interarrival` apart, the first at `offset`; interarrival.min is the bound that
/// analysis uses. Constant unless the file gives a distribution.
struct Sporadic {
    VariableDuration interarrival;
    Duration offset;
    Duration jitter;
};

/// Job k is due at instants[k] (non-decreasing, not empty). `offset` is added to each.
struct ExplicitReleases {
    std::vector<Instant> instants;
    Duration offset;
    Duration jitter;
};

using Releases = std::variant<Periodic, Sporadic, ExplicitReleases>;

/// SCHED_FIFO, SCHED_RR, SCHED_DEADLINE or SCHED_OTHER. The first two differ under the balancers of Linux only; the
/// others are for Order::linux (and SCHED_DEADLINE is what all tasks are under Order::edf).
enum class Policy : std::uint8_t { fifo, rr, deadline, other };
inline constexpr std::array<std::string_view, 4> kPolicies = {"fifo", "rr", "deadline", "other"};  // as numbered

/// Of one class of the scheduler all tasks are more urgent than those of the next one.
enum class SchedClass : std::uint8_t { deadline, realtime, fair };
constexpr SchedClass class_of(Policy policy) {
    if (policy == Policy::deadline) return SchedClass::deadline;
    return policy == Policy::other ? SchedClass::fair : SchedClass::realtime;
}

struct Task {
    std::string name;             ///< unique in the system
    std::optional<int>
        priority;  ///< Linux's: 1..99, larger is more urgent. All tasks of the class have one, or none does
    Releases releases;
    Duration deadline;            ///< relative to the instant a job is due, not to its jittered release
    std::optional<CpuId> home_cpu;    ///< a member of the affinity
    std::optional<CpuSet> affinity;   ///< nothing = all CPUs
    Body body;                    ///< `wcet: C` is the body [{run: C}]
    Policy policy = Policy::fifo;
    /// sched_runtime of SCHED_DEADLINE; nothing = worst_case_execution_time(). REQUIRES: at most the deadline, which is
    /// at most the period.
    std::optional<Duration> runtime{};
    int nice = 0;                  ///< of SCHED_OTHER: -20..19, smaller gets more
    std::int64_t working_set = 0;  ///< bytes that a migration makes it reload; 0 = none, or not known
    /// The address space it shares with the tasks that name the same; empty = one of its own.
    std::string mm{};
    bool is_kernel_thread = false;  ///< has no address space: borrows that of whoever had the CPU. REQUIRES: then no `mm`
};

/// The summed maximal run time of one job: sections and changes of its address space included, suspensions and what the
/// cost model adds not. Saturates at kTimeLimitNs.
Duration worst_case_execution_time(const Body& body);

/// What SCHED_DEADLINE reserves for a task: `runtime` in each `period`, by `deadline` after its begin. A task without a
/// distance of its releases has its deadline for a period.
struct Reservation {
    Duration runtime;
    Duration deadline;
    Duration period;
};
Reservation reservation_of(const Task& task);

}  // namespace pinstack
