// SPDX-License-Identifier: Apache-2.0
//
// Stack depth and lost CPUs as step functions of time: what --series reports. A step holds from its instant to the
// next step (the last one to the end of the run); only changes are kept.
//
// Memory grows with the number of changes, so it is bounded: past kMaxSteps the series is cut, and says where.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "model/engine/observer.hpp"

namespace pinstack {

struct SeriesStep {
    Instant at;
    int max_depth = 0;      ///< most unfinished jobs pinned to one CPU
    int stacking_loss = 0;  ///< CPUs, and so on
    int affinity_loss = 0;
    int balancing_loss = 0;
    int idle = 0;  ///< CPUs that idle while nobody waits
    int offline = 0;
};

struct Series {
    std::vector<SeriesStep> steps;  ///< ascending in time
    Instant end;                    ///< where the last step ends
    bool cut = false;               ///< the run went on after `end`
};

class SeriesRecorder : public Observer {
public:
    static constexpr std::size_t kMaxSteps = 1'000'000;  // 28 MB

    explicit SeriesRecorder(std::size_t max_steps = kMaxSteps) : max_steps_(max_steps) {}
    void capacity_interval(const CapacityInterval& interval) override;
    const Series& series() const { return series_; }

private:
    std::size_t max_steps_;
    Series series_;
};

}  // namespace pinstack
