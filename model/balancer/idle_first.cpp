// SPDX-License-Identifier: Apache-2.0
//
// idle-first: a job that may run anywhere takes an idle CPU if there is one, else displaces the least urgent
// running job. With NP sections this is the eager preemption of the theory (theory.md: IDLEFIRST, NP).
#include <optional>

#include "model/balancer/engines.hpp"
#include "model/balancer/priority_scan.hpp"
#include "model/engine/engine.hpp"

namespace pinstack {
namespace {

class IdleFirst : public PlainBalancer {
public:
    static constexpr std::optional kPlain = PlainPlacement::stay;
    explicit IdleFirst(const Plan& plan) : scan_(plan, {}) {}
    void dispatch(auto& state) { scan_.run(state); }

private:
    PriorityScan scan_;
};

}  // namespace

const EngineFactory kIdleFirst{run_engine<IdleFirst>};

}  // namespace pinstack
