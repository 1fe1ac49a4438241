// SPDX-License-Identifier: Apache-2.0
//
// What a schedulability test assumes of a system, as a set: a test's row names them, and why_not() says in words which
// ones a system breaks. A new assumption is one enumerator here and one row of the table in assumption.cpp.
#pragma once

#include <cstdint>
#include <string>

#include "analyzer/bounds/system_facts.hpp"

namespace pinstack {

enum class Assumption : std::uint32_t {
    one_cpu = 1u << 0,    ///< one CPU, or `partitioned`: the test is then made of each CPU
    global = 1u << 1,     ///< unpinned jobs go wherever the order needs them: not partitioned, not Linux's own
    no_masks = 1u << 2,   ///< every task may use every CPU
    recurrent = 1u << 3,  ///< no explicit releases
    no_jitter = 1u << 4,
    no_suspension = 1u << 5,
    no_locks = 1u << 6,
    no_costs = 1u << 7,                ///< the kernel's operations take no time
    preemptive = 1u << 8,              ///< nothing non-preemptible in force
    pins_cost_nothing = 1u << 9,       ///< no MD in force, or none that matters (SystemFacts::pins_cost_nothing)
    constrained_deadlines = 1u << 10,  ///< D <= T
    implicit_deadlines = 1u << 11,     ///< D = T
    rate_monotonic = 1u << 12,
    no_explicit_np = 1u << 13,  ///< no preempt_disable or irq_disable bracket in a body
    no_explicit_md = 1u << 14,  ///< no migrate_disable bracket in a body
    no_rcu = 1u << 15,          ///< no rcu_read bracket in a body
    own_variant = 1u << 16,     ///< the system can run under its own variant
    no_pins = 1u << 17,         ///< no MD in force
    no_latencies = 1u << 18,    ///< Linux's own, where its balancers are in force
    deadline_monotonic = 1u << 19,
    no_protected_stacks = 1u << 20,  ///< bounded-stack:K keeps no more urgent job off a CPU
    no_throttling = 1u << 21,        ///< Linux's RT throttling, where its balancers are in force
    idealised = 1u << 22,            ///< no balancer of Linux's own
    no_memory = 1u << 24,            ///< nothing that the kernel's memory management takes part in
    whole_units = 1u << 23,          ///< releases and ends of jobs lie at whole units of the file's time
    whole_np = 1u << 25,           ///< every body is one non-preemptive section, where neutral ones are preempt_disable
    known_jobs = 1u << 26,         ///< releases are periodic or explicit
    clusters = 1u << 27,           ///< masks are equal or disjoint: then the test is made of each cluster
    clusters_or_homes = 1u << 28,  ///< or jobs stay on their home CPUs
};

class Assumptions {
public:
    constexpr Assumptions() = default;
    constexpr Assumptions(Assumption one) : bits_(static_cast<std::uint32_t>(one)) {}
    constexpr bool contains(Assumption one) const { return (bits_ & static_cast<std::uint32_t>(one)) != 0; }
    friend constexpr Assumptions operator|(Assumptions a, Assumptions b) {
        a.bits_ |= b.bits_;
        return a;
    }

private:
    std::uint32_t bits_ = 0;
};

constexpr Assumptions operator|(Assumption a, Assumption b) { return Assumptions(a) | Assumptions(b); }

/// What of them does not hold, in a phrase that names a task: "`T1` suspends itself; `T2` takes a lock". Empty: all
/// hold.
std::string why_not(const SystemFacts& facts, Assumptions assumptions);

}  // namespace pinstack
