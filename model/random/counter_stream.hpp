// SPDX-License-Identifier: Apache-2.0
//
// Random numbers that do not depend on the order in which they are asked for: every draw is a function of
// (seed, stream, task, job number, operation). So all variants of a comparison see the same releases and the same
// execution times, on any number of threads.
// Generator: Philox4x64-10 (Salmon, Moraes, Dror, Shaw, SC 2011), from Random123.
// Distributions use integer arithmetic and IEEE square roots only, so a seed gives the same values everywhere.
#pragma once

#include <cstdint>

#include "model/task/operation.hpp"
#include "model/time/duration.hpp"

namespace pinstack {

enum class Stream : std::uint32_t { run_time, jitter, interarrival, plan };

class CounterStream {
public:
    explicit CounterStream(std::uint64_t seed) : seed_(seed) {}

    /// 64 random bits. `task` is the task's place in the file. `operation` is the place of the run operation
    /// among the run and suspend operations of the body, depth first, from 0 (0 for the other streams).
    std::uint64_t bits(Stream stream, std::uint32_t task, std::uint64_t job, std::uint32_t operation = 0) const;

    /// A length after its distribution; `time.max` if that is constant.
    Duration draw(const VariableDuration& time, Stream stream, std::uint32_t task, std::uint64_t job,
                  std::uint32_t operation = 0) const;

    /// Uniform over the whole nanoseconds {0..max}.
    Duration jitter(Duration max, std::uint32_t task, std::uint64_t job) const;

private:
    std::uint64_t seed_;
};

}  // namespace pinstack
