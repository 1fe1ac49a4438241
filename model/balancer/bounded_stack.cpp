// SPDX-License-Identifier: Apache-2.0
//
// bounded-stack:K: idle-first, but an MD job on a CPU where K other ready jobs pinned there wait is not displaced,
// by pinned jobs neither. So at most K jobs wait in a stack, at the price of bounded blocking (theory.md: KCAP).
#include "model/balancer/engines.hpp"
#include "model/balancer/priority_scan.hpp"
#include "model/engine/engine.hpp"

namespace pinstack {
namespace {

class BoundedStack : public PlainBalancer {
public:
    explicit BoundedStack(const Plan& plan)
        : scan_(plan, {.fresh_tries_own_cpu = false, .protect_above = plan.balancer_parameter}) {}
    void dispatch(auto& state) { scan_.run(state); }
    bool is_protected(const auto& state, CpuId cpu) const { return scan_.is_protected(state, cpu); }

private:
    PriorityScan scan_;
};

}  // namespace

const EngineFactory kBoundedStack{run_engine<BoundedStack>};

}  // namespace pinstack
