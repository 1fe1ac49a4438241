// SPDX-License-Identifier: Apache-2.0
#include "tests/support/reference_dispatch.hpp"

#include <stdexcept>

namespace pinstack::test {

/// "a job stays on its home CPU". "In the idealised ones, every running non-preemptible job keeps its CPU."
Placement dispatch_partitioned(const Scene& scene) {
    Placement placed(static_cast<std::size_t>(scene.cpus), kNobody);
    for (CpuId cpu = 0; cpu < scene.cpus; ++cpu) {
        int& here = placed[static_cast<std::size_t>(cpu)];
        for (std::size_t i = 0; i < scene.ready.size(); ++i) {
            if (scene.ready[i].keeps_cpu && scene.ready[i].ran_on == cpu) here = static_cast<int>(i);
        }
        for (std::size_t i = 0; i < scene.ready.size() && here == kNobody; ++i) {
            const Candidate& it = scene.ready[i];
            if (it.keeps_cpu) continue;  // on another CPU, which was its home
            if ((it.pin != kNoCpu ? it.pin : *it.home) == cpu) here = static_cast<int>(i);
        }
    }
    return placed;
}

Placement dispatch(const BalancerName& balancer, const Scene& scene) {
    if (balancer.name == "partitioned") return dispatch_partitioned(scene);
    if (balancer.name == "idle-first") return dispatch_by_scan(scene, false, false, std::nullopt);
    if (balancer.name == "wake-previous") return dispatch_by_scan(scene, true, false, std::nullopt);
    if (balancer.name == "wake-previous-push") return dispatch_by_scan(scene, true, true, std::nullopt);
    if (balancer.name == "bounded-stack") return dispatch_by_scan(scene, false, false, balancer.parameter.value());
    if (balancer.name == "shift") return dispatch_by_shift(scene, false);
    if (balancer.name == "swap-on-entry") return dispatch_by_shift(scene, true);
    throw std::invalid_argument("the reference scheduler has no balancer " + balancer.name);
}

}  // namespace pinstack::test
