// SPDX-License-Identifier: Apache-2.0
//
// Several variants of one system side by side, with the same releases and the same execution times per job number
// (common random numbers), so that every difference is the variant's doing.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/run/outcome.hpp"

namespace pinstack {

struct Comparison {
    std::vector<Outcome> outcomes;  ///< in the order asked for; impossible ones included
    std::size_t baseline = 0;       ///< what the others are measured against: none/shift, else the first

    const Outcome& base() const { return outcomes[baseline]; }
};

/// none/shift (the ideal, where nothing is pinned), preempt_disable/idle-first, and migrate_disable under
/// wake-previous, wake-previous-push, shift and swap-on-entry; order and options are the system's own.
std::vector<Variant> default_variants(const System& system);

/// "SECTIONS/BALANCER,SECTIONS/BALANCER,..."; a variant named twice counts once.
Result<std::vector<Variant>> parse_variants(std::string_view text, const Variant& base);

Comparison compare(const System& system, const std::vector<Variant>& variants, const RunRequest& request = {});

/// The problems of the variants that are impossible, each once, with the variants it is a problem of.
Problems reasons_of(const Comparison& comparison);

/// none/shift: the ideal, where nothing is pinned.
bool is_ideal(const Variant& variant);

/// Where none/shift stands, else 0.
std::size_t baseline_of(std::span<const Outcome> outcomes);

/// Deadlines missed beyond those of the base, summed task by task: what a task misses less does not make up for what
/// another misses more. `base`: nullptr where there is none; then all count.
std::uint64_t misses_beyond(const RunResult& result, const RunResult* base);

/// The applicable outcome that misses most deadlines beyond those of the baseline, then lost most capacity in all,
/// then to stacking, then missed most; the first of equals. nullptr where none is applicable.
const Outcome* worst_outcome(std::span<const Outcome> outcomes);

/// The applicable outcome that lost most capacity to stacking, then in all; the first of equals. nullptr where none is
/// applicable.
const Outcome* most_stacked_outcome(std::span<const Outcome> outcomes);

/// Whether all applicable outcomes lose as much capacity, and miss as many deadlines of each task.
bool are_equal(std::span<const Outcome> outcomes);

}  // namespace pinstack
