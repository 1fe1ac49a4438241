// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/workload/carry_in.hpp"

namespace pinstack {

void set_interferers(const TaskSet& set, std::size_t place, std::span<const std::int64_t> responses,
                     std::vector<Interferer>& out) {
    out.clear();
    if (set.order == Order::fp) {
        for (std::size_t i = 0; i < place; ++i) out.push_back({&set.tasks[i], responses[i]});
        return;
    }
    const std::int64_t deadline = set.tasks[place].deadline;
    for (std::size_t i = 0; i < set.size(); ++i) {
        if (i == place) continue;
        const SporadicTask& other = set.tasks[i];
        const std::int64_t jobs = edf_jobs(other, deadline);
        const std::int64_t most = edf_workload(other, responses[i], deadline);
        const std::int64_t carried_in = most > jobs * other.wcet ? 1 : 0;
        out.push_back({&other, responses[i], most, (jobs + carried_in) * other.sectioned, jobs});
    }
}

}  // namespace pinstack
