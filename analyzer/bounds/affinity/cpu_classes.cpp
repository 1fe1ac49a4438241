// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/affinity/cpu_classes.hpp"

#include <algorithm>
#include <map>

namespace pinstack {

CpuSet mask_of(const System& system, const Task& task) {
    return task.affinity.value_or(CpuSet::all(system.platform.cpus));
}

std::vector<CpuClass> cpu_classes(const System& system) {
    std::vector<CpuSet> masks;
    for (const Task& task : system.tasks) masks.push_back(mask_of(system, task));
    std::sort(masks.begin(), masks.end());
    masks.erase(std::unique(masks.begin(), masks.end()), masks.end());

    std::vector<CpuClass> classes;
    std::map<std::vector<bool>, std::size_t> known;  // a class by which masks have it
    for (CpuId cpu = 0; cpu < system.platform.cpus; ++cpu) {
        std::vector<bool> in;
        for (const CpuSet& mask : masks) in.push_back(mask.contains(cpu));
        if (std::find(in.begin(), in.end(), true) == in.end()) continue;
        const auto [it, is_new] = known.emplace(std::move(in), classes.size());
        if (is_new) classes.push_back({CpuSet(system.platform.cpus), 0});
        classes[it->second].cpus.insert(cpu);
        ++classes[it->second].count;
    }
    return classes;
}

std::vector<std::uint32_t> classes_in(const std::vector<CpuClass>& classes, const CpuSet& mask) {
    std::vector<std::uint32_t> out;
    for (std::uint32_t i = 0; i < classes.size(); ++i) {
        if (mask.contains(classes[i].cpus.first())) out.push_back(i);
    }
    return out;
}

}  // namespace pinstack
