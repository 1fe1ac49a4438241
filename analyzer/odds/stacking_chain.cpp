// SPDX-License-Identifier: Apache-2.0
#include "analyzer/odds/stacking_chain.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <unordered_map>

#include "analyzer/odds/chain_moves.hpp"

namespace pinstack {

ChainState ChainState::canonical() const {
    ChainState renamed = *this;
    std::array<int, kMostTasks + 1> names;
    names.fill(kNoCpu);
    int next = 0;
    for (int task = 0; task < tasks(); ++task) {
        if (cpu(task) == kNoCpu) continue;
        int& name = names[static_cast<std::size_t>(cpu(task))];
        if (name == kNoCpu) name = next++;
        renamed.set(task, phase(task), name);
    }
    return renamed;
}

Result<StackingChain> StackingChain::build(const ChainSpec& spec) {
    StackingChain chain(spec);
    std::unordered_map<ChainState, std::size_t, ChainStateHash> places;
    const auto place_of = [&](const ChainState& state) {
        const auto [found, is_new] = places.try_emplace(state, chain.states_.size());
        if (is_new) chain.states_.push_back(state);
        return found->second;
    };
    ChainState start(spec.tasks);
    if (spec.sticky) {
        for (int task = 0; task < spec.tasks; ++task) start.set(task, ChainPhase::thinking, 0);
    }
    place_of(start);
    for (std::size_t from = 0; from < chain.states_.size(); ++from) {
        std::map<std::size_t, double> rates;  // ordered, so that sums do not depend on a hash
        for (const auto& [rate, next] : chain_moves(spec, chain.states_[from])) {
            const std::size_t to = place_of(next.canonical());
            if (to != from) rates[to] += rate;
        }
        if (chain.states_.size() > kMostStates) {
            return fail("more than " + std::to_string(kMostStates) + " states of " + std::to_string(spec.tasks) +
                            " tasks on " + std::to_string(spec.cpus) + " CPUs",
                        "a chain that can be solved", "take fewer tasks or CPUs");
        }
        std::vector<ChainTransition> transitions;
        for (const auto& [to, rate] : rates) transitions.push_back({to, rate});
        chain.transitions_.push_back(std::move(transitions));
    }
    return chain;
}

int StackingChain::lost_cpus(std::size_t place) const {
    const ChainState& state = states_[place];
    int idle = 0, waiting = 0;
    for (int cpu = 0; cpu < spec_.cpus; ++cpu) idle += running_on(state, cpu) < 0 ? 1 : 0;
    for (int task = 0; task < state.tasks(); ++task) {
        const ChainPhase phase = state.phase(task);
        const bool is_pinned_out = phase == ChainPhase::in_section && running_on(state, state.cpu(task)) != task;
        waiting += phase == ChainPhase::waiting || is_pinned_out ? 1 : 0;
    }
    return std::min(idle, waiting);
}

bool StackingChain::is_full_stack(std::size_t place) const {
    const ChainState& state = states_[place];
    for (int task = 0; task < state.tasks(); ++task) {
        if (!state.is_on(task, state.cpu(0))) return false;
    }
    return true;
}

bool StackingChain::is_spread(std::size_t place) const {
    const ChainState& state = states_[place];
    for (int a = 0; a < state.tasks(); ++a) {
        if (state.cpu(a) == ChainState::kNoCpu) return false;
        for (int b = 0; b < a; ++b) {
            if (state.cpu(a) == state.cpu(b)) return false;
        }
    }
    return true;
}

}  // namespace pinstack
