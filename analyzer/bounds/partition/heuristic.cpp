// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/partition/heuristic.hpp"

#include <numeric>

namespace pinstack {
namespace {

/// The first CPU that admits the task, or kNoCpu. Empty CPUs are alike: one of them is enough.
CpuId first_that_admits(Bins& bins, const std::vector<CpuId>& cpus, std::uint32_t place, const SporadicTask& task) {
    bool tried_empty = false;
    for (const CpuId cpu : cpus) {
        if (bins.is_empty(cpu) && tried_empty) continue;
        tried_empty |= bins.is_empty(cpu);
        if (bins.admits(cpu, place, task)) return cpu;
    }
    return kNoCpu;
}

}  // namespace

void place_tasks(const TaskSet& set, OrderOfCpus order_of_cpus, Verdict& verdict) {
    verdict.reset(set.size());
    Bins bins(set);
    CpuId last = 0;
    for (const std::uint32_t place : by_decreasing_density(set)) {
        last = first_that_admits(bins, order_of_cpus(bins, last), place, set.tasks[place]);
        if (last == kNoCpu) {
            if (bins.gave_up()) verdict.why_not = Bins::kGaveUp;
            return;
        }
        bins.add(last, place, set.tasks[place]);
    }
    verdict.schedulable = true;
    verdict.placement.resize(set.size());
    Verdict one;
    for (CpuId cpu = 0; cpu < bins.cpus(); ++cpu) {
        StepBudget budget;
        Bins::test(bins.tasks(cpu), one, budget);
        for (std::size_t i = 0; i < bins.places(cpu).size(); ++i) {
            verdict.bounds[bins.places(cpu)[i]] = one.bounds[i];
            verdict.placement[bins.places(cpu)[i]] = cpu;
        }
    }
}

std::vector<CpuId> cpus_by_number(const Bins& bins) {
    std::vector<CpuId> cpus(static_cast<std::size_t>(bins.cpus()));
    std::iota(cpus.begin(), cpus.end(), 0);
    return cpus;
}

}  // namespace pinstack
