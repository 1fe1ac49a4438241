// SPDX-License-Identifier: Apache-2.0
//
// CPUs that the same tasks may use: for tests that look at masks they are alike. There are at most as many classes as
// CPUs, mostly few.
#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/bounds/task_set.hpp"
#include "model/system/system.hpp"

namespace pinstack {

struct CpuClass {
    CpuSet cpus;
    int count = 0;
};

/// Which CPUs the task may use.
CpuSet mask_of(const System& system, const Task& task);

/// In the order of their lowest CPUs; CPUs that no task may use are left out.
std::vector<CpuClass> cpu_classes(const System& system);

/// The classes that a mask is made of, as indices.
std::vector<std::uint32_t> classes_in(const std::vector<CpuClass>& classes, const CpuSet& mask);

}  // namespace pinstack
