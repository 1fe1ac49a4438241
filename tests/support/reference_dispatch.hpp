// SPDX-License-Identifier: Apache-2.0
//
// One dispatch of the reference scheduler: which ready job runs on which CPU. A pure function of the scene at the
// instant, one for each row of DESIGN section 5's table, in the table's words.
#pragma once

#include <optional>
#include <vector>

#include "model/platform/cpu_set.hpp"
#include "model/system/variant.hpp"
#include "tests/support/reference_job.hpp"

namespace pinstack::test {

/// A ready job.
struct Candidate {
    Urgency urgency;
    CpuId ran_on = kNoCpu;   ///< where it ran just before the instant, and still does unless displaced
    bool keeps_cpu = false;  ///< runs, and is non-preemptible
    CpuId pin = kNoCpu;
    CpuId own = 0;  ///< "the last one its task ran on, else home_cpu, else 0"
    std::optional<CpuId> home;
    CpuSet affinity;  ///< all CPUs where the file gives none
    bool fresh = false;
    bool enters_section = false;  ///< stands at the start of an MD section, unpinned
};

struct Scene {
    int cpus = 1;
    std::vector<Candidate> ready;                ///< most urgent first
    std::vector<std::optional<Urgency>> before;  ///< of the job each CPU ran just before the instant
    std::vector<std::vector<Urgency>>
        occupants;  ///< of each CPU: "unfinished job pinned there: ready, running or suspended"
};

inline constexpr int kNobody = -1;
/// For each CPU the index of its job in Scene::ready, or kNobody.
using Placement = std::vector<int>;

Placement dispatch(const BalancerName& balancer, const Scene& scene);

/// bounded-stack:K: "an MD job on a CPU where K other ready jobs pinned there wait is not displaced, by pinned jobs
/// neither"; "a pinned candidate counts among the K".
bool stack_protected(const Scene& scene, const Placement& placed, CpuId cpu, int k);

// The parts, in files of their own.
Placement dispatch_partitioned(const Scene& scene);
Placement dispatch_by_scan(const Scene& scene, bool previous_first, bool push, std::optional<int> stack_limit);
Placement dispatch_by_shift(const Scene& scene, bool swap_on_entry);

}  // namespace pinstack::test
