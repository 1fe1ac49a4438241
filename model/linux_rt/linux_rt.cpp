// SPDX-License-Identifier: Apache-2.0
//
// linux-rt-nopush, linux-rt-5.11, linux-rt-5.15, linux-rt-chained, linux-dl: the flavours of Linux as balancers.
#include "model/balancer/engines.hpp"
#include "model/engine/balancing.hpp"
#include "model/linux_rt/linux_engine.hpp"

namespace pinstack {

namespace {

template <linux_rt::Flavour kFlavour>
RunResult run_linux(const Plan& plan, Observer* observer) {
    if (observer != nullptr) return linux_rt::LinuxEngine<true, false>(plan, kFlavour, observer).run();
    if (!plan.is_lean()) return linux_rt::LinuxEngine<false, false>(plan, kFlavour, nullptr).run();
    return linux_rt::LinuxEngine<false, true>(plan, kFlavour, nullptr).run();
}

}  // namespace

const EngineFactory kLinuxRtNoPush{run_linux<linux_rt::Flavour::no_push>};
const EngineFactory kLinuxRt511{run_linux<linux_rt::Flavour::v5_11>};
const EngineFactory kLinuxRt515{run_linux<linux_rt::Flavour::v5_15>};
const EngineFactory kLinuxRtChained{run_linux<linux_rt::Flavour::chained>};
const EngineFactory kLinuxDl{run_linux<linux_rt::Flavour::v5_15>};

}  // namespace pinstack
