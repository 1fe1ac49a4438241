// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>
#include <vector>

#include "analyzer/odds/chain_state.hpp"
#include "analyzer/odds/stacking_chain.hpp"

namespace pinstack {

/// A state that comes next, and its rate or probability.
using WeightedState = std::pair<double, ChainState>;

/// What may happen in a state, with rates; states may occur twice, and CPUs have any names.
std::vector<WeightedState> chain_moves(const ChainSpec& spec, const ChainState& state);

/// The task that runs on the CPU: the most urgent one that is on it. -1 where none is.
int running_on(const ChainState& state, int cpu);

}  // namespace pinstack
