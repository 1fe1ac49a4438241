// SPDX-License-Identifier: Apache-2.0
//
// The completion of the program's words by bash: commands, options, the words that an option takes, paths. It needs
// bash alone, not the package bash-completion.
#pragma once

#include <span>
#include <string>

#include "analyzer/command/command.hpp"
#include "analyzer/command/command_help.hpp"

namespace pinstack {

/// The script is the beginning, what each command says of itself, the end.
std::string completion_begin(std::span<const Command> commands);
std::string completion_of(const CommandHelp& help);
std::string completion_end();

}  // namespace pinstack
