// SPDX-License-Identifier: Apache-2.0
//
// Small random sporadic task sets with short whole times, so that bounds are tight and instants coincide; and the
// systems they stand for, to be simulated.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "analyzer/bounds/task_set.hpp"
#include "analyzer/bounds/verdict.hpp"
#include "model/system/system.hpp"

namespace pinstack::test {

enum class Deadlines { implicit, constrained, arbitrary };

struct RandomSetOptions {
    Order order = Order::fp;
    int cpus_from = 1, cpus_to = 4;
    int tasks_from = 1, tasks_to = 8;
    int longest_period = 24;
    Deadlines deadlines = Deadlines::constrained;
    int longest_jitter = 0;
    /// About this much utilization for each CPU, in percent.
    int load_from = 30, load_to = 110;
    bool rate_monotonic = false;  ///< fp: else deadline-monotonic half of the time, and in any order
    int section_share = 0;        ///< percent of the tasks that have some
    bool homes = false;           ///< every task has a home CPU
};

/// The same seed and options give the same set. Under fp every level is one task's.
TaskSet random_task_set(std::uint64_t seed, const RandomSetOptions& options = {});

/// The sections of a body as system_of() lays it out, in units of execution: the job is inside where it has run for at
/// least `from` and less than `end`.
struct Stretch {
    std::int64_t from = 0, end = 0;
};
std::vector<Stretch> stretches_of(const TaskSet& set, const SporadicTask& task);

/// How the releases of a system follow each other: all are legal for the set.
enum class Arrivals {
    synchronous,  ///< periodic, all at 0, no jitter
    offsets,      ///< periodic from random offsets
    sporadic,     ///< random distances, jitter
};

/// Tasks T0, T1, .. in file order, which is the order of places under fp; bodies run for their WCET, or under
/// `sporadic` at times less. Sections are spread over the body. It ends at `horizon`.
System system_of(const TaskSet& set, Arrivals arrivals, std::uint64_t seed, std::int64_t horizon);

/// The longest response of each task, by place, counted from the due instant; of jobs unfinished at the end too, as far
/// as they got. Runs under the variant, whose order must be the set's.
std::vector<std::int64_t> simulated_responses(const System& system, const Variant& variant);

/// The first task whose longest response exceeds its bound, in words; empty where none does. A set said to be
/// schedulable must meet its deadlines.
std::string bound_exceeded(const TaskSet& set, const Verdict& verdict, const std::vector<std::int64_t>& responses);

/// "m=2 fp: (C=1 T=4 D=4) ...".
std::string describe(const TaskSet& set);
/// "not schedulable: 1 4 -".
std::string describe(const Verdict& verdict);

}  // namespace pinstack::test
