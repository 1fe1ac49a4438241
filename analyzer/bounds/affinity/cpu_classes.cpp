// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/affinity/cpu_classes.hpp"

#include <algorithm>

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
    std::vector<std::vector<bool>> members;  // of each class: is it in each mask?
    for (CpuId cpu = 0; cpu < system.platform.cpus; ++cpu) {
        std::vector<bool> in;
        for (const CpuSet& mask : masks) in.push_back(mask.contains(cpu));
        if (std::find(in.begin(), in.end(), true) == in.end()) continue;
        const auto known = std::find(members.begin(), members.end(), in);
        const auto index = static_cast<std::size_t>(known - members.begin());
        if (known == members.end()) {
            members.push_back(std::move(in));
            classes.push_back({CpuSet(system.platform.cpus), 0});
        }
        classes[index].cpus.insert(cpu);
        ++classes[index].count;
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
