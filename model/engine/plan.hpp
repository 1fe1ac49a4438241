// SPDX-License-Identifier: Apache-2.0
//
// A system under a variant, compiled to flat arrays: everything a run reads and nothing it writes. Immutable, so
// any number of simulations share one.
//
// Tasks stand here in an order of their own. Under fp it is the order of urgency, so a task's place is its key;
// under edf it is the tie order, under linux both, by class. Either way "smaller place" breaks ties, and `file_index`
// leads back. For the Linux balancers, whose events of an instant come in file order, it is file order, and `level`
// tells the urgency.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <vector>

#include "model/engine/simulation.hpp"
#include "model/engine/urgency.hpp"
#include "model/platform/cpu_set.hpp"
#include "model/platform/kernel_costs.hpp"
#include "model/random/counter_stream.hpp"
#include "model/section/lock_table.hpp"
#include "model/system/system.hpp"
#include "model/task/program.hpp"

namespace pinstack {

struct EngineFactory;

/// A step of a body; see Step. 16 bytes, so that four share a cache line.
struct PlanStep {
    std::int64_t length = 0;   ///< of a constant step; the maximum of a varying one; kNever: until woken
    std::int32_t detail = -1;  ///< a varying step: place in Plan::varying; of a lock: in Plan::locks; of
                               ///< wake: in Plan::tasks; of memory: in Plan::accesses; else -1
    StepKind kind = StepKind::run;
    bool non_preemptible = false;
    bool migrate_disabled = false;
    bool irqs_off = false;
};

struct PlanLock {
    std::uint32_t file_index = 0;
    LockId first = 0;         ///< its instance, or that of CPU 0
    bool is_per_cpu = false;  ///< the others' follow
    bool spins = false;
    bool is_hotplug = false;  ///< cpu_hotplug: tasks share it
};

/// A SystemEvent.
struct PlanEvent {
    std::int64_t at = 0;
    EventKind kind = EventKind::offline;
    CpuId cpu = kNoCpu;
    TaskIndex task = kNoTask;
    std::int32_t mask_class = 0;  ///< place in Plan::masks
};

/// A page_fault or mmap_write of a body.
struct PlanAccess {
    std::int32_t space = 0;   ///< place among the address spaces
    std::int32_t vma = 0;     ///< place among the parts of all address spaces
    std::int64_t count = 0;   ///< faults, or tables that are freed
    // Of page_fault, places in Plan::steps:
    std::uint32_t first = 0;  ///< where each fault begins
    std::uint32_t retry = 0;  ///< where it goes on when it is to take mmap_lock after all
    std::uint32_t last = 0;   ///< the last step of the operation
};

struct VaryingStep {
    VariableDuration time;
    std::uint32_t operation = 0;  ///< the number CounterStream wants
};

struct alignas(64) PlanTask {
    std::int64_t gap = 0;       ///< between due instants; 0 = explicit releases
    std::int64_t deadline = 0;  ///< relative
    std::uint32_t first_step = 0;
    std::uint32_t end_step = 0;
    std::int32_t mask_class = 0;  ///< place in Plan::masks
    std::int32_t queue = 0;       ///< where its unpinned jobs wait; see DispatchState::queue_of
    CpuId home = 0;               ///< its CPU before it ever ran
    std::uint32_t file_index = 0;
    std::int32_t releases = -1;  ///< place in Plan::irregular, or -1: periodic from offset, no jitter
    std::int64_t offset = 0;
    bool is_rr = false;      ///< SCHED_RR
    SchedClass sched_class = SchedClass::realtime;  ///< under Order::linux, or where all are SCHED_DEADLINE
    std::int32_t level = 0;  ///< of priority under fp: equal for equal ones, smaller is more urgent
};

/// Releases that are not plainly periodic.
struct IrregularReleases {
    VariableDuration gap;
    std::int64_t jitter = 0;
    std::vector<std::int64_t> instants;  ///< explicit due instants; empty = gap decides
};

/// What the system does that model/memory/ keeps track of.
struct PlanMemory {
    std::optional<Kmap> kmap;       ///< where a body maps high memory
    std::optional<LazyMm> lazy_mm;  ///< where it is modelled
    MmOptions options;
    std::vector<std::int32_t> spaces;                ///< by task: its address space, from 0; kernel threads -1
    std::int32_t space_count = 0;
    std::vector<std::vector<std::uint8_t>> entries;  ///< by task: of the page directory, that it touches; percpu_pgd

    bool is_used() const { return kmap || lazy_mm || options.vcpu_steal; }
};

struct Plan {
    const EngineFactory* engine = nullptr;
    int balancer_parameter = 0;
    Order order = Order::fp;
    int cpus = 1;
    std::optional<std::int64_t> horizon;  ///< nothing = until drained
    std::vector<PlanTask> tasks;
    std::vector<PlanStep> steps;
    std::vector<VaryingStep> varying;
    std::vector<PlanLock> locks;      ///< of the system, as numbered there
    std::size_t lock_instances = 0;
    bool has_actions = false;         ///< some step has no length: a lock, RCU
    bool only_runs = true;            ///< all that jobs do, and outside sections
    std::vector<PlanAccess> accesses;
    std::size_t spaces = 0;           ///< address spaces that are accessed
    std::size_t vmas = 0;             ///< their parts that are
    bool frees_tables = false;        ///< some step gives up page tables
    PageFault page_fault = PageFault::per_vma_lock;
    PageTables page_tables = PageTables::rcu;
    std::int64_t cache_miss = 0;      ///< of each owner of a lock, ns
    bool inherits_urgency = false;    ///< some lock is sleeping
    bool has_rr = false;              ///< some task is of SCHED_RR
    /// A modelled kernel has tasks of other classes than the real-time one.
    bool has_classes = false;
    std::vector<Reservation> reservations;  ///< by task, where has_classes
    std::vector<int> nices;                 ///< by task, where has_classes
    bool has_remote_calls = false;    ///< some step may make one
    bool delays_wake_ups = false;     ///< of a modelled kernel, where some step has interrupts off
    std::vector<IrregularReleases> irregular;
    std::vector<CpuSet> masks;  ///< the distinct affinities; masks[0] is all CPUs
    std::vector<PlanEvent> events;  ///< in order
    HotplugPolicy hotplug = HotplugPolicy::wait;
    bool keeps_home = false;  ///< the balancer keeps jobs on their home CPUs
    bool has_costs = false;  ///< kernel operations are work of CPUs: they may take time, or affect others (memory)
    KernelCosts costs;
    std::vector<std::array<std::int64_t, kCpuDistances>> reloads;  ///< by task, of its working set; see cache_reload()
    std::optional<Topology> topology;                              ///< if there are costs
    CounterStream random{1};
    Duration rcu_scan;  ///< see RcuTracker
    LinuxOptions linux;             ///< latencies that the file does not give are those of the costs
    std::int64_t look_latency = 0;  ///< until a CPU that spins sees what another one did
    PlanMemory memory;
    RunOptions options;

    bool has_events() const { return !events.empty(); }
    /// May a job not run on every CPU?
    bool has_masks() const { return masks.size() > 1 || has_events(); }
    /// Is it what most runs are? The engines are compiled once more for these (kLean), without a trace of all else.
    bool is_lean() const {
        return !has_costs && !has_actions && !has_events() && !has_rr && !has_classes && !delays_wake_ups &&
               !linux.rt_throttling && cpus <= 64 && tasks.size() <= 64;
    }
    /// Are there but jobs that are released, run, and are done? See PlainEngine.
    bool is_plain() const { return only_runs && order != Order::linux && is_lean() && !has_masks(); }
    /// REQUIRES: the step's time varies. `job`: its number.
    std::int64_t drawn_length(const PlanStep& step, const PlanTask& task, std::uint64_t job) const {
        const VaryingStep& it = varying[static_cast<std::size_t>(step.detail)];
        return random.draw(it.time, Stream::run_time, task.file_index, job, it.operation).ns;
    }
    /// Smaller is more urgent: of a job of the task with that absolute deadline, under an idealised balancer.
    std::int64_t key(TaskIndex task, std::int64_t absolute_deadline) const {
        if (order == Order::edf) return absolute_deadline;
        const bool is_by_deadline =
            order == Order::linux && tasks[static_cast<std::size_t>(task)].sched_class == SchedClass::deadline;
        // Below all places.
        return is_by_deadline ? absolute_deadline + std::numeric_limits<std::int64_t>::min() : std::int64_t{task};
    }
    /// What the task reloads when it comes from one CPU to another, in ns.
    std::int64_t reload(TaskIndex task, CpuId from, CpuId to) const {
        const CpuDistance distance = topology ? topology->distance(from, to) : CpuDistance::same_package;
        return reloads[static_cast<std::size_t>(task)][static_cast<std::size_t>(distance)];
    }
    /// The lock of an instance.
    const PlanLock& lock_of(LockId instance) const {
        const auto after = std::upper_bound(locks.begin(), locks.end(), instance,
                                            [](LockId id, const PlanLock& lock) { return id < lock.first; });
        return *std::prev(after);
    }
};

/// REQUIRES: the system passed the checks of load_system() or the like.
Result<Plan> make_plan(const System& system, const Variant& variant, RunOptions options);

}  // namespace pinstack
