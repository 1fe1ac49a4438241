// SPDX-License-Identifier: Apache-2.0
#include "tests/support/reference_kernel_work.hpp"

#include <algorithm>

namespace pinstack::test {

void ReferenceKernelWork::ask_task(CpuId cpu, Overhead kind, std::int64_t length) {
    if (length == 0) return;  // "an item of length 0 does not exist"
    at(cpu).tasks.push_back({kind, length});
    begin_next(cpu, true);
}

void ReferenceKernelWork::ask_interrupt(CpuId cpu, WorkItem item) {
    if (item.left > 0) at(cpu).interrupts.push_back(item);
}

void ReferenceKernelWork::begin_next(CpuId cpu, bool interrupts_wait) {
    CpuWork& work = at(cpu);
    if (work.current) return;
    if (work.tasks.empty() && interrupts_wait) return;
    std::deque<WorkItem>& from = work.tasks.empty() ? work.interrupts : work.tasks;
    if (from.empty()) return;
    work.current = from.front();
    from.pop_front();
}

std::optional<Overhead> ReferenceKernelWork::kind_on(CpuId cpu) const {
    const CpuWork& work = at(cpu);
    return work.current ? std::optional(work.current->kind) : std::nullopt;
}

bool ReferenceKernelWork::tick_waits(CpuId cpu) const {
    return std::any_of(at(cpu).interrupts.begin(), at(cpu).interrupts.end(),
                       [](const WorkItem& item) { return item.kind == Overhead::timer_tick; });
}

bool ReferenceKernelWork::does_more_than_tick(CpuId cpu) const {
    const CpuWork& work = at(cpu);
    const auto is_more = [](const WorkItem& item) { return item.kind != Overhead::timer_tick; };
    if (!work.current) return false;
    return is_more(*work.current) || !work.tasks.empty() ||
           std::any_of(work.interrupts.begin(), work.interrupts.end(), is_more);
}

std::optional<std::int64_t> ReferenceKernelWork::time_to_end(CpuId cpu) const {
    const CpuWork& work = at(cpu);
    return work.current ? std::optional(work.current->left) : std::nullopt;
}

void ReferenceKernelWork::pass(std::int64_t length) {
    for (CpuWork& work : cpus_) {
        if (work.current) work.current->left -= length;
    }
}

std::optional<WorkItem> ReferenceKernelWork::take_ended(CpuId cpu) {
    CpuWork& work = at(cpu);
    if (!work.current || work.current->left > 0) return std::nullopt;
    const std::optional<WorkItem> ended = work.current;
    work.current.reset();
    return ended;
}

namespace {

/// "A CPU changes when after the dispatch it has a job of another task than just before, or none but had one and that
/// one is now on another CPU."
bool changes(const CpuAtDispatch& it) {
    if (it.after) return !it.before || it.before->task != it.after->task;
    return it.before && it.before->runs_on != kNoCpu;
}

}  // namespace

bool migrates(const CpuAtDispatch& it, CpuId cpu) {
    return changes(it) && it.after && it.after->been_on != kNoCpu && it.after->been_on != cpu;
}

bool switches_out_pinned(const CpuAtDispatch& it, CpuId cpu) {
    return it.before && it.before->pin == cpu && it.before->runs_on != cpu && !it.before->was_switched_out;
}

std::vector<AskedItem> items_of_dispatch(const KernelCosts& costs, const std::vector<CpuAtDispatch>& cpus,
                                         CpuId if_none_local) {
    // "The decider is the lowest local CPU (CPU 0 if there is none)."
    const auto local = std::find_if(cpus.begin(), cpus.end(), [](const CpuAtDispatch& it) { return it.local; });
    const auto decider = local == cpus.end() ? if_none_local : static_cast<CpuId>(local - cpus.begin());
    const auto remote =
        std::count_if(cpus.begin(), cpus.end(), [](const CpuAtDispatch& it) { return changes(it) && !it.local; });

    // "The decider gets one task item of kind ipi: ipi_send times the number of CPUs that change and are not local.
    // Then, by CPU number, each CPU".
    std::vector<AskedItem> items = {{decider, Overhead::ipi, costs.ipi_send * remote}};
    for (CpuId cpu = 0; cpu < static_cast<CpuId>(cpus.size()); ++cpu) {
        const CpuAtDispatch& it = cpus[static_cast<std::size_t>(cpu)];
        const auto ask = [&](Overhead kind, std::int64_t length) { items.push_back({cpu, kind, length}); };
        if (switches_out_pinned(it, cpu)) ask(Overhead::migrate_disable, costs.migrate_disable_switched);
        if (changes(it)) {
            // "the job that it had just before is now on another CPU"
            const bool moved = it.before && it.before->runs_on != kNoCpu && it.before->runs_on != cpu;
            if (moved) ask(Overhead::stopper, costs.stopper);
            if (!it.local) ask(Overhead::ipi, costs.ipi + costs.ipi_receive);
            if (migrates(it, cpu)) ask(Overhead::migration, costs.migration);
            if (it.after) ask(Overhead::context_switch, costs.context_switch);
        }
        if (it.makes_pin) ask(Overhead::migrate_disable, costs.migrate_disable_pair);
    }
    return items;
}

std::int64_t reload_of(const System& system, std::uint32_t task, CpuId from, CpuId to) {
    const Platform& platform = system.platform;
    // "Without a topology the factor is 1", that within a package.
    const CpuDistance distance = platform.topology ? platform.topology->distance(from, to) : CpuDistance::same_package;
    return cache_reload(platform.costs, system.tasks[task].working_set)[static_cast<std::size_t>(distance)];
}

}  // namespace pinstack::test
