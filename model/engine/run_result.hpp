// SPDX-License-Identifier: Apache-2.0
//
// What one simulated run measured. Every figure is an exact integer count of nanoseconds (or of events); the
// identities of capacity and of each response time are asserted before a RunResult exists.
// Tasks stand in file order. CPUs are numbered from 0.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "model/engine/duration_statistics.hpp"
#include "model/engine/overhead.hpp"
#include "model/hotplug/hotplug_result.hpp"
#include "model/memory/memory_results.hpp"
#include "model/memory/page_fault_result.hpp"
#include "model/platform/cpu_set.hpp"
#include "model/time/duration.hpp"

namespace pinstack {

/// Where the capacity of the online CPUs went (DESIGN 6). With r ready jobs and m CPUs, Top is the set of the
/// min(m, r) most urgent ready jobs.
/// Invariant: useful + inversion + overhead + stacking + affinity + balancing + idle = total.
struct CapacitySplit {
    std::int64_t useful = 0;        ///< running jobs in Top
    std::int64_t inversion_np = 0;  ///< running jobs outside Top, while a Top job is kept out by an NP job, a mask, ...
    std::int64_t inversion_pin = 0;   ///< ..., while a Top job waits on its pin and no NP job holds that CPU
    std::int64_t overhead = 0;        ///< kernel work, busy waiting, RT throttling
    std::int64_t stacking_loss = 0;   ///< idle CPUs while a pinned ready job waits
    std::int64_t affinity_loss = 0;   ///< idle CPUs while the mask of a ready job excludes them
    std::int64_t balancing_loss = 0;  ///< idle CPUs that a waiting ready job could use
    std::int64_t idle = 0;            ///< nobody waits
    std::int64_t total = 0;           ///< the integral of online CPUs
    std::array<std::int64_t, kOverheadKinds> overhead_by_kind{};  ///< indexed by Overhead; the sum is `overhead`

    std::int64_t overhead_of(Overhead kind) const { return overhead_by_kind[static_cast<std::size_t>(kind)]; }
    std::int64_t inversion() const { return inversion_np + inversion_pin; }
    std::int64_t lost() const { return stacking_loss + affinity_loss + balancing_loss; }
    double utilization_loss() const {
        return total == 0 ? 0.0 : static_cast<double>(lost()) / static_cast<double>(total);
    }
    friend bool operator==(const CapacitySplit&, const CapacitySplit&) = default;
};

/// A maximal interval in which jobs that wait pinned to one CPU lose capacity while other CPUs idle.
struct Episode {
    Instant from;
    Instant to;
    CpuId cpu = kNoCpu;
    int depth = 0;                     ///< most unfinished jobs pinned to the CPU in it
    Duration lost;                     ///< CPU time; the sum over all episodes is stacking_loss
    std::vector<std::uint32_t> tasks;  ///< tasks (file order) whose pinned job lost capacity in it, ascending
};

struct Stacking {
    int max_depth = 0;              ///< most unfinished jobs pinned to one CPU after any dispatch
    int max_simultaneous_loss = 0;  ///< most CPUs lost to stacking at one instant
    std::uint64_t episodes_total = 0;
    std::vector<Episode> episodes;  ///< the first ones, by start and then CPU; all if asked for
    std::optional<Episode> worst;   ///< of all: lost most; of equals the first. Nothing where there is none
};

/// The states a job can be in between release and completion; an instant counts for the first that holds.
enum class JobState : std::uint8_t {
    queued,  ///< behind an unfinished job of its task
    suspended,
    lock_wait,  ///< for a lock, blocked or spinning
    throttled,  ///< RT throttling keeps its CPU from it
    overhead,   ///< being served by the kernel
    running,
    interference,    ///< as many more urgent jobs run as there are CPUs
    np_blocking,     ///< a CPU it may use, or its pin's, is held by a less urgent NP or stack-protected job
    pin_wait,        ///< pinned
    affinity_wait,   ///< its mask keeps it out
    balancing_wait,  ///< could run, not yet moved
};
inline constexpr std::size_t kJobStates = 11;
std::string_view name_of(JobState state);

using ResponseSplit = std::array<std::int64_t, kJobStates>;  ///< ns, indexed by JobState

struct TaskResult {
    std::uint64_t jobs = 0;  ///< released
    std::uint64_t completed = 0;
    std::uint64_t misses = 0;        ///< finished late, or unfinished with a deadline not after the end
    std::uint64_t preemptions = 0;   ///< lost the CPU and stayed off it after the dispatch, being ready
    std::uint64_t migrations = 0;    ///< dispatches on another CPU than the one the task last ran on
    Duration spin;                   ///< on a CPU while it waited for a lock
    DurationStatistics response;     ///< completion - release, of completed jobs
    DurationStatistics latency;      ///< first run - release, of completed jobs
    ResponseSplit response_split{};  ///< of completed jobs; the sum is response.sum()
    ResponseSplit worst_split{};     ///< of the first job with the longest response; the sum is response.max()
};

struct JobRecord {
    std::uint32_t task = 0;    ///< file order
    std::uint64_t number = 0;  ///< from 0
    Instant release;
    std::optional<Instant> start;  ///< first run
    std::optional<Instant> finish;
    Instant deadline;
    bool missed = false;
};

/// A job that missed its deadline.
struct Miss {
    Instant deadline;
    std::uint32_t task = 0;    ///< file order
    std::uint64_t number = 0;  ///< from 0
    friend auto operator<=>(const Miss&, const Miss&) = default;
};

/// The task waits for the lock; `cpu` says which instance of a local_lock, else it is kNoCpu.
struct WaitFor {
    std::uint32_t task = 0;  ///< file order
    std::uint32_t lock = 0;  ///< file order
    CpuId cpu = kNoCpu;
    friend bool operator==(const WaitFor&, const WaitFor&) = default;
};

/// What a run did that its reader should know of.
struct Finding {
    enum class Kind : std::uint8_t {
        push_away_cycle,  ///< a push-away was refused: it would have gone on for ever at this instant
        ping_pong,        ///< the running task was pushed to and fro between two CPUs, with nothing else happening
        deadlock,         ///< tasks wait for each other's locks in a circle, for ever
        no_progress,      ///< the kernel's own work left no time to any job: the run, which should drain, was ended
        hotplug_blocked,  ///< an operation on a CPU was not done by the end of the run
        never_done,  ///< a run that drained left jobs that wait for what does not come: a wake-up, a slot for a map
        affinity_broken,  ///< a ready task had no active CPU left in its affinity: it may run on all from then on
    };
    Kind kind = Kind::push_away_cycle;
    Instant from;
    Instant to;  ///< of a ping-pong: the last move; of no progress, hotplug_blocked, never_done: the end; else `from`
    std::uint32_t task = 0;   ///< file order: who was pushed; the first one that is not done, or that holds up
    CpuId cpu = kNoCpu;       ///< from where; that the operation is about
    CpuId other = kNoCpu;     ///< to where; under a balancer that keeps jobs at home, the new home
    std::uint64_t moves = 0;  ///< of a ping-pong
    std::vector<WaitFor> circle{};  ///< of a deadlock: each waits for what the next one holds; from `task` on
    std::vector<std::uint32_t> tasks{};  ///< of hotplug_blocked: who holds it up; of never_done: who waits
    friend bool operator==(const Finding&, const Finding&) = default;
};

std::string_view name_of(Finding::Kind kind);

struct Findings {
    static constexpr std::size_t kKept = 100;
    std::uint64_t total = 0;
    std::vector<Finding> kept;  ///< the first ones, by their end
};

/// RCU read sides, of which the RT spinlocks are some, and the grace periods that wait for them; see RcuTracker.
struct RcuResult {
    DurationStatistics readers;      ///< outermost read sides, from entering to leaving
    /// File order: whose was the longest, the first to end of equals; of those of one instant, who ran comes first (by
    /// CPU), then who woke up (by the order of tasks).
    std::uint32_t longest_task = 0;
    std::uint64_t grace_periods = 0;
    Duration grace_period_time;  ///< sum
    Duration longest_grace_period;
};

/// RT throttling, see linux_rt/throttling.hpp.
struct ThrottlingResult {
    std::uint64_t throttlings = 0;  ///< of a CPU
    Duration time;                  ///< CPU time from being throttled to the end of that, whatever runs on there
    friend bool operator==(const ThrottlingResult&, const ThrottlingResult&) = default;
};

/// What jobs had other CPUs do, see model/memory/remote_call.hpp.
struct RemoteCallResult {
    std::uint64_t calls = 0;
    std::uint64_t interrupted = 0;  ///< CPUs, over all calls
    Duration waited;                ///< sum over the calls that ended: from sending until the last CPU had done it
    Duration longest;
    friend bool operator==(const RemoteCallResult&, const RemoteCallResult&) = default;
};

struct RunResult {
    Duration span;  ///< horizon, or the last completion under drain; from 0
    CapacitySplit capacity;
    Stacking stacking;
    std::vector<TaskResult> tasks;
    std::optional<Miss> first_miss;  ///< the earliest missed deadline; of equals that of the first task
    Findings findings;
    std::optional<RcuResult> rcu;  ///< where the system has read sides
    std::optional<ThrottlingResult> throttling;  ///< where it is in force
    std::optional<HotplugResult> hotplug;  ///< where the system has events that are not ignored
    std::optional<PageFaultResult> page_faults;  ///< where a task faults, or changes its address space
    std::optional<CacheMissResult> cache_misses;  ///< where locks are taken and their owners miss
    std::optional<PageTableResult> page_tables;  ///< where a task frees page tables
    std::optional<RemoteCallResult> remote_calls;  ///< where the system has an operation that may make one
    std::optional<KmapResult> kmap;       ///< where a body maps high memory
    std::optional<LazyMmResult> lazy_mm;  ///< where it is modelled
    std::vector<JobRecord> jobs;  ///< by task, then number; only where RunOptions::keep_jobs

    std::uint64_t deadline_misses() const {
        std::uint64_t sum = 0;
        for (const TaskResult& task : tasks) sum += task.misses;
        return sum;
    }
};

}  // namespace pinstack
