// SPDX-License-Identifier: Apache-2.0
//
// wake-previous: idle-first, but a job that just became ready first tries the CPU its task last ran on, even over
// the head of a less urgent job: where Linux places a waking real-time task (select_task_rq_rt leaves a more
// urgent task on its previous CPU and relies on the push of the preempted one).
#include "model/balancer/engines.hpp"
#include "model/balancer/priority_scan.hpp"
#include "model/engine/engine.hpp"

namespace pinstack {
namespace {

class WakePrevious : public PlainBalancer {
public:
    explicit WakePrevious(const Plan& plan) : scan_(plan, {.fresh_tries_own_cpu = true, .protect_above = {}}) {}
    void dispatch(auto& state) { scan_.run(state); }

private:
    PriorityScan scan_;
};

}  // namespace

const EngineFactory kWakePrevious{run_engine<WakePrevious>};

}  // namespace pinstack
