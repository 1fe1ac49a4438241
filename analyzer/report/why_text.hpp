// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/run/outcome.hpp"

namespace pinstack {

/// Why tasks are late, or later than they need be: of a task that misses, the split of its longest response, of
/// another that of its mean response; the stacking episodes it waits in, where all were kept; the same figure under
/// the base.
struct Reasons {
    std::vector<std::string> sentences;  ///< one for each task, worst first
    std::size_t tasks_left_out = 0;      ///< for which there was no room
    std::vector<JobState> states;        ///< that the sentences name, in order; without `running`
};

/// The tasks that miss: those that miss more than under `base` first, then by the share of their jobs. Where none does,
/// those that are kept waiting by stacking, a mask, the balancer or a non-preemptible job. `base`: what to compare
/// with, or nullptr.
/// REQUIRES: outcome.applicable(), base->applicable().
Reasons reasons_of(const System& system, const Outcome& outcome, const Outcome* base, std::size_t most);

}  // namespace pinstack
