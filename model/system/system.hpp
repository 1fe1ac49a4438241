// SPDX-License-Identifier: Apache-2.0
//
// The whole description of a system, as a system file (format 1) gives it: platform, kernel, tasks, horizon, seed.
// A System that came out of load_system() satisfies every rule of the file format; one built in code can be
// checked with check_system().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/platform/platform.hpp"
#include "model/system/problem.hpp"
#include "model/system/system_event.hpp"
#include "model/system/variant.hpp"
#include "model/task/lock.hpp"
#include "model/task/task.hpp"
#include "model/time/text.hpp"

namespace pinstack {

struct UntilDrained {};  ///< ends when every released job has completed
struct Hyperperiods {
    std::int64_t count = 1;
};  ///< count * lcm(periods), from 0
using Horizon = std::variant<Duration, Hyperperiods, UntilDrained>;

struct System {
    std::string name;
    std::string description;
    TimeUnit time_unit = TimeUnit::ns;  ///< of bare integers in the file; kept for saving
    Platform platform;
    Variant kernel;                  ///< the file's own variant; a comparison puts others in its place
    std::vector<Lock> locks;         ///< file order
    std::vector<Task> tasks;         ///< file order; breaks ties
    std::vector<SystemEvent> events;  ///< file order; order_of() has the one in which they happen
    std::optional<Horizon> horizon;  ///< nothing = drain if all releases are finite, else one hyperperiod
    std::uint64_t seed = 1;
};

/// Does a task take a lock or read under RCU?
bool uses_locks_or_rcu(const System& system);

/// The end of a run: an instant, or nothing for "until drained". An error where the hyperperiod does not exist
/// (varying inter-arrival times, no periodic task) or does not fit 2^62 ns, and where a drain never comes.
Result<std::optional<Instant>> resolve_horizon(const System& system);

}  // namespace pinstack
