// SPDX-License-Identifier: Apache-2.0
//
// Who keeps an address space alive that a CPU has loaded lazily, and what that takes. It knows no engine; costs are in
// ns of the CPU that it is told of.
//
// refcount        mm_count (kernel/sched/core.c, context_switch() and finish_task_switch()): an atomic operation when a
// CPU
//                 goes lazy, one when it takes up a task again, one at exit. Operations on the count of an address
//                 space go one after the other: each has the cache line for `cache_line_transfer` and waits, the CPU
//                 with it, while those have it that came before. So an address space can go to and from lazy use no
//                 more than 1 / (2 * cache_line_transfer) times per second, on however many CPUs.
// shootdown       MMU_LAZY_TLB_SHOOTDOWN (kernel/fork.c, cleanup_lazy_tlbs()): nothing at switches; at exit a remote
// call
//                 to the other CPUs that have it loaded (mm_cpumask), which then have nothing loaded
// hazard_pointer  proposed in 2021: a store (`cache_hit`) at each such switch; at exit a look at each other CPU's
// pointer:
//                 a `cache_line_transfer` where it was written since the last look, else a `cache_hit`; and another
//                 transfer where it points to the address space. Nobody is interrupted
// hypercall       shootdown (kvm_flush_tlb_multi()) that spares CPUs which the host has taken away: `hypercall`, if
// there
//                 are such
// broadcast       arm64 TLBI: nothing at switches; at exit `tlbi_broadcast`, for all CPUs. Nobody is interrupted
//
// mm_cpumask is exact: a CPU leaves it when it takes up another address space. Left out: what the exit itself frees.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/engine/plan.hpp"
#include "model/memory/address_spaces.hpp"
#include "model/memory/memory_results.hpp"

namespace pinstack {

class LazyMmState {
public:
    /// REQUIRES: the plan models it.
    explicit LazyMmState(const Plan& plan);

    /// What the switch costs.
    std::int64_t switched(CpuId cpu, const AddressSpaces::Change& change, std::int64_t now);

    struct Exit {
        std::int64_t cost = 0;
        CpuSet called;  ///< by a remote call
    };
    /// A task on the CPU leaves its address space, which those `others` have loaded. `is_stolen(CpuId)`: the host has
    /// it.
    template <class IsStolen>
    Exit exit(CpuId cpu, std::int32_t space, const CpuSet& others, AddressSpaces& spaces, std::int64_t now,
              IsStolen&& is_stolen) {
        Exit out{0, CpuSet(plan_.cpus)};
        for (CpuId each = others.first(); each != kNoCpu; each = others.next(each + 1)) {
            if (scheme_ == LazyMm::hypercall && is_stolen(each)) {
                out.cost = plan_.costs.hypercall;
                ++result_.spared;
            } else if (scheme_ == LazyMm::shootdown || scheme_ == LazyMm::hypercall) {
                out.called.insert(each);
            }
        }
        out.cost += cost_of_exit(cpu, space, others, spaces, now);
        count_exit(space, others, out.called, spaces);
        return out;
    }
    /// The exit is over that long after it began.
    void exited(std::int64_t length);

    const LazyMmResult& result() const { return result_; }

private:
    /// An atomic operation on the count. What it costs.
    std::int64_t count(std::int32_t space, std::int64_t now);
    std::int64_t cost_of_exit(CpuId cpu, std::int32_t space, const CpuSet& others, const AddressSpaces& spaces,
                              std::int64_t now);
    void count_exit(std::int32_t space, const CpuSet& others, const CpuSet& called, AddressSpaces& spaces);

    const Plan& plan_;
    LazyMm scheme_;
    std::vector<std::int64_t> line_free_at_;  // by address space: its count
    CpuSet written_;                          // pointers since somebody looked
    LazyMmResult result_;
};

}  // namespace pinstack
