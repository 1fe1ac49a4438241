// SPDX-License-Identifier: Apache-2.0
//
// Periods of automotive engine control software, and how far the run time of a runnable varies: S. Kramer, D.
// Ziegenbein, A. Hamann (Bosch), Real World Automotive Benchmarks For Free, WATERS 2015. The figures are those of
// data/workloads/automotive.json (read in re-implementations, not in the paper); a test keeps the two together.
//
// Left out: the 15 % angle-synchronous runnables, which follow the crankshaft; the distribution of the average-case
// execution times, since utilizations come from --utilization and --method; and how runnables make up tasks.
// examples/automotive.py makes a workload from runnables, with all of these.
#pragma once

#include <array>
#include <cstdint>

namespace pinstack {

struct AutomotivePeriod {
    std::int64_t period_ns;
    int share_percent;  ///< of all runnables; the sum is 85
    /// Of the average-case execution time: the ranges of the factors that give best and worst case, in hundredths.
    std::int64_t best_from, best_to, worst_from, worst_to;
};

inline constexpr std::array<AutomotivePeriod, 9> kAutomotivePeriods = {{
    {1'000'000, 3, 19, 92, 130, 2911},
    {2'000'000, 2, 12, 89, 154, 1904},
    {5'000'000, 2, 17, 94, 113, 1844},
    {10'000'000, 25, 5, 99, 106, 3003},
    {20'000'000, 25, 11, 98, 106, 1561},
    {50'000'000, 3, 32, 95, 113, 776},
    {100'000'000, 20, 9, 99, 102, 888},
    {200'000'000, 1, 45, 98, 103, 490},
    {1'000'000'000, 4, 68, 80, 184, 475},
}};

}  // namespace pinstack
