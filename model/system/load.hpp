// SPDX-License-Identifier: Apache-2.0
//
// Reading and writing system files (`*.pinstack.json`, format 1; DESIGN section 3).
//
// Reading reports every problem of a file in one run, each with line, column, JSON pointer, what was found, what
// is expected, and a hint. It never throws; text of any content and size is safe.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "model/system/problem.hpp"
#include "model/system/system.hpp"

namespace pinstack {

/// What of a file the caller puts something else in place of, or does not need.
struct LoadOptions {
    /// Changes the file's own variant before the system is checked under it.
    std::function<void(Variant&)> amend_variant;
    bool check_variant = true;     ///< false: others will run (see check_variant() below)
    bool check_horizon = true;     ///< false: another one will do (see resolve_horizon())
    Problems* warnings = nullptr;  ///< where to add those of the system (see find_warnings()) with their places
};

/// Reads and checks the file; "-" is standard input.
Result<System> load_system(const std::string& file, const LoadOptions& options = {});

/// The same from memory; `file` is only used to name the place of problems and to find cost models.
Result<System> parse_system(std::string_view text, const std::string& file, const LoadOptions& options = {});

/// The bytes of a file ("-" is standard input), for parse_system(); at most 1 GiB.
Result<std::string> read_system_file(const std::string& file);

/// Is the system possible under this variant (which need not be its own)? Empty = yes.
Problems check_variant(const System& system, const Variant& variant);

/// Every problem of a system that was built in code: those of the file that save_system() makes of it.
Problems check_system(const System& system);

/// The system file (format 1, pretty-printed JSON) that loads to an equal System.
std::string save_system(const System& system);

}  // namespace pinstack
