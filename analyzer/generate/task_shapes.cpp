// SPDX-License-Identifier: Apache-2.0
#include "analyzer/generate/task_shapes.hpp"

#include <algorithm>
#include <numeric>

namespace pinstack {

PeriodSource::PeriodSource(const PeriodSpec& spec, std::int64_t unit)
    : spec_(spec), granule_(spec.granule > 0 ? spec.granule : unit) {
    for (const PeriodSpec::Row& row : spec_.table) {
        weights_ += row.weight;
        longest_ = std::max(longest_, row.period);
    }
    if (!spec_.table.empty()) return;
    longest_ = spec_.high;
    // One granule past the end, so that the longest period has its share (Emberson et al.).
    if (spec_.kind == PeriodSpec::Kind::log_uniform) log_uniform_.emplace(spec_.low, spec_.high + granule_);
}

PeriodSource::Period PeriodSource::draw(Draws& draws) const {
    if (!spec_.table.empty()) {
        std::int64_t at = draws.up_to(weights_ - 1);
        std::size_t row = 0;
        while (at >= spec_.table[row].weight) at -= spec_.table[row++].weight;
        return {spec_.table[row].period, row};
    }
    if (log_uniform_) {
        const std::int64_t value = log_uniform_->at(draws.bits());
        return {std::min(value / granule_ * granule_, spec_.high), 0};
    }
    return {spec_.low + granule_ * draws.up_to((spec_.high - spec_.low) / granule_), 0};
}

std::int64_t share_of(std::int64_t whole, std::int64_t numerator) {
    const auto product = static_cast<unsigned __int128>(whole) * static_cast<std::uint64_t>(numerator);
    return static_cast<std::int64_t>((product + kWholeCpu / 2) / kWholeCpu);
}

std::vector<std::int64_t> split_at_random(Draws& draws, std::int64_t total, std::size_t parts) {
    std::vector<std::int64_t> cuts(parts - 1);
    for (std::int64_t& cut : cuts) cut = draws.up_to(total);
    std::sort(cuts.begin(), cuts.end());
    std::vector<std::int64_t> out;
    std::int64_t before = 0;
    for (const std::int64_t cut : cuts) {
        out.push_back(cut - before);
        before = cut;
    }
    out.push_back(total - before);
    return out;
}

SectionSource::SectionSource(const SectionSpec& spec, std::int64_t unit) : spec_(spec), unit_(unit) {
    if (spec_.distribution == Distribution::log_uniform) log_uniform_.emplace(spec_.low, spec_.high);
}

void SectionSource::draw_lengths(Draws& draws, std::int64_t wcet, std::int64_t room,
                                 std::vector<std::int64_t>& lengths) const {
    const auto drawn = [&] {
        return log_uniform_ ? log_uniform_->at(draws.bits()) : spec_.low + draws.up_to(spec_.high - spec_.low);
    };
    const auto count = static_cast<std::int64_t>(lengths.size());
    if (spec_.is_fraction) {
        const std::int64_t total = std::clamp(share_of(wcet, drawn()), count, room);
        lengths = split_at_random(draws, total - count, lengths.size());
        for (std::int64_t& length : lengths) ++length;
        return;
    }
    std::int64_t left = room - count;  // beyond the unit that each takes
    for (std::int64_t& length : lengths) {
        length = std::clamp<std::int64_t>(drawn() / unit_, 1, left + 1);
        left -= length - 1;
    }
}

void SectionSource::draw(Draws& draws, std::int64_t wcet, std::vector<GeneratedSection>& out) const {
    const std::int64_t wanted = spec_.fewest + draws.up_to(spec_.most - spec_.fewest);
    const std::int64_t count = std::min(wanted, (wcet + 1) / 2);
    std::vector<std::int64_t> lengths(static_cast<std::size_t>(count));
    draw_lengths(draws, wcet, wcet - (count - 1), lengths);
    const std::int64_t rest = wcet - (count - 1) - std::accumulate(lengths.begin(), lengths.end(), std::int64_t{0});
    const std::vector<std::int64_t> gaps = split_at_random(draws, rest, lengths.size() + 1);
    std::int64_t at = 0;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        at += gaps[i] + (i > 0 ? 1 : 0);
        out.push_back({at, lengths[i]});
        at += lengths[i];
    }
}

}  // namespace pinstack
