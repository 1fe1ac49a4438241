// SPDX-License-Identifier: Apache-2.0
//
// Two results that should be equal: the first thing in which they differ, in words, and the system that shows it.
#pragma once

#include <optional>
#include <string>

#include "model/engine/run_result.hpp"
#include "model/engine/simulation.hpp"
#include "model/system/system.hpp"

namespace pinstack::test {

/// Every field that differs, one a line ("capacity.useful: expected 7, found 8"), or nothing.
std::optional<std::string> difference(const RunResult& expected, const RunResult& found);

/// The system on one line per task, short enough to be read in a failing test.
std::string describe(const System& system);
std::string describe(const Variant& variant);
std::string describe(const System& system, const Variant& variant, const RunOptions& options);

/// The jobs of a result, one a line.
std::string describe_jobs(const RunResult& result);

}  // namespace pinstack::test
