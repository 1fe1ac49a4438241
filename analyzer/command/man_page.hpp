// SPDX-License-Identifier: Apache-2.0
//
// Manual pages in the macros of man(7): one of the program, one of each sub-command. They have no date, so that the
// same version has the same pages.
#pragma once

#include <span>
#include <string>

#include "analyzer/command/command.hpp"
#include "analyzer/command/command_help.hpp"

namespace pinstack {

/// pinstack(1)
std::string man_page(std::span<const Command> commands);
/// pinstack-COMMAND(1)
std::string man_page(const CommandHelp& help);

}  // namespace pinstack
