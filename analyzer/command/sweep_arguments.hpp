// SPDX-License-Identifier: Apache-2.0
//
// The options that `pinstack sweep` and its program for many machines share.
#pragma once

#include <optional>
#include <string>

#include "analyzer/command/arguments.hpp"
#include "analyzer/sweep/sweep_run.hpp"

namespace pinstack {

struct SweepWords {
    std::string file;
    std::optional<std::string> output, threads, shard, samples, seed;
};

struct SweepOrder {
    std::string file, output;
    SweepRequest request;
    SweepOverrides overrides;
};

void declare(Arguments& arguments, SweepWords& words);

/// Every word that cannot be understood is a problem.
Result<SweepOrder> understand(const SweepWords& words, bool needs_output);

}  // namespace pinstack
