// SPDX-License-Identifier: Apache-2.0
#include "analyzer/sweep/sweep_sums.hpp"

namespace pinstack {

namespace {

using Figure = SweepFigure;

double at(const VariantRecord& record, Figure figure) { return static_cast<double>(*record[figure]); }

void add_means(const VariantRecord& record, std::array<MeanSums, kSweepMeasures>& means) {
    const auto add = [&](SweepMeasure measure, double value) { means[static_cast<std::size_t>(measure)].add(value); };
    if (record[Figure::total_ns] && *record[Figure::total_ns] > 0) {
        const double total = at(record, Figure::total_ns);
        add(SweepMeasure::loss, (at(record, Figure::stacking_loss_ns) + at(record, Figure::affinity_loss_ns) +
                                 at(record, Figure::balancing_loss_ns)) /
                                    total);
        add(SweepMeasure::inversion,
            (at(record, Figure::inversion_np_ns) + at(record, Figure::inversion_pin_ns)) / total);
    }
    if (record[Figure::mean_inflation]) add(SweepMeasure::inflation, at(record, Figure::mean_inflation) / 1e6);
    if (record[Figure::urgent_latency_ns]) add(SweepMeasure::latency, at(record, Figure::urgent_latency_ns));
    if (record[Figure::searched_value]) add(SweepMeasure::searched, at(record, Figure::searched_value));
}

}  // namespace

void ShareSums::add(bool hit, double utilization) {
    ++sets;
    weight += utilization;
    square += utilization * utilization;
    if (!hit) return;
    ++hits;
    hit_weight += utilization;
    hit_square += utilization * utilization;
}

void ShareSums::add(const ShareSums& more) {
    sets += more.sets;
    hits += more.hits;
    weight += more.weight;
    hit_weight += more.hit_weight;
    square += more.square;
    hit_square += more.hit_square;
}

void MeanSums::add(double value) {
    ++sets;
    sum += value;
    square += value * value;
}

void MeanSums::add(const MeanSums& more) {
    sets += more.sets;
    sum += more.sum;
    square += more.square;
}

SweepSums::SweepSums(const SweepSpec& spec) : tests_(spec.tests.size()), cells_(spec.cells()) {
    for (CellSums& cell : cells_) {
        cell.shares.resize(spec.variants.size() * (tests_ + 1));
        cell.means.resize(spec.variants.size());
    }
}

std::size_t SweepSums::place(std::size_t variant, std::size_t test) const {
    return variant * (tests_ + 1) + (test == kMet ? tests_ : test);
}

const ShareSums& SweepSums::share(std::uint64_t cell, std::size_t variant, std::size_t test) const {
    return cells_[cell].shares[place(variant, test)];
}

const MeanSums& SweepSums::mean(std::uint64_t cell, std::size_t variant, SweepMeasure measure) const {
    return cells_[cell].means[variant][static_cast<std::size_t>(measure)];
}

void SweepSums::add(const SetRecord& set) {
    ++sets_;
    CellSums& cell = cells_[set.cell];
    if (!set.utilization) {
        ++cell.failed;
        return;
    }
    const double utilization = static_cast<double>(*set.utilization) / 1e6;
    for (std::size_t variant = 0; variant < set.variants.size(); ++variant) {
        const VariantRecord& record = set.variants[variant];
        for (std::size_t test = 0; test < tests_; ++test) {
            const std::uint64_t bit = std::uint64_t{1} << test;
            if ((record.applicable & bit) == 0) continue;
            cell.shares[place(variant, test)].add((record.schedulable & bit) != 0, utilization);
        }
        if (record[Figure::misses]) cell.shares[place(variant, kMet)].add(*record[Figure::misses] == 0, utilization);
        add_means(record, cell.means[variant]);
    }
}

tl::expected<SweepSums, std::string> SweepSums::of(const ResultStore& store,
                                                   const std::function<bool(std::uint64_t sets)>& go_on) {
    SweepSums sums(store.spec());
    const auto read = store.for_each([&](const SetRecord& set) {
        if (set.cell < sums.cells_.size()) sums.add(set);
        return !go_on || go_on(sums.sets());
    });
    if (!read) return tl::unexpected(read.error());
    return sums;
}

}  // namespace pinstack
