// SPDX-License-Identifier: Apache-2.0
#include "analyzer/run/utilization.hpp"

namespace pinstack {

std::optional<double> utilization_of(const Task& task) {
    const auto share = [&](Duration distance) {
        return static_cast<double>(worst_case_execution_time(task.body).ns) / static_cast<double>(distance.ns);
    };
    if (const auto* periodic = std::get_if<Periodic>(&task.releases)) return share(periodic->period);
    if (const auto* sporadic = std::get_if<Sporadic>(&task.releases)) return share(sporadic->interarrival.min);
    return std::nullopt;
}

TotalUtilization total_utilization(const System& system) {
    TotalUtilization total;
    for (const Task& task : system.tasks) {
        const auto share = utilization_of(task);
        total.sum += share.value_or(0);
        total.without += share ? 0 : 1;
    }
    return total;
}

}  // namespace pinstack
