// SPDX-License-Identifier: Apache-2.0
#include "analyzer/odds/chain_moves.hpp"

namespace pinstack {

namespace {

constexpr int kNobody = -1;
constexpr int kNoCpu = ChainState::kNoCpu;

/// The rules of wake-ups, displacement and push-away, applied to one state.
class Mover {
public:
    explicit Mover(const ChainSpec& spec) : spec_(spec) {}

    /// A ready task without a pin, on no CPU, looks for one.
    std::vector<WeightedState> place(const ChainState& state, int task) const {
        std::vector<int> idle;
        int least_urgent_cpu = 0;
        for (int cpu = 0; cpu < spec_.cpus; ++cpu) {
            const int runs = running_on(state, cpu);
            if (runs == kNobody) idle.push_back(cpu);
            if (runs > running_on(state, least_urgent_cpu)) least_urgent_cpu = cpu;
        }
        if (!idle.empty()) {
            std::vector<WeightedState> next;
            for (const int cpu : idle) {
                next.emplace_back(1.0 / static_cast<double>(idle.size()), with(state, task, ChainPhase::plain, cpu));
            }
            return next;
        }
        if (running_on(state, least_urgent_cpu) > task) return put(state, task, least_urgent_cpu);
        return {{1.0, with(state, task, ChainPhase::waiting, kNoCpu)}};
    }

    std::vector<WeightedState> wake(const ChainState& state, int task, int cpu) const {
        const ChainState awake = with(state, task, ChainPhase::waiting, kNoCpu);
        const int runs = running_on(awake, cpu);
        return runs == kNobody || runs > task ? put(awake, task, cpu) : place(awake, task);
    }

    /// The task, which is thinking now, was the last to run on the CPU.
    ChainState fill_after(ChainState state, int task, int cpu) const {
        for (int waiting = 0; waiting < state.tasks(); ++waiting) {
            if (state.phase(waiting) != ChainPhase::waiting) continue;
            const int runs = running_on(state, cpu);
            if (runs == kNobody || waiting < runs) state.set(waiting, ChainPhase::plain, cpu);
            break;  // the most urgent one decides
        }
        if (spec_.push_away) {
            while (push_to(state, task, cpu)) {
            }
        }
        return state;
    }

private:
    static ChainState with(ChainState state, int task, ChainPhase phase, int cpu) {
        state.set(task, phase, cpu);
        return state;
    }

    std::vector<WeightedState> put(const ChainState& state, int task, int cpu) const {
        const int displaced = running_on(state, cpu);
        ChainState next = with(state, task, ChainPhase::plain, cpu);
        if (displaced == kNobody || state.phase(displaced) == ChainPhase::in_section) return {{1.0, next}};
        next.set(displaced, ChainPhase::waiting, kNoCpu);
        return place(next, displaced);
    }

    // One push to the CPU on which the task ended. False where none is possible.
    bool push_to(ChainState& state, int ended, int cpu) const {
        const int here = running_on(state, cpu);
        if (here != kNobody && here < ended) return false;  // it became more urgent
        for (int pinned = 0; pinned < state.tasks(); ++pinned) {
            if (state.phase(pinned) != ChainPhase::in_section || state.cpu(pinned) == cpu) continue;
            const int runs = running_on(state, state.cpu(pinned));
            if (runs == pinned || state.phase(runs) != ChainPhase::plain) continue;
            if (here != kNobody && here < pinned) continue;
            state.set(runs, ChainPhase::plain, cpu);
            if (here != kNobody && state.phase(here) == ChainPhase::plain) {
                state.set(here, ChainPhase::waiting, kNoCpu);
                // No CPU is idle beside it that was not before, so there is one way only.
                state = place(state, here).front().second;
            }
            return true;
        }
        return false;
    }

    const ChainSpec& spec_;
};

void add(std::vector<WeightedState>& moves, double rate, std::vector<WeightedState> next) {
    for (auto& [probability, state] : next) moves.emplace_back(rate * probability, std::move(state));
}

}  // namespace

int running_on(const ChainState& state, int cpu) {
    for (int task = 0; task < state.tasks(); ++task) {
        if (state.is_on(task, cpu)) return task;
    }
    return kNobody;
}

std::vector<WeightedState> chain_moves(const ChainSpec& spec, const ChainState& state) {
    const Mover mover(spec);
    std::vector<WeightedState> moves;
    for (int task = 0; task < state.tasks(); ++task) {
        const int cpu = state.cpu(task);
        const bool runs = cpu != kNoCpu && running_on(state, cpu) == task;
        if (state.phase(task) == ChainPhase::thinking) {
            if (spec.sticky) {
                add(moves, spec.wake_rate, mover.wake(state, task, cpu));
                continue;
            }
            for (int tried = 0; tried < spec.cpus; ++tried) {
                add(moves, spec.wake_rate / spec.cpus, mover.wake(state, task, tried));
            }
        } else if (runs && state.phase(task) == ChainPhase::plain) {
            ChainState next = state;
            next.set(task, ChainPhase::in_section, cpu);
            moves.emplace_back(spec.enter_rate, std::move(next));
        } else if (runs) {
            ChainState next = state;
            next.set(task, ChainPhase::thinking, spec.sticky ? cpu : kNoCpu);
            moves.emplace_back(spec.leave_rate, mover.fill_after(std::move(next), task, cpu));
        }
    }
    return moves;
}

}  // namespace pinstack
