// SPDX-License-Identifier: Apache-2.0
#include "analyzer/run/concrete_jobs.hpp"

#include <algorithm>
#include <tuple>

#include "model/engine/plan.hpp"
#include "model/engine/release_cursor.hpp"

namespace pinstack {

Result<std::vector<ConcreteJob>> concrete_jobs(const System& system, const Variant& variant, std::size_t most) {
    const Result<Plan> plan = make_plan(system, variant, {});
    if (!plan) return tl::unexpected(plan.error());
    const std::int64_t end = plan->horizon.value_or(kNever);
    std::vector<ConcreteJob> jobs;
    for (const PlanTask& task : plan->tasks) {
        for (ReleaseCursor job = ReleaseCursor::first(*plan, task); job.release < end; job.advance(*plan, task)) {
            if (jobs.size() > most) return jobs;
            jobs.push_back({{task.file_index, job.number}, {job.release}, {job.due + task.deadline}});
        }
    }
    std::sort(jobs.begin(), jobs.end(), [](const ConcreteJob& a, const ConcreteJob& b) {
        return std::tie(a.release, a.id.task, a.id.number) < std::tie(b.release, b.id.task, b.id.number);
    });
    return jobs;
}

}  // namespace pinstack
