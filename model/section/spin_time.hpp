// SPDX-License-Identifier: Apache-2.0
//
// How long each task kept a CPU while it waited for a lock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/engine/urgency.hpp"

namespace pinstack {

class SpinTime {
public:
    explicit SpinTime(std::size_t tasks) : times_(tasks) {}

    void begin(TaskIndex task, std::int64_t now) { at(task) -= now; }
    void end(TaskIndex task, std::int64_t now) { at(task) += now; }
    /// REQUIRES: it does not spin now.
    std::int64_t of(TaskIndex task) const { return times_[static_cast<std::size_t>(task)]; }

private:
    std::int64_t& at(TaskIndex task) { return times_[static_cast<std::size_t>(task)]; }

    std::vector<std::int64_t> times_;
};

}  // namespace pinstack
