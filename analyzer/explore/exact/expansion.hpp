// SPDX-License-Identifier: Apache-2.0
//
// One slot: from a state (at an instant, what ended has ended) every choice of releases, then the dispatch, under
// Placements::any every placement; then the slot passes, under Lengths::any with every choice of operations that end.
// The children are the states one slot later. A state in which some job is unfinished one period after its release has
// no place in a packed state, and no children: it is noted, and left.
//
// The work of a child is some additions to words: what the passing of time alone does to a state is worked out once,
// and a release or a slot run adds a constant. Tasks are in order of urgency ("ranks") here; under edf that differs
// from state to state.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "analyzer/explore/exact/findings.hpp"
#include "analyzer/explore/exact/packed_state.hpp"
#include "analyzer/explore/exact/slot_dispatch.hpp"
#include "analyzer/explore/exact/slot_system.hpp"

namespace pinstack {

template <int kWords, Scheme kScheme>
class Expansion {
public:
    using State = PackedState<kWords>;
    static constexpr bool kHasPins = kScheme != Scheme::pooled;
    static constexpr bool kIsBalanced = kScheme == Scheme::balanced;
    /// CPUs have no names: those of pinned jobs are numbered by the first task (file order) pinned to each.
    static constexpr bool kRenames = kHasPins && !kIsBalanced;

    Expansion(const SlotSystem& system, const StateLayout& layout, Lengths lengths);

    /// Nobody has a job, and every task may release one.
    State initial() const;

    /// `sink(child, released)`, with the tasks released as a set of task indices, for each child; some may come twice.
    /// Notes in `findings` what happens in the slot.
    template <class Sink>
    void expand(const State& state, StateId id, ExactFindings& findings, Sink&& sink);

    /// The first choice of releases with which `is_it(findings)` of the slot alone. REQUIRES: there is one.
    template <class IsIt>
    std::uint32_t releases_into(const State& state, IsIt is_it);

private:
    /// What does not change, of a task.
    struct Constants {
        TaskFields fields;
        std::int32_t period = 0, deadline = 0, length = 0;
        std::uint64_t run = 0;                 ///< what a slot run adds
        std::uint64_t release = 0;             ///< what a release and the slot after it add to "may release"
        const std::uint8_t* stands = nullptr;  ///< by slots run, flags
    };
    enum Stands : std::uint8_t { kPinned = 1, kHolds = 2, kEnters = 4 };

    /// Of a task, at the state that is expanded.
    struct Local {
        std::int64_t key = 0;
        std::int32_t age = 0;
        std::uint32_t task = 0;
        bool is_active = false, ran = false;
        std::int8_t cpu = 0;
        std::uint8_t stands = 0, stands_next = 0, stands_early = 0;
        bool ends_next = false, ends_early = false;
        std::uint64_t early = 0;  ///< what the end of its operation after the slot adds, if that comes early
    };

    void look_at(const State& state);
    void look_at_before();
    template <class Sink>
    void release(RankSet released, StateId id, ExactFindings& findings, Sink&& sink);
    /// The most urgent of those ready, pins or not.
    RankSet pool(RankSet ready) const;
    template <class Sink>
    void run_shifted(RankSet ready, RankSet released, StateId id, ExactFindings& findings, Sink&& sink);
    template <class Sink>
    void choose_cpus(RankSet open, CpuWordSet used, RankSet running, StateId id, ExactFindings& findings, Sink&& sink);
    template <class Sink>
    void choose_unmitigated(RankSet open, CpuWordSet used, RankSet running, StateId id, ExactFindings& findings,
                            Sink&& sink);
    template <class Sink>
    void run_balanced(RankSet ready, RankSet released, StateId id, ExactFindings& findings, Sink&& sink);
    /// The slot passes.
    template <class Sink>
    void pass(RankSet running, StateId id, ExactFindings& findings, Sink&& sink);
    template <class Sink>
    void pass(RankSet running, RankSet early, StateId id, ExactFindings& findings, Sink&& sink);
    void look_at_early_end(Local& local, std::int32_t done) const;
    void note_depth(RankSet running, StateId id, ExactFindings& findings) const;

    const SlotSystem& system_;
    bool shortens_;  // Lengths::any
    int cpus_;
    CpuWordSet all_cpus_;
    bool is_edf_, has_ran_ = false, pushes_ = false;
    std::vector<Constants> tasks_;
    std::shared_ptr<const std::vector<std::vector<std::uint8_t>>> stands_;  // copies look at the same
    SlotDispatch dispatch_ = nullptr;
    int parameter_ = 0;

    // Of the state that is expanded, by rank.
    std::array<Local, kMostRanks> local_{};
    State base_;  // one slot later, if nobody releases and nobody runs
    RankSet active_ = 0, may_release_ = 0;
    RankSet holds_ = 0, pinned_ = 0, enters_ = 0;  // active ones, where they stand
    RankSet pinned_next_ = 0, ends_next_ = 0;      // once they have run the slot; of those that may release, too
    RankSet may_end_early_ = 0, pinned_early_ = 0, ends_early_ = 0;  // if the operation ends before its time
    RankSet enters_released_ = 0;
    RankSet due_ = 0, due_released_ = 0;  // one period after their release at the end of the slot
    CpuWordSet occupied_ = 0;
    std::array<std::int8_t, kMostRanks> top_{};  // most urgent occupant of each CPU, or kNowhere
    SlotScene scene_;                            // of balanced

    // Of the choice that is followed.
    RankSet ready_ = 0, released_ = 0;
    std::array<std::int8_t, kMostRanks> cpu_{};  // where pinned ones are, and running ones as far as it matters
    SlotPlacement placed_{};
};

}  // namespace pinstack

#include "analyzer/explore/exact/expansion_slot.hpp"
