// SPDX-License-Identifier: Apache-2.0
//
// The workload of the speed figures: n implicit-deadline periodic tasks, synchronous, on m CPUs, periods from
// {10,12,15,20,24,25,30,40,48,50,60,75,80,100} ms, utilizations by UUniFast-discard (Bini and Buttazzo 2005; no task
// above 1), run times in whole microseconds.
#pragma once

#include <cstdint>

#include "model/system/system.hpp"

namespace pinstack::bench {

struct WorkloadSpec {
    int tasks = 20;
    int cpus = 4;
    double utilization = 3.0;
    /// The middle half of every job is a neutral section.
    bool sections = false;
    std::uint64_t seed = 42;
};

System make_workload(const WorkloadSpec& spec, Duration horizon);

}  // namespace pinstack::bench
