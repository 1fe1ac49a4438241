// SPDX-License-Identifier: Apache-2.0
//
// The options of `pinstack generate` as words, and what they mean.
//
//   --periods        log-uniform:LOW:HIGH[:GRANULARITY]  uniform:LOW:HIGH[:GRANULARITY]  table:PERIOD[=WEIGHT],...
//                    automotive
//   --deadlines      implicit  constrained  constrained:LOW:HIGH
//   --run-times      constant  uniform:SHARE  log-uniform:SHARE  automotive
//   --section-length X  uniform:LOW:HIGH  log-uniform:LOW:HIGH     durations with a unit, or fractions
//
// Numbers are read exactly: decimals with at most twelve digits after the point.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/generate/set_spec.hpp"

namespace pinstack {

struct GenerateWords {
    std::optional<std::string> tasks, cpus, utilization, method, min_utilization, max_utilization, periods, deadlines,
        run_times, md_share, np_share, section_share, sections_per_job, section_length, home_cpus, priorities, order,
        horizon, time_unit, name, seed;
};

/// An option: its name, what stands for its value in the help, the help, where its word goes.
struct GenerateOption {
    std::string_view name, placeholder, help;
    std::optional<std::string> GenerateWords::*word;
};

/// All options, in the order of the help.
std::span<const GenerateOption> generate_options();

/// Every word that cannot be understood, and every contradiction, is a problem. The spec's origin is the command line
/// that makes the same sets, with all options that were given, and the seed.
Result<SetSpec> understand(const GenerateWords& words);

}  // namespace pinstack
