// SPDX-License-Identifier: Apache-2.0
#include "tests/support/reference_locks.hpp"

#include <algorithm>

namespace pinstack::test {

std::optional<std::size_t> owner_of(const ReferenceJobs& jobs, LockInstance lock) {
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (std::find(jobs[i].holds.begin(), jobs[i].holds.end(), lock) != jobs[i].holds.end()) return i;
    }
    return std::nullopt;
}

Urgency effective_urgency(const ReferenceJobs& jobs, const ReferenceJob& job) {
    // Everybody who waits for the job, directly or not; in a deadlock the job itself is among them.
    std::vector<const ReferenceJob*> dependants = {&job};
    for (std::size_t i = 0; i < dependants.size(); ++i) {
        for (const LockInstance lock : dependants[i]->holds) {
            for (const ReferenceJob& other : jobs) {
                const bool known = std::find(dependants.begin(), dependants.end(), &other) != dependants.end();
                if (other.blocked() && other.waits_for == lock && !known) dependants.push_back(&other);
            }
        }
    }
    Urgency most = job.urgency;
    for (const ReferenceJob* it : dependants) most.rank = std::min(most.rank, it->urgency.rank);
    return most;
}

std::optional<std::size_t> next_owner_of(const ReferenceJobs& jobs, LockInstance lock) {
    std::optional<std::size_t> next;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (jobs[i].waits_for != lock) continue;
        const bool first =
            !next || (jobs[i].spins() ? jobs[i].arrival < jobs[*next].arrival
                                      : effective_urgency(jobs, jobs[i]) < effective_urgency(jobs, jobs[*next]));
        if (first) next = i;
    }
    return next;
}

std::vector<WaitFor> circle_through(const ReferenceJobs& jobs, const ReferenceJob& job) {
    std::vector<WaitFor> circle;
    const ReferenceJob* at = &job;
    // The chain may run into a circle that the job is not part of: then it comes to none of its members twice.
    while (at->waits_for && circle.size() <= jobs.size()) {
        circle.push_back({at->task, at->waits_for->lock, at->waits_for->cpu});
        const auto owner = owner_of(jobs, *at->waits_for);
        if (!owner) return {};  // it waits for an operation on a CPU
        at = &jobs[*owner];
        if (at == &job) return circle;
    }
    return {};
}

}  // namespace pinstack::test
