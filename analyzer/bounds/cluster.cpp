// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/cluster.hpp"

#include <algorithm>
#include <map>

#include "analyzer/bounds/affinity/cpu_classes.hpp"

namespace pinstack {
std::optional<std::pair<std::uint32_t, std::uint32_t>> overlapping_masks(const System& system) {
    std::vector<std::uint32_t> different;  // the first task of each mask
    for (std::uint32_t task = 0; task < system.tasks.size(); ++task) {
        const CpuSet mask = mask_of(system, system.tasks[task]);
        const bool is_known = std::any_of(different.begin(), different.end(),
                                          [&](std::uint32_t other) { return mask_of(system, system.tasks[other]) == mask; });
        if (is_known) continue;
        for (const std::uint32_t other : different) {
            if (first_common(mask_of(system, system.tasks[other]), mask) != kNoCpu) return std::pair(other, task);
        }
        different.push_back(task);
    }
    return std::nullopt;
}

std::vector<Cluster> clusters_of(const System& system, const TaskSet& set) {
    std::vector<Cluster> clusters;
    std::map<CpuId, std::size_t> cluster_of;  // by the lowest CPU
    for (std::uint32_t place = 0; place < set.size(); ++place) {
        const CpuSet mask = mask_of(system, system.tasks[set.tasks[place].file_index]);
        const auto [it, is_new] = cluster_of.emplace(mask.first(), clusters.size());
        if (is_new) clusters.push_back({mask.count(), {}});
        clusters[it->second].places.push_back(place);
    }
    return clusters;
}

std::vector<Cluster> homes_of(const TaskSet& set) {
    std::map<CpuId, Cluster> by_home;
    for (std::uint32_t place = 0; place < set.size(); ++place) {
        by_home[set.tasks[place].home].places.push_back(place);
    }
    std::vector<Cluster> clusters;
    for (auto& [cpu, cluster] : by_home) clusters.push_back(std::move(cluster));
    return clusters;
}

TaskSet tasks_of(const TaskSet& set, const Cluster& cluster) {
    TaskSet out;
    out.cpus = cluster.cpus;
    out.order = set.order;
    out.fifo_ties = set.fifo_ties;
    for (const std::uint32_t place : cluster.places) out.add(set.tasks[place], set.sections_of(set.tasks[place]));
    return out;
}

}  // namespace pinstack
