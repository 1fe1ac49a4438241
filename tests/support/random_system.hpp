// SPDX-License-Identifier: Apache-2.0
//
// Small random systems that mix everything, with short whole times so that events coincide often.
#pragma once

#include <cstdint>
#include <optional>
#include <random>

#include "model/system/system.hpp"

namespace pinstack::test {

struct RandomSystemOptions {
    bool masks = true;
    bool non_preemptible = true;    ///< explicit preempt_disable and irq_disable
    bool explicit_sections = true;  ///< explicit migrate_disable
    bool suspensions = true;
    bool sections_may_suspend = true;  ///< neutral ones; false where they become NP
    bool sections_begin_with_suspend = true;
    bool finite = false;                     ///< explicit releases and a drain only
    bool always_home = false;                ///< every task has a home CPU
    bool many_cpus = false;                  ///< 60 to 140, with few tasks: a set of CPUs takes several words
    bool many_tasks = false;                 ///< 50 to 150, so that they overload any number of CPUs
    bool locks = false;                      ///< of all kinds, inside each other in any order; and RCU read sides
    bool costs = false;                      ///< of the kernel's work; and working sets, and at times a topology
    bool events = false;                     ///< CPUs go offline and online, affinities are set
    bool memory = false;                     ///< page faults and writers, in shared address spaces and others
    bool preempt_rt = false;                 ///< decides where locks and suspensions are legal
    std::optional<int> tasks_with_sections;  ///< at most so many more than there are CPUs (may be negative)
};

/// The same seed and options give the same system.
System random_system(std::uint64_t seed, const RandomSystemOptions& options = {});

/// A whole number in {from..to}.
inline std::int64_t pick(std::mt19937_64& random, std::int64_t from, std::int64_t to) {
    return from + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(to - from + 1));
}
inline bool chance(std::mt19937_64& random, int percent) { return pick(random, 0, 99) < percent; }

/// Random places for ties: a permutation of 0..n-1.
std::vector<std::uint32_t> random_tie_order(std::uint64_t seed, std::size_t tasks);

}  // namespace pinstack::test
