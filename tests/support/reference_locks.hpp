// SPDX-License-Identifier: Apache-2.0
//
// Who holds a lock, who waits for it and how urgent that makes whom: read off the list of all jobs each time.
#pragma once

#include <vector>

#include "tests/support/reference_job.hpp"

namespace pinstack::test {

using ReferenceJobs = std::vector<ReferenceJob>;

/// Place of the job that holds it, or nothing.
std::optional<std::size_t> owner_of(const ReferenceJobs& jobs, LockInstance lock);

/// "The most urgent of its own and the effective urgencies of those that wait for sleeping locks it holds
/// (transitively). Spinning ones do not pass urgency on. Ties of equal urgency: under fp the
/// job's own, under edf task order."
Urgency effective_urgency(const ReferenceJobs& jobs, const ReferenceJob& job);

/// Place of the job that is the owner when the lock is released, or nothing. Spinning: "FIFO by arrival". Sleeping:
/// "most urgent effective urgency first".
std::optional<std::size_t> next_owner_of(const ReferenceJobs& jobs, LockInstance lock);

/// "The chain owner -> lock it waits for -> owner .. comes back to it": each job of it from this one on, or nothing.
std::vector<WaitFor> circle_through(const ReferenceJobs& jobs, const ReferenceJob& job);

}  // namespace pinstack::test
