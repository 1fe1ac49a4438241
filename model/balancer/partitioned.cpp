// SPDX-License-Identifier: Apache-2.0
//
// partitioned: every job stays on its task's home CPU; each CPU runs its most urgent ready job. MD changes nothing
// there: a pinned job never wanted to leave.
#include "model/balancer/engines.hpp"
#include "model/engine/engine.hpp"

namespace pinstack {
namespace {

class Partitioned : public PlainBalancer {
public:
    explicit Partitioned(const Plan&) {}

    void dispatch(auto& state) {
        const auto claimed = state.claimed_cpus();
        for (CpuId cpu = claimed.first(); cpu != kNoCpu; cpu = claimed.next(cpu + 1)) {
            const Urgency waiting = state.waiting().top(state.pinned_queue(cpu));
            if (state.is_non_preemptible(cpu) || !more_urgent(waiting, state.running(cpu))) continue;
            state.dequeue(waiting.task);
            if (!state.is_idle(cpu)) state.enqueue(state.lift(cpu));
            state.place(waiting.task, cpu);
        }
    }
};

}  // namespace

const EngineFactory kPartitioned{run_engine<Partitioned>};

}  // namespace pinstack
