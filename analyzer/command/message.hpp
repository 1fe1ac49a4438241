// SPDX-License-Identifier: Apache-2.0
//
// What goes to people beside the data: all of it to standard error, except help and version, which were asked for.
#pragma once

#include <string>
#include <string_view>

#include "model/system/problem.hpp"

namespace pinstack {

/// Prints "pinstack: error: ..." and the hint, if any; returns kUsageOrInput.
int usage_error(std::string_view what, std::string_view hint = {});

/// Prints all problems; returns kUsageOrInput. Problems without a place are about `subject`.
int input_error(const Problems& problems, std::string_view subject);

/// The same of what is possible and suspicious.
void input_warning(const Problems& warnings, std::string_view subject);

/// kDone, or kUsageOrInput where standard output cannot be written.
int print_to_stdout(std::string_view text);

void print_to_stderr(std::string_view text);

/// Is the descriptor a terminal that wants colour? (NO_COLOR, TERM=dumb: no.)
bool wants_colour(int descriptor);

}  // namespace pinstack
