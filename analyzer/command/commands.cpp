// SPDX-License-Identifier: Apache-2.0
#include "analyzer/command/command.hpp"

namespace pinstack {

namespace {

constexpr Command kCommands[] = {
    {"validate", "FILE...", "Report every problem of every system file", run_validate},
    {"simulate", "FILE", "Run one variant: what was lost, who missed a deadline", run_simulate},
    {"compare", "FILE", "Run several variants side by side", run_compare},
    {"analyze", "FILE", "Make every schedulability test: what is proved, what does not apply", run_analyze},
    {"explore", "FILE", "Search for releases under which it does badly", run_explore},
    {"batch", "FILE|DIR... -o DIR", "Run many files: a report each, an index, a summary", run_batch_command},
    {"trace", "FILE", "Read the trace of a real kernel: stacking, losses, latencies; compare it with a simulation",
     run_trace},
    {"generate", "--tasks N ...", "Make random task sets: system files", run_generate},
    {"sweep", "SPEC --out FILE", "Run a schedulability experiment: task sets over a grid of parameters",
     run_sweep_command},
    {"merge", "FILE... -o OUT", "Put the parts of a sweep together, or write its results as CSV", run_merge},
    {"plot", "FILE", "Show the results of a sweep: acceptance ratios, losses, inflation, with confidence intervals",
     run_plot},
    {"odds", "", "Say how often tasks stack by chance", run_odds},
    {"convert", "FILE -o OUT", "Read and write the formats of rt-app, SchedCAT, SimSo, SAG, Perfetto, ...",
     run_convert},
    {"explain", "[TOPIC]", "Say what a word of the reports means", run_explain},
};

}  // namespace

std::span<const Command> commands() { return kCommands; }

}  // namespace pinstack
