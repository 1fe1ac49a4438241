// SPDX-License-Identifier: Apache-2.0
//
// The tasks of a system as a kernel would show them: a name without blanks, a process number, a priority.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/system/system.hpp"

namespace pinstack {

// Numbers that do not meet, so that one viewer can show all of them as processes and threads.
inline constexpr std::int64_t kCpusPid = 1000;  ///< the process whose threads are CPUs, from kCpusPid + 1 on
inline constexpr std::int64_t kFirstStopperPid = 3000;
inline constexpr std::int64_t kTasksPid = 10'000;  ///< the process whose threads are tasks, from kTasksPid + 1 on

struct TraceTask {
    std::string comm;  ///< the name, with "_" for what readers of traces split at
    std::int64_t pid = 0;
    std::int32_t prio = 0;  ///< as the kernel prints it: smaller is more urgent
};

/// In file order. The priority is 99 - priority; -1 under EDF (as of SCHED_DEADLINE); where the file gives none, the
/// rank of the deadline, from 0 (which may exceed what a kernel has).
std::vector<TraceTask> trace_tasks(const System& system, Order order);

/// Blanks, control characters and `|`, `=` as "_"; "_" for nothing.
std::string trace_name(std::string_view name);

}  // namespace pinstack
