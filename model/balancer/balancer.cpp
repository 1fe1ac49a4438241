// SPDX-License-Identifier: Apache-2.0
#include "model/balancer/balancer.hpp"

#include <algorithm>
#include <array>

#include "model/balancer/engines.hpp"

namespace pinstack {
namespace {

const std::array kBalancers{
    BalancerInfo{"partitioned", "", "every job stays on its home CPU", true, false, &kPartitioned},
    BalancerInfo{"idle-first", "", "an idle CPU if there is one, else over the least urgent job", false, false,
                 &kIdleFirst},
    BalancerInfo{"wake-previous", "", "idle-first, but a waking job preempts on its previous CPU", false, false,
                 &kWakePrevious},
    BalancerInfo{"wake-previous-push", "", "wake-previous, and unpinned jobs are pushed off waiting pinned ones", false,
                 false, &kWakePreviousPush},
    BalancerInfo{"shift", "", "the most urgent set of jobs that pins and masks allow runs", false, false, &kShift},
    BalancerInfo{"swap-on-entry", "", "shift, and MD is entered on a CPU without a pinned job", false, false,
                 &kSwapOnEntry},
    BalancerInfo{"bounded-stack", "K", "idle-first, but at most K jobs wait under a pinned one", false, false,
                 &kBoundedStack},
    BalancerInfo{"linux-rt-nopush", "", "Linux's RT push and pull without push-away of the running task", false, true,
                 &kLinuxRtNoPush},
    BalancerInfo{"linux-rt-5.11", "", "Linux 5.11 to 5.14: push-away, tried again at migrate_enable()", false, true,
                 &kLinuxRt511},
    BalancerInfo{"linux-rt-5.15", "", "Linux since 5.15: push-away, unless the running task is migration-disabled",
                 false, true, &kLinuxRt515},
    BalancerInfo{"linux-rt-chained", "", "linux-rt-5.15, and push-away again after each push and migrate_enable()",
                 false, true, &kLinuxRtChained},
};

}  // namespace

std::span<const BalancerInfo> balancers() { return kBalancers; }

const BalancerInfo* find_balancer(std::string_view name) {
    const auto found = std::find_if(kBalancers.begin(), kBalancers.end(),
                                    [&](const BalancerInfo& balancer) { return balancer.name == name; });
    return found == kBalancers.end() ? nullptr : &*found;
}

}  // namespace pinstack
