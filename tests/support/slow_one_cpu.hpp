// SPDX-License-Identifier: Apache-2.0
//
// One CPU, instant by instant: a second opinion for the tests of one-CPU schedulability tests, in which every job's
// release and deadline is given and jobs can stand anywhere in their bodies when it begins.
#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/bounds/task_set.hpp"
#include "tests/support/random_task_set.hpp"

namespace pinstack::test {

struct SlowJob {
    std::size_t place = 0;
    std::int64_t release = 0, due = 0, deadline = 0;  ///< instants
    std::int64_t done = 0;                            ///< it has run for so long before
    std::int64_t finish = -1;
};

/// The jobs of a task whose first one is due at `due`: released as early as can be, but not before 0; until `end`.
std::vector<SlowJob> jobs_of(const TaskSet& set, std::size_t place, std::int64_t due, std::int64_t end);

/// Runs them from the earliest release on until all have finished or `end`. `np[place]`: the stretches of the task in
/// which it cannot be preempted. Jobs of a task run in the order given.
void run_slowly(const TaskSet& set, const std::vector<std::vector<Stretch>>& np, std::vector<SlowJob>& jobs,
                std::int64_t end);

}  // namespace pinstack::test
