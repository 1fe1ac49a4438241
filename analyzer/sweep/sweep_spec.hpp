// SPDX-License-Identifier: Apache-2.0
//
// What a schedulability experiment is asked for: which random task sets, over which grid of parameters, how many in
// each cell, what to compute of each. Read from a JSON file (data/schema/sweep.schema.json, docs/sweeps.md).
//
// The words of `generate` and `grid` are the options of `pinstack generate` with _ for -, and two of their own:
// `tasks_per_cpu` and `utilization_per_cpu`, which are multiplied by `cpus`.
//
// Set number i of a cell is a function of (seed, i) and the cell's own words, so cells that differ in one parameter
// share what does not depend on it (common random numbers).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/bounds/schedulability_test.hpp"
#include "analyzer/explore/search.hpp"
#include "analyzer/generate/generate_words.hpp"
#include "model/system/variant.hpp"

namespace pinstack {

/// A parameter of the generator and its values, as words.
struct SweepAxis {
    std::string key;  ///< "section_length"
    std::vector<std::string> words;
};

/// Protection and balancer that every set is analysed and simulated under.
struct SweepVariant {
    std::string name;  ///< "migrate_disable/shift", or as the experiment calls it
    Variant variant;
    bool has_order = false;  ///< else its order is that of the cell
};

struct SweepSpec {
    std::string name = "sweep";
    std::uint64_t seed = 1;
    std::uint64_t samples = 100;   ///< sets in each cell
    std::vector<SweepAxis> fixed;  ///< one word each
    std::vector<SweepAxis> grid;   ///< the first varies slowest
    CostModel costs;  ///< of the platform; under costs no test applies
    std::vector<SweepVariant> variants;
    std::vector<const SchedulabilityTest*> tests;  ///< in the order of the table
    bool simulate = false;
    std::optional<SearchSpec> search;  ///< for a worst case; its seed is the number of the set
    std::string text;                  ///< the experiment as one line of JSON: equal for equal experiments

    std::uint64_t cells() const;
    std::uint64_t sets() const { return cells() * samples; }
};

inline constexpr std::uint64_t kMostSweepCells = 1'000'000;
inline constexpr std::uint64_t kMostSweepSets = 10'000'000'000;
inline constexpr std::size_t kMostSweepTests = 63;  ///< they are bits of a number in the results

/// What replaces the file's own before it is read; all empty = nothing.
struct SweepOverrides {
    std::optional<std::uint64_t> samples, seed;
};

/// Reads and checks the file ("-" is standard input): every problem of it, those of each cell included.
Result<SweepSpec> load_sweep(const std::string& file, const SweepOverrides& overrides = {});
Result<SweepSpec> parse_sweep(std::string_view text, const std::string& file, const SweepOverrides& overrides = {});

}  // namespace pinstack
