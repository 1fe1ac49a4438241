// SPDX-License-Identifier: Apache-2.0
//
// The results of a sweep summed up by cell: what figures and tables are made of. One pass over the results, memory by
// cells and not by sets. Sums are taken in the order of the sets, so they are the same to the last bit.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <string_view>
#include <vector>

#include "analyzer/sweep/result_store.hpp"

namespace pinstack {

/// A share of sets, counted and weighted by their utilization.
struct ShareSums {
    std::uint64_t sets = 0, hits = 0;
    double weight = 0, hit_weight = 0;  ///< sums of the utilization u
    double square = 0, hit_square = 0;  ///< sums of u^2

    void add(bool hit, double utilization);
    void add(const ShareSums& more);
};

/// A figure that every set has.
struct MeanSums {
    std::uint64_t sets = 0;
    double sum = 0, square = 0;

    void add(double value);
    void add(const MeanSums& more);
};

/// What is averaged over sets, of a run of one variant.
enum class SweepMeasure : std::uint8_t {
    loss,       ///< share of capacity lost to stacking, affinity and balancing
    inversion,  ///< share of capacity that ran less urgent jobs while more urgent ones waited
    inflation,  ///< mean_inflation
    latency,    ///< urgent_latency, ns
    searched,   ///< searched_value
};
inline constexpr std::size_t kSweepMeasures = 5;

struct CellSums {
    std::uint64_t failed = 0;                                 ///< sets that could not be made
    std::vector<ShareSums> shares;                            ///< by variant, then SweepSums::kMet or test
    std::vector<std::array<MeanSums, kSweepMeasures>> means;  ///< by variant
};

class SweepSums {
public:
    /// In place of a test: all deadlines were met in the run.
    static constexpr std::size_t kMet = std::numeric_limits<std::size_t>::max();

    /// `go_on` hears of each set how many there were; where it returns false, the sums are of those.
    static tl::expected<SweepSums, std::string> of(const ResultStore& store,
                                                   const std::function<bool(std::uint64_t sets)>& go_on = {});

    const ShareSums& share(std::uint64_t cell, std::size_t variant, std::size_t test) const;
    const MeanSums& mean(std::uint64_t cell, std::size_t variant, SweepMeasure measure) const;
    std::uint64_t failed(std::uint64_t cell) const { return cells_[cell].failed; }
    std::uint64_t sets() const { return sets_; }

private:
    explicit SweepSums(const SweepSpec& spec);
    void add(const SetRecord& set);
    std::size_t place(std::size_t variant, std::size_t test) const;

    std::size_t tests_;
    std::uint64_t sets_ = 0;
    std::vector<CellSums> cells_;
};

}  // namespace pinstack
