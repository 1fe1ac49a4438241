// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "gui/models/recording.hpp"

namespace pinstack::gui {

/// A task that left one CPU and next ran on another. Jobs of one task are one chain: a job that begins elsewhere than
/// the one before it ended is a migration too, as TaskResult::migrations counts them.
struct Migration {
    Instant from, to;  ///< it left, it came
    CpuId from_cpu = kNoCpu, to_cpu = kNoCpu;
    std::uint32_t interval = 0;  ///< with which it came; a position in Recording::intervals
    bool same_job = true;
};

/// Ascending by `to`. O(n) for n intervals.
std::vector<Migration> migrations_in(const Recording& recording, std::size_t tasks);

}  // namespace pinstack::gui
