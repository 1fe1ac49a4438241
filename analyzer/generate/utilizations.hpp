// SPDX-License-Identifier: Apache-2.0
//
// The utilizations of a task set: n numbers with a given sum, each between its bounds. Whole numbers of 10^-12 CPU, so
// that the sum is exact.
//
//   uunifast      UUniFast-discard (Davis and Burns 2011). Uniform: draws from the whole simplex and discards what
//                 breaks a bound. Any bounds. O(n) an attempt; the attempts grow without limit as the sum nears n:
//                 for sums up to about n/2 of few tasks, n/4 of a hundred.
//   randfixedsum  RandFixedSum (Stafford 2006; Emberson, Stafford and Davis 2010). Uniform, discards nothing; the same
//                 bounds for all tasks. O(n^2) to prepare, O(n) a set; up to kMostTasksRandFixedSum tasks.
//   drs           Dirichlet-Rescale (Griffin, Bate and Davis 2020). Any bounds, no discarding to speak of. Not quite
//                 uniform, as its authors found (RTAS 2025): docs/generate.md says how far off. Up to kMostTasksDrs.
//
// Where the bounds leave one vector, that is the vector. The numbers rest on doubles with about 50 random bits; the
// last digits settle the sum.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "model/system/problem.hpp"

namespace pinstack {

/// One CPU, as a utilization.
inline constexpr std::int64_t kWholeCpu = 1'000'000'000'000;

inline constexpr int kMostTasksRandFixedSum = 1000;
inline constexpr int kMostTasksDrs = 200;

enum class UtilizationMethod : std::uint8_t { uunifast, randfixedsum, drs };

std::string_view name_of(UtilizationMethod method);
std::optional<UtilizationMethod> parse_utilization_method(std::string_view text);

struct UtilizationSpec {
    UtilizationMethod method = UtilizationMethod::uunifast;
    std::int64_t total = 0;                  ///< > 0
    std::vector<std::int64_t> lower, upper;  ///< one for each task; 0 <= lower <= upper <= kWholeCpu
};

/// What is impossible: the sum against the bounds, the method against the bounds or the number of tasks.
Problems check(const UtilizationSpec& spec);

class Draws;

/// A method made ready for one spec.
class UtilizationSource {
public:
    virtual ~UtilizationSource() = default;
    /// The vector of one attempt, or nothing where it is discarded. The sum is exact, the bounds are kept.
    virtual bool attempt(Draws& draws, std::vector<std::int64_t>& out) const = 0;
};

/// REQUIRES: check(spec) found nothing.
std::unique_ptr<UtilizationSource> make_utilization_source(const UtilizationSpec& spec);

/// Attempts until one is kept; an error where too many were discarded.
Result<std::vector<std::int64_t>> draw_utilizations(const UtilizationSource& source, const UtilizationSpec& spec,
                                                    std::uint64_t seed, std::uint64_t set);

/// Rounds to whole numbers with the exact sum: down, and what is missing goes to the first tasks that have room.
/// REQUIRES: the values are within their bounds, and their sum is `total`, but for rounding.
void settle(const std::vector<double>& values, const UtilizationSpec& spec, std::vector<std::int64_t>& out);

}  // namespace pinstack
