// SPDX-License-Identifier: Apache-2.0
//
// The options that `pinstack sweep` and its program for many machines share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/command/arguments.hpp"
#include "analyzer/command/sweep_options.hpp"
#include "analyzer/sweep/sweep_run.hpp"

namespace pinstack {

struct SweepWords {
    std::vector<std::string> files;
    SweepOptions options;
    std::optional<std::string> output, threads, shard, samples, seed;
};

struct SweepOrder {
    std::string source;               ///< the file, or "the options"
    std::optional<std::string> text;  ///< the experiment, where options give it
    std::string output;
    SweepRequest request;
    SweepOverrides overrides;
};

void declare(Arguments& arguments, SweepWords& words);

/// Every word that cannot be understood is a problem.
Result<SweepOrder> understand(const SweepWords& words, bool needs_output);

Result<SweepSpec> load_experiment(const SweepOrder& order);

}  // namespace pinstack
