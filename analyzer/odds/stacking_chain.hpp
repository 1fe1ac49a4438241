// SPDX-License-Identifier: Apache-2.0
//
// How often tasks stack by chance: a continuous-time Markov chain.
//
// Modelled: n tasks of fixed and different urgency on m identical CPUs. A task thinks, then runs plain code, then a
// migrate-disabled section, each for an exponentially distributed time; the two last ones pass only while it runs.
// A task that wakes up tries one CPU first: a random one, or the one it last ran on (`sticky`). It runs there if the
// CPU is idle or runs a less urgent task; else on a random idle CPU; else it preempts the least urgent running task if
// that is less urgent; else it waits. A task displaced outside its section goes the same way without a CPU to try
// first; one displaced in it stays pinned and waits. That is migrate_disable/wake-previous, but for the random choice
// among idle CPUs. With `push_away`, when a CPU's task ends, a task outside its section that runs over a waiting pinned
// one is pushed there, if the CPU is idle or its task is less urgent than the pinned one: wake-previous-push. Left out:
// preemption by anything else, costs, suspension in sections, deadlines.
//
// Times have no unit: rates are per unit of time.
#pragma once

#include <cstddef>
#include <vector>

#include "analyzer/odds/chain_state.hpp"
#include "model/system/problem.hpp"

namespace pinstack {

struct ChainSpec {
    int cpus = 2;
    int tasks = 2;
    double wake_rate = 1;   ///< of a thinking task: 1 / mean think time. > 0, and so on
    double enter_rate = 1;  ///< of the plain part: 1 / its mean length
    double leave_rate = 1;  ///< of the section: 1 / its mean length
    bool sticky = false;    ///< a waking task first tries the CPU it last ran on; else a random one
    bool push_away = false;
};

struct ChainTransition {
    std::size_t to = 0;
    double rate = 0;
};

class StackingChain {
public:
    static constexpr std::size_t kMostStates = 20'000;

    /// Every state that can be reached. Sticky: from all tasks thinking where CPU 0 was their last one. Fails where
    /// there are more than kMostStates.
    static Result<StackingChain> build(const ChainSpec& spec);

    const ChainSpec& spec() const { return spec_; }
    std::size_t size() const { return states_.size(); }
    const ChainState& state(std::size_t place) const { return states_[place]; }
    /// To other states, each once. State 0 is where it began.
    const std::vector<ChainTransition>& transitions(std::size_t place) const { return transitions_[place]; }

    /// CPUs that idle while a task waits: at most as many as there are tasks that wait.
    int lost_cpus(std::size_t place) const;
    /// All tasks are ready and on one CPU.
    bool is_full_stack(std::size_t place) const;
    /// Every task has a CPU of its own, so that nothing stacks any more (where wake-ups are sticky).
    bool is_spread(std::size_t place) const;

private:
    explicit StackingChain(const ChainSpec& spec) : spec_(spec) {}

    ChainSpec spec_;
    std::vector<ChainState> states_;
    std::vector<std::vector<ChainTransition>> transitions_;
};

}  // namespace pinstack
