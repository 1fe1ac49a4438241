// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/job_sets/sag.hpp"

#include <algorithm>

#include "model/balancer/balancer.hpp"
#include "model/task/program.hpp"

namespace pinstack {

bool is_wholly_non_preemptible(const System& system, const Task& task, const Variant& variant) {
    const Program program = compile(task.body, variant, system.locks);
    return std::all_of(program.begin(), program.end(), [](const Step& step) { return step.non_preemptible; });
}

Variant sag_variant(const System& system) {
    Variant variant = system.kernel;
    const bool is_np = std::all_of(system.tasks.begin(), system.tasks.end(), [&](const Task& task) {
        return is_wholly_non_preemptible(system, task, system.kernel);
    });
    if (!is_np) {
        variant.sections = Protection::preempt_disable;
        variant.hybrid_below.reset();
    }
    if (is_linux(variant)) variant.balancer = {"idle-first", std::nullopt};
    return variant;
}

std::vector<Cluster> sag_clusters(const System& system, const TaskSet& set) {
    return find_balancer(system.kernel.balancer.name)->needs_home_cpu ? homes_of(set) : clusters_of(system, set);
}

tl::expected<std::vector<SagPart>, std::string> explore_parts(const System& system, const TaskSet& set,
                                                              SagObserver* observer) {
    std::vector<SagPart> parts;
    for (Cluster& cluster : sag_clusters(system, set)) {
        auto jobs = make_job_set(system, set, cluster.places, cluster.cpus);
        if (!jobs) return tl::unexpected(jobs.error());
        parts.push_back({std::move(cluster), std::move(*jobs), {}});
    }
    for (SagPart& part : parts) part.result = explore_job_set(part.jobs, {}, observer);
    return parts;
}

void run_sag(const System& system, const TaskSet& set, Verdict& verdict) {
    verdict.reset(set.size());
    const auto parts = explore_parts(system, set);
    if (!parts) {
        verdict.why_not = parts.error();
        return;
    }
    verdict.schedulable = true;
    std::string why_incomplete;
    for (const SagPart& part : *parts) {
        // A deadline that is missed in a part of the graph is missed in the whole.
        if (part.result.has_miss) verdict.schedulable = false;
        if (!part.result.is_complete()) {
            why_incomplete = part.result.why_incomplete;
            continue;
        }
        for (std::size_t i = 0; i < part.cluster.places.size(); ++i) {
            const std::uint32_t place = part.cluster.places[i];
            const std::int64_t worst = part.result.streams[i].worst_response;
            if (worst <= set.tasks[place].deadline) verdict.bounds[place] = worst;
        }
    }
    if (verdict.schedulable) verdict.why_not = std::move(why_incomplete);
}

}  // namespace pinstack
