// SPDX-License-Identifier: Apache-2.0
//
// Other people's files read as systems: what every reader takes and gives. docs/formats.md says what becomes of each
// field.
//
// A reader never throws and is safe with any text. What is wrong makes it fail with every problem, each with its place.
// What is right and has no place in a system is a warning: nothing is dropped silently. Warnings of one kind beyond the
// first few are counted in the last one of them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/system/problem.hpp"
#include "model/system/system.hpp"

namespace pinstack {

/// What a lock stands for (--section NAME=...).
enum class LockMeaning : std::uint8_t { preempt_disable, migrate_disable, section };

struct ImportOptions {
    std::string file;                             ///< names the places of problems
    TimeUnit unit = TimeUnit::us;                 ///< of numbers without one
    std::optional<int> cpus;                      ///< in place of what the file says or lets guess
    std::map<std::string, LockMeaning> sections;  ///< by name of a lock
};

struct Imported {
    std::vector<System> systems;  ///< not empty
    Problems warnings;
};

Result<Imported> read_rt_app(std::string_view text, const ImportOptions& options);
Result<Imported> read_schedcat(std::string_view text, const ImportOptions& options);
Result<Imported> read_simso(std::string_view text, const ImportOptions& options);
Result<Imported> read_sag(std::string_view text, const ImportOptions& options);

/// Limits of all of them.
inline constexpr std::size_t kMostImportedJobs = 1'000'000;  ///< releases written out one by one, of a system
inline constexpr std::size_t kMostImportedTasks = 100'000;

}  // namespace pinstack
