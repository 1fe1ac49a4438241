// SPDX-License-Identifier: Apache-2.0
//
// A system as exact exploration sees it: time in slots of one unit, a job as a row of slots, and the rule by which jobs
// get CPUs. The unit is the greatest common divisor of all periods, deadlines and run times: with these whole, whole
// releases are explored and no others.
//
// Modelled: sporadic tasks with D <= T; any number of sections anywhere in the body, pinned or non-preemptible, as the
// system's variant protects them; fp and edf; the idealised balancers; run times up to the maximum.
// Left out: offsets (a first release may come at any time), least run times, and what why_not_exact() names.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/platform/cpu_set.hpp"
#include "model/system/system.hpp"

namespace pinstack {

/// Who may run where.
enum class Placements : std::uint8_t {
    own,  ///< as the balancer places jobs: what `simulate` does
    /// Wherever the rule lets them, by any choice: under shift the jobs that run are given and their CPUs are not; the
    /// balancers without mitigation are any that obey (A1) and (A2) of docs/bounds-under-pins.md.
    any,
};

/// How long the run operations of a job take.
enum class Lengths : std::uint8_t {
    full,  ///< as long as they can
    any,   ///< each any whole number of units from 1 to its maximum: under pins and NP less can make things worse
};

/// How a dispatch is explored.
enum class Scheme : std::uint8_t {
    pooled,           ///< nothing is pinned: CPUs do not matter
    swap_on_entry,    ///< nothing is non-preemptible: CPUs may be renamed
    any_shift,        ///< Placements::any of shift
    any_unmitigated,  ///< Placements::any of all others but bounded-stack
    balanced,         ///< one placement, the simulator's
};

struct SlotTask {
    struct Slot {
        bool pinned = false, non_preemptible = false;
        bool ends_operation = false;  ///< of its run operation the last
    };
    std::int32_t period = 0, deadline = 0;
    std::vector<Slot> body;  ///< of a job; at least one
    CpuId home = 0;
    std::uint32_t file_index = 0;

    std::int32_t length() const { return static_cast<std::int32_t>(body.size()); }
};

struct SlotSystem {
    std::int64_t unit = 1;  ///< ns
    int cpus = 1;
    Order order = Order::fp;
    BalancerName balancer;
    Scheme scheme = Scheme::pooled;
    std::vector<SlotTask> tasks;  ///< fp: most urgent first; edf: file order
};

/// Why the system cannot be explored exactly, in words; empty where it can be.
std::string why_not_exact(const System& system, Placements placements = Placements::own, Duration unit = {});

/// `unit`: a finer one, which divides the greatest common divisor; 0 for that. REQUIRES: why_not_exact() is empty.
SlotSystem make_slot_system(const System& system, Placements placements = Placements::own, Duration unit = {});

}  // namespace pinstack
