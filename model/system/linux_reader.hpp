// SPDX-License-Identifier: Apache-2.0
//
// Reads the options of the Linux balancers: `preempt_rt`, `features`, `latencies`, `rr_slice`,
// `rt_throttling`, `edge_source`, `round_robin_state`.
#pragma once

#include <optional>

#include "model/system/field_reader.hpp"
#include "model/system/linux_options.hpp"

namespace pinstack {

/// From the object `kernel`, whatever its balancer: a file may be run under others. What is missing or unreadable has
/// its default. `cpus`: of the platform, where that is known.
LinuxOptions read_linux_options(FieldReader& reader, JsonId kernel, std::optional<int> cpus);

}  // namespace pinstack
