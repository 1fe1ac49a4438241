// SPDX-License-Identifier: Apache-2.0
#include "model/balancer/balancer.hpp"

#include <algorithm>
#include <array>

#include "model/balancer/engines.hpp"

namespace pinstack {
namespace {

const std::array kBalancers{
    BalancerInfo{"partitioned", "", "every job stays on its home CPU", true, &kPartitioned},
    BalancerInfo{"idle-first", "", "an idle CPU if there is one, else over the least urgent job", false, &kIdleFirst},
    BalancerInfo{"wake-previous", "", "idle-first, but a waking job preempts on its previous CPU", false,
                 &kWakePrevious},
    BalancerInfo{"wake-previous-push", "", "wake-previous, and unpinned jobs are pushed off waiting pinned ones", false,
                 &kWakePreviousPush},
    BalancerInfo{"shift", "", "the most urgent set of jobs that pins and masks allow runs", false, &kShift},
    BalancerInfo{"swap-on-entry", "", "shift, and MD is entered on a CPU without a pinned job", false, &kSwapOnEntry},
    BalancerInfo{"bounded-stack", "K", "idle-first, but at most K jobs wait under a pinned one", false, &kBoundedStack},
    BalancerInfo{"linux-rt-nopush", "", "Linux's push and pull, before 5.11: nobody is pushed off a pinned task", false,
                 &kLinuxRtNoPush, true},
    BalancerInfo{"linux-rt-5.11", "", "Linux 5.11: push-away, retried when the running task leaves MD", false,
                 &kLinuxRt511, true},
    BalancerInfo{"linux-rt-5.15", "", "Linux since 5.15: push-away, but never of a running task in MD, and no retry",
                 false, &kLinuxRt515, true},
    BalancerInfo{"linux-rt-chained", "", "push-away again after each push and each end of MD; not in Linux", false,
                 &kLinuxRtChained, true},
    BalancerInfo{"linux-dl", "", "Linux's SCHED_DEADLINE: budgets, push and pull by deadline; the rest as 5.15", false,
                 &kLinuxDl, true, true},
};

}  // namespace

std::span<const BalancerInfo> balancers() { return kBalancers; }

const BalancerInfo* find_balancer(std::string_view name) {
    const auto found = std::find_if(kBalancers.begin(), kBalancers.end(),
                                    [&](const BalancerInfo& balancer) { return balancer.name == name; });
    return found == kBalancers.end() ? nullptr : &*found;
}

}  // namespace pinstack
