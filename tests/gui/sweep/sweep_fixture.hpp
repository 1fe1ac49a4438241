// SPDX-License-Identifier: GPL-3.0-or-later
//
// A file of results, with figures that are easy to check by hand: two axes and two variants.
#pragma once

#include <QString>
#include <stdexcept>
#include <string>

#include "analyzer/sweep/result_store.hpp"

namespace pinstack::gui {

constexpr std::uint64_t kSweepSamples = 4;

inline SweepSpec two_axes() {
    return parse_sweep(R"({ "sweep": 1, "name": "two axes", "samples": 4,
        "generate": { "tasks": 4 },
        "grid": { "cpus": [2, 4], "utilization_per_cpu": [0.5, 0.6, 0.8] },
        "variants": [ "none/shift", "migrate_disable/shift" ],
        "compute": { "tests": ["rta-lc"], "simulate": true } })",
                       "two.json")
        .value();
}

/// Of set `number` in `cell`. Variant 0 loses nothing and meets all; variant 1 loses (cell + number) per cent, and
/// misses in the first `cell` sets.
inline SetRecord figures_of_set(std::uint64_t cell, std::uint64_t number) {
    SetRecord set{.cell = cell, .number = number, .utilization = 1'000'000, .variants = {}};
    for (std::int64_t variant = 0; variant < 2; ++variant) {
        VariantRecord& record = set.variants.emplace_back();
        record[SweepFigure::total_ns] = 1'000'000;
        record[SweepFigure::stacking_loss_ns] = variant * static_cast<std::int64_t>(cell + number) * 10'000;
        record[SweepFigure::affinity_loss_ns] = record[SweepFigure::balancing_loss_ns] = 0;
        record[SweepFigure::inversion_np_ns] = record[SweepFigure::inversion_pin_ns] = 0;
        record[SweepFigure::jobs] = 100;
        record[SweepFigure::misses] = variant == 1 && number < cell ? 3 : 0;
    }
    return set;
}

/// Writes those sets of each cell that are in [from, to), and commits them.
inline void write_sets(ResultStore& store, std::uint64_t from, std::uint64_t to) {
    for (std::uint64_t cell = 0; cell < store.spec().cells(); ++cell) {
        for (std::uint64_t number = from; number < to; ++number) {
            if (!store.add(figures_of_set(cell, number))) throw std::runtime_error("a set was not written");
        }
    }
    if (!store.commit()) throw std::runtime_error("sets were not committed");
}

/// All of it.
inline void write_results(const QString& file) {
    auto store = ResultStore::open(file.toStdString(), two_axes());
    if (!store) throw std::runtime_error(store.error());
    write_sets(*store, 0, kSweepSamples);
    if (!store->close()) throw std::runtime_error("the file was not closed");
}

}  // namespace pinstack::gui
