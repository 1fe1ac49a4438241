// SPDX-License-Identifier: Apache-2.0
//
// The kernel's own work on the CPUs for the reference scheduler (docs/costs.md): the items that each CPU has before it,
// what a dispatch asks for, and how long a job reloads its working set.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "model/engine/overhead.hpp"
#include "model/platform/kernel_costs.hpp"
#include "tests/support/reference_job.hpp"

namespace pinstack::test {

/// "The kernel's work on a CPU comes in items, each of a kind and a length."
struct WorkItem {
    Overhead kind = Overhead::interrupt;
    std::int64_t left = 0;                  ///< of its length
    std::optional<std::size_t> wakes = {};  ///< place of the job that is ready at its end
};

class ReferenceKernelWork {
public:
    explicit ReferenceKernelWork(int cpus) : cpus_(static_cast<std::size_t>(cpus)) {}

    /// "Task items do not wait."
    void ask_task(CpuId cpu, Overhead kind, std::int64_t length);
    /// "Interrupt items" begin with begin_next() only.
    void ask_interrupt(CpuId cpu, WorkItem item);
    /// The next item begins unless one is under way. "Task items go before interrupt items that have not begun."
    void begin_next(CpuId cpu, bool interrupts_wait);

    /// What the CPU is doing, or nothing.
    std::optional<Overhead> kind_on(CpuId cpu) const;
    bool works(CpuId cpu) const { return kind_on(cpu).has_value(); }
    bool tick_waits(CpuId cpu) const;
    /// Is it doing, or going to do next, anything but a tick?
    bool does_more_than_tick(CpuId cpu) const;

    std::optional<std::int64_t> time_to_end(CpuId cpu) const;
    void pass(std::int64_t length);
    /// The item that has just ended, if one has; the CPU does nothing then.
    std::optional<WorkItem> take_ended(CpuId cpu);

private:
    struct CpuWork {
        std::optional<WorkItem> current;
        std::deque<WorkItem> tasks;
        std::deque<WorkItem> interrupts;
    };
    CpuWork& at(CpuId cpu) { return cpus_[static_cast<std::size_t>(cpu)]; }
    const CpuWork& at(CpuId cpu) const { return cpus_[static_cast<std::size_t>(cpu)]; }

    std::vector<CpuWork> cpus_;
};

/// One CPU at a dispatch. The jobs are as the dispatch has placed them, all else about them is as it was before.
struct CpuAtDispatch {
    const ReferenceJob* before = nullptr;  ///< "the job that it had just before"
    const ReferenceJob* after = nullptr;
    bool local = false;
    bool makes_pin = false;
};

struct AskedItem {
    CpuId cpu = 0;
    Overhead kind = Overhead::context_switch;
    std::int64_t length = 0;
    friend bool operator==(const AskedItem&, const AskedItem&) = default;
};

/// "its new job has been on a CPU, and on another one the last time"
bool migrates(const CpuAtDispatch& it, CpuId cpu);
/// "pinned there, still in its section, and not on the CPU any more, for the first time in that section"
bool switches_out_pinned(const CpuAtDispatch& it, CpuId cpu);

/// The items of a dispatch, in the order in which they are asked for; some may have length 0.
std::vector<AskedItem> items_of_dispatch(const KernelCosts& costs, const std::vector<CpuAtDispatch>& cpus,
                                         CpuId if_none_local);

/// How long the task reloads its working set when one of its jobs comes from one CPU to another.
std::int64_t reload_of(const System& system, std::uint32_t task, CpuId from, CpuId to);

}  // namespace pinstack::test
