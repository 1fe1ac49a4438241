// SPDX-License-Identifier: Apache-2.0
//
// What became of the events of a system: operations on CPUs, who delayed them and whom they delayed, and calls that set
// the affinity of another task. Tasks are numbered in file order. docs/hotplug.md has the rules.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/platform/cpu_set.hpp"
#include "model/system/system_event.hpp"
#include "model/time/duration.hpp"

namespace pinstack {

/// A task that held up an operation, or was held up by it.
struct HotplugSpan {
    std::uint32_t task = 0;
    Instant from;
    std::optional<Instant> to;  ///< nothing: still so at the end of the run

    friend bool operator==(const HotplugSpan&, const HotplugSpan&) = default;
};

struct HotplugOperation {
    EventKind kind = EventKind::offline;  ///< or online
    CpuId cpu = kNoCpu;
    Instant asked;
    std::optional<Instant> began;      ///< it held the lock, and nobody read any more
    std::optional<Instant> completed;  ///< nothing: not by the end of the run
    bool refused = false;              ///< EBUSY (of offline), or nothing to do (of online); `completed` says when
    std::vector<HotplugSpan> holders;  ///< of offline: whose job was pinned to the CPU, or ran on there, meanwhile
    std::vector<HotplugSpan> readers;  ///< who asked for the lock to read meanwhile

    friend bool operator==(const HotplugOperation&, const HotplugOperation&) = default;
};

struct AffinityCall {
    std::uint32_t task = 0;
    CpuSet cpus;
    Instant asked;
    std::optional<Instant> completed;  ///< the caller went on; nothing: not by the end of the run
    bool refused = false;              ///< EINVAL: no CPU of the set is active

    friend bool operator==(const AffinityCall&, const AffinityCall&) = default;
};

struct HotplugResult {
    std::vector<HotplugOperation> operations;  ///< as they were asked for
    std::vector<AffinityCall> calls;           ///< as they were made

    friend bool operator==(const HotplugResult&, const HotplugResult&) = default;
};

}  // namespace pinstack
