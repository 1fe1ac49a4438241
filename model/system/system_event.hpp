// SPDX-License-Identifier: Apache-2.0
//
// What somebody outside does to the machine while it runs: a CPU is told to go offline or online, or a task is given
// another affinity. docs/hotplug.md says what follows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/platform/cpu_set.hpp"
#include "model/time/duration.hpp"

namespace pinstack {

enum class EventKind : std::uint8_t { offline, online, set_affinity };

/// As in the file: "offline".
std::string_view name_of(EventKind kind);

struct SystemEvent {
    Instant at;
    EventKind kind = EventKind::offline;
    CpuId cpu = kNoCpu;      ///< that goes offline or online
    std::uint32_t task = 0;  ///< whose affinity is set, in file order
    CpuSet cpus;             ///< to this, not empty

    friend bool operator==(const SystemEvent&, const SystemEvent&) = default;
};

/// The places of the events in the list, in the order in which they happen: by instant, then as listed.
std::vector<std::size_t> order_of(const std::vector<SystemEvent>& events);

/// Those that cannot be: a CPU that is told what it is already, the last online one told to go. Operations on CPUs happen
/// one after the other, so what is online when one begins does not depend on how long the others took.
struct EventProblem {
    std::size_t event = 0;
    std::string found, expected, hint;
};
std::vector<EventProblem> check_events(const std::vector<SystemEvent>& events, int cpus);

}  // namespace pinstack
