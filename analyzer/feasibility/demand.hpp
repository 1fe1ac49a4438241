// SPDX-License-Identifier: Apache-2.0
//
// What the jobs of a run ask for, as pieces of work with windows: every job whose deadline is not after the end of the
// run, with the run time that it draws, from its release to its deadline.
//
// Without pins a job is one piece; where it suspends itself, a piece for each part between suspensions. With the pins
// of a run, what the run executed in a migrate-disabled section is a piece of its own, which may use the CPU it was
// pinned to and no other: so the flow asks whether other decisions could have met the deadlines with these pins.
//
// The window of a part begins where the release leaves room for all that comes before it. It ends at the deadline: then
// the flow bounds how much is done late. Or it ends where the deadline leaves room for what comes after: who works on
// it later misses the deadline, though maybe not with as much work; that tells more often that some deadline is missed.
//
// Left out, so that a flow answers for every policy: what cannot be preempted, locks, the kernel's own work, that a
// task whose pieces differ in their masks works on one at a time. So what the flow proves late or missed is so under
// any policy. The reverse, that some schedule does no more than that late, holds for jobs that neither suspend
// themselves nor are pinned.
#pragma once

#include <cstdint>
#include <optional>

#include "analyzer/feasibility/late_work.hpp"
#include "model/system/system.hpp"

namespace pinstack {

enum class WindowEnd : std::uint8_t { deadline, latest };

/// Nothing where there are too many jobs. `with_pins`: of a run under the variant; on one CPU they are none.
/// REQUIRES: the system is possible under the variant.
std::optional<Demand> demand_of(const System& system, const Variant& variant, bool with_pins, WindowEnd end);

}  // namespace pinstack
