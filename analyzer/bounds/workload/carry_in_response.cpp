// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/workload/carry_in_response.hpp"

#include <boost/container/small_vector.hpp>

#include "analyzer/bounds/workload/carry_in.hpp"
#include "analyzer/bounds/workload/least_delay.hpp"

namespace pinstack {
namespace {

using Numbers = boost::container::small_vector<std::int64_t, 64>;

/// The least fixed point, or the deadline + 1 where that is beyond the deadline. `fill(work, R)` sets what the others
/// do while a job is unfinished for R.
template <class Fill>
std::int64_t least_response(const SporadicTask& task, int cpus, Numbers& work, Fill fill) {
    if (task.wcet > task.deadline) return task.deadline + 1;
    for (std::int64_t delay = 1;;) {
        fill(work, task.wcet + delay - 1);
        const std::int64_t next = least_delay({work.data(), work.size()}, cpus, delay);
        const std::int64_t response = task.wcet + next - 1;
        if (response > task.deadline) return task.deadline + 1;
        if (next == delay) return response;
        delay = next;
    }
}

}  // namespace

void bound_carry_in_fp(const TaskSet& set, CarryIn carry_in, Verdict& verdict) {
    verdict.reset(set.size());
    Numbers responses, work;
    for (const SporadicTask& task : set.tasks) {
        work.resize(responses.size());
        const std::int64_t response = least_response(task, set.cpus, work, [&](Numbers& out, std::int64_t length) {
            for (std::size_t i = 0; i < out.size(); ++i) {
                out[i] = carry_in_workload(set.tasks[i], responses[i], length);
            }
        });
        if (response > task.deadline) return;
        verdict.bounds[responses.size()] = response;
        responses.push_back(carry_in == CarryIn::deadlines ? task.deadline : response);
    }
    verdict.schedulable = true;
}

void bound_carry_in_edf(const TaskSet& set, Verdict& verdict) {
    verdict.reset(set.size());
    Numbers responses, work(set.size());
    for (const SporadicTask& task : set.tasks) {
        if (task.wcet > task.deadline) return;
        responses.push_back(task.deadline);
    }
    std::size_t passing = 0;
    for (bool improved = true; improved;) {
        improved = false;
        passing = 0;
        for (std::size_t k = 0; k < set.size(); ++k) {
            const SporadicTask& task = set.tasks[k];
            const std::int64_t response = least_response(task, set.cpus, work, [&](Numbers& out, std::int64_t length) {
                for (std::size_t i = 0; i < out.size(); ++i) {
                    const SporadicTask& other = set.tasks[i];
                    out[i] = i == k ? 0
                                    : std::min(carry_in_workload(other, responses[i], length),
                                               edf_workload(other, responses[i], task.deadline));
                }
            });
            if (response > task.deadline) continue;
            ++passing;
            improved |= response < responses[k];
            responses[k] = response;
        }
    }
    if (passing < set.size()) return;
    verdict.schedulable = true;
    for (std::size_t k = 0; k < set.size(); ++k) verdict.bounds[k] = responses[k];
}

}  // namespace pinstack
