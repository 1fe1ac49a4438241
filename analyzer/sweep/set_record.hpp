// SPDX-License-Identifier: Apache-2.0
//
// What a sweep finds out about one task set, in whole numbers only, so that it is the same everywhere.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace pinstack {

/// The figures of a run or a search. Their order is that of the database's columns.
enum class SweepFigure : std::uint8_t {
    jobs,       ///< released
    misses,     ///< deadlines missed
    total_ns,   ///< capacity
    useful_ns,  ///< of it, as are the next seven
    inversion_np_ns,
    inversion_pin_ns,
    overhead_ns,
    stacking_loss_ns,
    affinity_loss_ns,
    balancing_loss_ns,
    idle_ns,
    max_depth,
    worst_response,     ///< the greatest, over tasks, of longest response / deadline, in millionths
    mean_inflation,     ///< mean, over tasks, of longest response / that under the baseline, in millionths
    worst_inflation,    ///< the greatest of these
    urgent_latency_ns,  ///< longest time from release to first run, of the m most urgent tasks on m CPUs
    worst_latency_ns,   ///< the same of all tasks
    searched_value,     ///< what the search for a worst case found: ns, of depth a number of jobs
};
inline constexpr std::size_t kSweepFigures = 18;

/// "worst_response": the column.
std::string_view name_of(SweepFigure figure);
std::span<const SweepFigure> sweep_figures();

struct VariantRecord {
    std::uint64_t applicable = 0;   ///< bit i: test i of the experiment applies
    std::uint64_t schedulable = 0;  ///< bit i: it proves every deadline
    std::array<std::optional<std::int64_t>, kSweepFigures> figures{};

    std::optional<std::int64_t>& operator[](SweepFigure figure) { return figures[static_cast<std::size_t>(figure)]; }
    const std::optional<std::int64_t>& operator[](SweepFigure figure) const {
        return figures[static_cast<std::size_t>(figure)];
    }
    friend bool operator==(const VariantRecord&, const VariantRecord&) = default;
};

struct SetRecord {
    std::uint64_t cell = 0;
    std::uint64_t number = 0;                 ///< of the set, in its cell
    std::optional<std::int64_t> utilization;  ///< that came out, in millionths of a CPU; nothing = no set could be made
    std::vector<VariantRecord> variants;      ///< of the experiment; empty where there is no set

    friend bool operator==(const SetRecord&, const SetRecord&) = default;
};

}  // namespace pinstack
