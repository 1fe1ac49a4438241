// SPDX-License-Identifier: Apache-2.0
//
// How much a test computes before it gives up. Steps, not time: the same on every machine. A step is the work of one
// other task, or the like: nanoseconds.
#pragma once

#include <cstddef>
#include <cstdint>

namespace pinstack {

/// Bounds the steps of a test whose run time is pseudo-polynomial: by default some tenths of a second.
class StepBudget {
public:
    explicit StepBudget(std::size_t steps = 50'000'000) : left_(static_cast<std::int64_t>(steps)) {}
    /// False once they are used up.
    bool take(std::size_t steps) { return (left_ -= static_cast<std::int64_t>(steps)) >= 0; }
    bool is_used_up() const { return left_ < 0; }
    std::int64_t left() const { return left_; }

private:
    std::int64_t left_;
};

/// For tests that look at all tasks for each: a few seconds. Sets of 10,000 tasks are within it under fp.
inline constexpr std::size_t kGlobalSteps = 400'000'000;
/// What such a test says whose budget is used up.
inline constexpr const char* kTooMuchToCompute = "there is too much to compute: its budget of steps is used up";

}  // namespace pinstack
