// SPDX-License-Identifier: Apache-2.0
//
// What of Linux can be configured, or differs between machines. `preempt_rt` is in force under every balancer: it
// decides what locks and RCU do. The rest is of the balancers linux-rt-* and linux-dl; others ignore it.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "model/platform/cpu_set.hpp"
#include "model/time/duration.hpp"

namespace pinstack {

/// Background activity on every CPU that makes it look for work when it ends: FIFO kernel threads below all tasks of
/// the system (ktimers/N, rcuc/N, rcu_preempt). It takes no time. On CPU c at c * period / CPUs + i * period + uniform
/// {0..jitter}, i = 0, 1, ...; without effect where the CPU has a task of the system then.
/// REQUIRES: 0 <= jitter < period.
struct EdgeSource {
    Duration period;
    Duration jitter;
    friend bool operator==(const EdgeSource&, const EdgeSource&) = default;
};

/// One end of a background thread; the CPU looks for work, whatever it does then.
struct BackgroundEdge {
    Instant at;
    CpuId cpu = 0;
    friend bool operator==(const BackgroundEdge&, const BackgroundEdge&) = default;
};

/// sched_rt_runtime_us and sched_rt_period_us. In force where the runtime is less than the period.
/// REQUIRES: 0 < runtime <= period.
struct RtThrottling {
    Duration runtime;
    Duration period;
    friend bool operator==(const RtThrottling&, const RtThrottling&) = default;
};

/// The fair server of Linux 6.12: what SCHED_OTHER may use of each CPU, however busy the other classes are.
/// REQUIRES: 0 < runtime <= period.
struct FairServer {
    Duration runtime;
    Duration period;
    friend bool operator==(const FairServer&, const FairServer&) = default;
};

struct LinuxOptions {
    bool preempt_rt = false;  ///< a kernel built with PREEMPT_RT

    // `features`. The first is Linux's own; the others are changes to Linux that are worth a try.
    std::optional<bool> rt_push_ipi;  ///< RT_PUSH_IPI: a pull is a chain of IPIs; nothing = as preempt_rt
    bool push_target_check = false;   ///< PUSH_TARGET_CHECK: push-away only to a CPU less urgent than the waiting task
    bool md_is_pinned = false;        ///< MD_IS_PINNED: at a wake-up, a migration-disabled current task counts as bound
    bool skip_md_head = false;        ///< SKIP_MD_HEAD: a migration-disabled head hides no movable task behind it
    bool swap_on_entry = false;       ///< SWAP_ON_ENTRY: a section is entered on a CPU to which no other task is pinned

    // `latencies`
    Duration resched{0};  ///< from resched_curr() of another CPU to its schedule()
    Duration ipi_hop{0};  ///< from one CPU of the RT_PUSH_IPI chain to the next
    Duration stopper{0};  ///< the push stopper's run

    Duration rr_slice{100'000'000};  ///< RR_TIMESLICE, of tasks whose policy is rr. REQUIRES: > 0

    Duration fair_slice{3'000'000};             ///< of tasks whose policy is other. REQUIRES: > 0
    std::optional<FairServer> fair_server;      ///< nothing = before 6.12
    std::optional<RtThrottling> rt_throttling;  ///< nothing = sched_rt_runtime_us is -1

    // `edge_source`: at most one of the two; neither is the worst case.
    std::optional<EdgeSource> edge_source;
    std::vector<BackgroundEdge> edges;  ///< in any order. REQUIRES: instants >= 0, CPUs of the platform
    /// cpumask_any_and_distribute()'s last pick, of each CPU; empty = 0 everywhere (so that CPU 0 is not picked first).
    /// REQUIRES: empty, or one for each CPU of the platform, each of them a CPU.
    std::vector<int> round_robin_state;

    bool uses_push_ipi() const { return rt_push_ipi.value_or(preempt_rt); }
    friend bool operator==(const LinuxOptions&, const LinuxOptions&) = default;
};

/// The keys of `features` but RT_PUSH_IPI.
struct LinuxChange {
    std::string_view name;
    bool LinuxOptions::*in_force;
};
inline constexpr std::array<LinuxChange, 4> kLinuxChanges = {{{"PUSH_TARGET_CHECK", &LinuxOptions::push_target_check},
                                                              {"MD_IS_PINNED", &LinuxOptions::md_is_pinned},
                                                              {"SKIP_MD_HEAD", &LinuxOptions::skip_md_head},
                                                              {"SWAP_ON_ENTRY", &LinuxOptions::swap_on_entry}}};

/// The keys of `latencies`.
struct LinuxLatency {
    std::string_view name;
    Duration LinuxOptions::*length;
};
inline constexpr std::array<LinuxLatency, 3> kLinuxLatencies = {
    {{"resched", &LinuxOptions::resched}, {"ipi_hop", &LinuxOptions::ipi_hop}, {"stopper", &LinuxOptions::stopper}}};

}  // namespace pinstack

// GNU C++, which is what CMake asks for unless told otherwise, defines this word as 1. Variants and plans have a member of
// that name.
#undef linux
