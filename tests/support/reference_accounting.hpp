// SPDX-License-Identifier: Apache-2.0
//
// What an instant counts for (DESIGN section 6): a pure function of who stands where after the dispatch.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "model/engine/observer.hpp"
#include "tests/support/reference_job.hpp"

namespace pinstack::test {

/// A released, unfinished job after a dispatch.
struct Standing {
    const ReferenceJob* job = nullptr;
    Urgency urgency;      ///< effective: inherited too
    bool queued = false;  ///< behind an unfinished job of its task
    CpuSet affinity;
    std::optional<CpuId> home;  ///< the only CPU it may use, under partitioned
    /// Its CPU does this meanwhile: the kernel's work, waiting for a lock, a reload of the cache.
    std::optional<Overhead> served_by;

    bool ready() const { return !queued && !job->arrives && !job->suspended() && !job->blocked(); }
    bool on_cpu() const { return job->runs_on != kNoCpu; }
    bool running() const { return on_cpu() && !served_by; }
    bool waiting() const { return ready() && !on_cpu(); }
    bool pinned() const { return job->pin != kNoCpu; }
    /// "(b) at the next dispatch": whoever runs after the dispatch is protected as its step says.
    bool non_preemptible() const { return on_cpu() && job->current().non_preemptible; }
};

struct Moment {
    int cpus = 1;
    int online = 1;                             ///< of these
    std::vector<Standing> jobs;                 ///< most urgent first
    std::vector<std::optional<Overhead>> work;  ///< of the kernel, on each CPU
    std::optional<int> stack_limit;             ///< bounded-stack:K
};

struct JobNow {
    JobId job;
    JobState state = JobState::queued;
    Protections protections;
    CpuId cpu = kNoCpu;  ///< which it has, else where it is pinned
    bool has_cpu = false;
    friend bool operator==(const JobNow&, const JobNow&) = default;
};

/// CPUs (or jobs) at one instant.
struct Measure {
    int useful = 0;
    int inversion_np = 0;
    int inversion_pin = 0;
    int overhead = 0;
    std::array<int, kOverheadKinds> overhead_by_kind{};
    int stacking_loss = 0;
    int affinity_loss = 0;
    int balancing_loss = 0;
    int idle = 0;
    int online = 0;
    std::vector<std::int32_t> depth;                        ///< unfinished jobs pinned to each CPU
    std::vector<std::int32_t> lost_to_stack;                ///< stacking loss charged to each CPU
    std::vector<std::vector<std::uint32_t>> stacked_tasks;  ///< whose job was charged, for each CPU
    std::vector<JobNow> jobs;                               ///< in the order of Moment::jobs
};

Measure measure(const Moment& moment);

/// Throws std::logic_error where it does not hold.
void check_identity(bool holds, const char* identity);

}  // namespace pinstack::test
