// SPDX-License-Identifier: Apache-2.0
//
// How periods, deadlines and sections are drawn. Whole numbers of granules throughout.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "analyzer/generate/draws.hpp"
#include "analyzer/generate/set_spec.hpp"

namespace pinstack {

/// Periods of a spec, made ready.
class PeriodSource {
public:
    /// `unit`: the granule where the spec has none, in ns.
    PeriodSource(const PeriodSpec& spec, std::int64_t unit);

    struct Period {
        std::int64_t ns = 0;
        std::size_t row = 0;  ///< of the table
    };
    Period draw(Draws& draws) const;
    std::int64_t longest() const { return longest_; }

private:
    PeriodSpec spec_;
    std::int64_t granule_, longest_ = 0, weights_ = 0;
    std::optional<LogUniform> log_uniform_;
};

/// A stretch of execution: the section begins when the job has run for `from`.
struct GeneratedSection {
    std::int64_t from = 0, length = 0;
};

/// Draws sections for a job of `wcet` units and adds them to `out`, in the order of the body. Two never touch.
///
/// Their number is drawn, but is at most (wcet + 1) / 2: each takes a unit, and there is one between two. Then lengths:
/// the summed length, split at random (uniform over all splits), or each length by itself; what of that does not fit is
/// cut off, from the last section backwards. Then the places: the rest of the run time is split at random among the
/// gaps.
class SectionSource {
public:
    explicit SectionSource(const SectionSpec& spec, std::int64_t unit);
    void draw(Draws& draws, std::int64_t wcet, std::vector<GeneratedSection>& out) const;

private:
    void draw_lengths(Draws& draws, std::int64_t wcet, std::int64_t room, std::vector<std::int64_t>& lengths) const;

    SectionSpec spec_;
    std::int64_t unit_;
    std::optional<LogUniform> log_uniform_;
};

/// `total` as a sum of so many whole numbers >= 0, every such sum equally likely but for coincidences of the cuts.
std::vector<std::int64_t> split_at_random(Draws& draws, std::int64_t total, std::size_t parts);

/// numerator / kWholeCpu of `whole`, rounded to nearest. REQUIRES: all >= 0.
std::int64_t share_of(std::int64_t whole, std::int64_t numerator);

}  // namespace pinstack
