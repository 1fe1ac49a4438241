// SPDX-License-Identifier: Apache-2.0
//
// The table of sub-commands. A new one is one file beside this one and one row in commands.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pinstack {

struct Command {
    std::string_view name;
    std::string_view arguments;                         ///< "FILE"
    std::string_view summary;                           ///< one line for the help
    int (*run)(const std::vector<std::string>& words);  ///< the words after the name -> exit code
};

std::span<const Command> commands();

int run_validate(const std::vector<std::string>& words);
int run_simulate(const std::vector<std::string>& words);
int run_compare(const std::vector<std::string>& words);
int run_analyze(const std::vector<std::string>& words);
int run_batch_command(const std::vector<std::string>& words);
int run_trace(const std::vector<std::string>& words);
int run_generate(const std::vector<std::string>& words);
int run_sweep_command(const std::vector<std::string>& words);
int run_merge(const std::vector<std::string>& words);
int run_plot(const std::vector<std::string>& words);
int run_odds(const std::vector<std::string>& words);
int run_explore(const std::vector<std::string>& words);
int run_convert(const std::vector<std::string>& words);
int run_explain(const std::vector<std::string>& words);

}  // namespace pinstack
