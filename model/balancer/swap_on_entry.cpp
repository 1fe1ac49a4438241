// SPDX-License-Identifier: Apache-2.0
//
// swap-on-entry: shift, and a job about to enter MD is first brought to a CPU to which no job is pinned, if there is
// one, swapping with whoever runs there. If at most m tasks use MD, this is ideal global scheduling at every
// instant (Theorem 1); beyond, at most n_MD - m CPUs are lost (Theorem 2). theory.md: SOE.
#include <algorithm>
#include <optional>
#include <vector>

#include "model/balancer/engines.hpp"
#include "model/balancer/masked_shifting.hpp"
#include "model/balancer/shifting.hpp"
#include "model/engine/engine.hpp"

namespace pinstack {
namespace {

class SwapOnEntry : public PlainBalancer {
public:
    static constexpr bool kPinsAtDispatch = true;
    static constexpr std::optional kPlain = PlainPlacement::shift;

    explicit SwapOnEntry(const Plan& plan) : shifting_(plan) {
        if (plan.has_masks()) masked_.emplace(plan);
    }

    /// Entrants to unoccupied CPUs stay where they are, so without a contest only the others have to be placed.
    bool needs_dispatch(const auto& state) const {
        bool needs = false;
        for (const CpuId cpu : state.touched_cpus()) {
            if (state.is_idle(cpu) || !state.is_occupied(cpu)) continue;
            needs |= state.is_at_md_start(state.running(cpu).task);
        }
        return needs;
    }

    template <class State>
    void dispatch(State& state) {
        if constexpr (State::kMayHaveMasks) {
            if (masked_) {
                masked_->select(state);
                place_masked_entrants(state);
                return masked_->place(state);
            }
        }
        shifting_.select(state);
        place_entrants(state);
        shifting_.place(state);
    }

private:
    /// Which of two CPUs an entrant prefers: no occupant before some, then the less urgent most urgent occupant;
    /// its own, then the lower number.
    static bool prefers(const auto& state, CpuId own, CpuId a, CpuId b) {
        const Urgency top_a = state.most_urgent_occupant(a);
        const Urgency top_b = state.most_urgent_occupant(b);
        if (top_a != top_b) return more_urgent(top_b, top_a);
        if (a == own || b == own) return a == own;
        return a < b;
    }

    void place_entrants(auto& state) {
        entrants_.clear();
        const auto is_entrant = [&](TaskIndex task) { return state.is_at_md_start(task); };
        shifting_.begin_entrants(entrants_, is_entrant);
        // A running job that stands at an MD start got there at this instant, so its CPU is touched.
        for (std::size_t i = 0; i < state.touched_cpus().size(); ++i) {
            const CpuId cpu = state.touched_cpus()[i];
            if (shifting_.is_held(state, cpu) || state.is_idle(cpu) || !is_entrant(state.running(cpu).task)) continue;
            entrants_.push_back(state.running(cpu));
            state.lift(cpu);
        }
        std::sort(entrants_.begin(), entrants_.end(), more_urgent);
        for (const Urgency& entrant : entrants_) {
            const CpuId own = state.own_cpu(entrant.task);
            CpuId best = kNoCpu;
            for (CpuId cpu = 0; cpu < state.cpus(); ++cpu) {
                if (shifting_.is_held(state, cpu)) continue;
                if (best == kNoCpu || prefers(state, own, cpu, best)) best = cpu;
            }
            shifting_.settle(state, entrant.task, best);
        }
    }

    void place_masked_entrants(auto& state) {
        for (std::size_t i = 0; i < masked_->selected().size(); ++i) {
            const TaskIndex task = masked_->selected()[i].job.task;
            if (!state.is_at_md_start(task)) continue;
            const CpuId own = state.own_cpu(task);
            choices_.clear();
            for (CpuId cpu = 0; cpu < state.cpus(); ++cpu) {
                if (state.mask(task).contains(cpu) && masked_->is_open(state, cpu)) choices_.push_back(cpu);
            }
            std::sort(choices_.begin(), choices_.end(), [&](CpuId a, CpuId b) { return prefers(state, own, a, b); });
            for (CpuId cpu : choices_) {
                if (masked_->fix(state, i, cpu)) break;
            }
        }
    }

    Shifting shifting_;
    std::optional<MaskedShifting> masked_;
    std::vector<Urgency> entrants_;
    std::vector<CpuId> choices_;
};

}  // namespace

const EngineFactory kSwapOnEntry{run_engine<SwapOnEntry>};

}  // namespace pinstack
