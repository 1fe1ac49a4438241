// SPDX-License-Identifier: Apache-2.0
//
// What a CPU does when it neither works for a task nor idles for want of one, by kind.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace pinstack {

enum class Overhead : std::uint8_t {
    context_switch,
    migration,        ///< moving a task to another CPU's run queue
    cache_reload,     ///< after a migration
    ipi,              ///< sending and receiving inter-processor interrupts
    interrupt,        ///< of timers and devices
    timer_tick,
    wake_up,
    stopper,
    rt_mutex,         ///< taking and handing on a sleeping lock
    migrate_disable,  ///< the pair, and what it costs more after a switch
    spin_wait,        ///< for a lock
    throttled,        ///< RT throttling keeps the CPU from its tasks: model/linux_rt/throttling.hpp
    hotplug,          ///< stop_machine() at the end of an offline
    cache_line,       ///< waiting for a contended line, and its transfer: model/memory/contended_line.hpp
    tlb_shootdown,    ///< waiting until other CPUs have done something: model/memory/remote_call.hpp
    tlb_flush,        ///< of a CPU: what such an interrupt has it do, or its own job
    kmap,             ///< entries of page tables set and cleared for maps: model/memory/kmap_state.hpp
    lazy_tlb,         ///< switches to and from lazy address spaces, and exits: model/memory/lazy_mm_state.hpp
    steal,            ///< the host has taken the (virtual) CPU away
};
inline constexpr std::size_t kOverheadKinds = 19;
std::string_view name_of(Overhead kind);

/// CPUs in overhead, by kind.
class OverheadCount {
public:
    void begin(Overhead kind) { change(kind, 1); }
    void end(Overhead kind) { change(kind, -1); }
    int total() const { return total_; }
    const std::array<int, kOverheadKinds>& by_kind() const { return by_kind_; }

private:
    void change(Overhead kind, int by) {
        by_kind_[static_cast<std::size_t>(kind)] += by;
        total_ += by;
    }

    int total_ = 0;
    std::array<int, kOverheadKinds> by_kind_{};
};

}  // namespace pinstack
