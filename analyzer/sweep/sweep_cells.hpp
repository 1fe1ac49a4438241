// SPDX-License-Identifier: Apache-2.0
//
// The grid of a sweep: cell number -> the word of each axis -> what to generate. The first axis varies slowest.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/sweep/sweep_spec.hpp"

namespace pinstack {

/// The place on each axis, in the order of SweepSpec::grid. REQUIRES: cell < spec.cells().
std::vector<std::size_t> place_of_cell(const SweepSpec& spec, std::uint64_t cell);

/// The word of each axis there.
std::vector<std::string> words_of_cell(const SweepSpec& spec, std::uint64_t cell);

/// What to generate there. Problems name the cell and the words of the spec.
Result<SetSpec> set_spec_of_cell(const SweepSpec& spec, std::uint64_t cell);

/// "cpus=4, md_share=0.5"; "all sets" where there is no grid.
std::string name_of_cell(const SweepSpec& spec, std::uint64_t cell);

/// The keys `generate` and `grid` may have.
std::vector<std::string> sweep_keys();

}  // namespace pinstack
