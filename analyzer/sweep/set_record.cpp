// SPDX-License-Identifier: Apache-2.0
#include "analyzer/sweep/set_record.hpp"

namespace pinstack {

namespace {

constexpr std::array<std::string_view, kSweepFigures> kNames = {"jobs",
                                                                "misses",
                                                                "total_ns",
                                                                "useful_ns",
                                                                "inversion_np_ns",
                                                                "inversion_pin_ns",
                                                                "overhead_ns",
                                                                "stacking_loss_ns",
                                                                "affinity_loss_ns",
                                                                "balancing_loss_ns",
                                                                "idle_ns",
                                                                "max_depth",
                                                                "worst_response",
                                                                "mean_inflation",
                                                                "worst_inflation",
                                                                "urgent_latency_ns",
                                                                "worst_latency_ns",
                                                                "searched_value"};

constexpr std::array<SweepFigure, kSweepFigures> kAll = [] {
    std::array<SweepFigure, kSweepFigures> all{};
    for (std::size_t i = 0; i < kSweepFigures; ++i) all[i] = static_cast<SweepFigure>(i);
    return all;
}();

}  // namespace

std::string_view name_of(SweepFigure figure) { return kNames[static_cast<std::size_t>(figure)]; }

std::span<const SweepFigure> sweep_figures() { return kAll; }

}  // namespace pinstack
