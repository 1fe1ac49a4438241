// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/sweep/plot_scale.hpp"

#include <algorithm>
#include <cmath>

#include "analyzer/generate/word_reader.hpp"
#include "model/time/text.hpp"

namespace pinstack {

std::vector<double> places_on(const SweepAxis& axis) {
    const std::size_t count = axis.words.size();
    std::vector<double> values;
    bool are_times = true;
    for (const std::string& word : axis.words) {
        if (const auto number = read_decimal(word)) {
            values.push_back(static_cast<double>(*number));
            are_times = false;
        } else if (const auto time = parse_duration(word)) {
            values.push_back(static_cast<double>(time->ns));
        }
    }
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    const bool have_places = values.size() == count && count > 1 && *most > *least;
    const bool logarithmic = have_places && are_times && *least > 0 && *most > 20 * *least;
    std::vector<double> places(count, 0.5);
    for (std::size_t i = 0; i < count && count > 1; ++i) {
        if (!have_places) {
            places[i] = (static_cast<double>(i) + 0.5) / static_cast<double>(count);
        } else if (logarithmic) {
            places[i] = std::log(values[i] / *least) / std::log(*most / *least);
        } else {
            places[i] = (values[i] - *least) / (*most - *least);
        }
    }
    return places;
}

PlotScale PlotScale::of(const SweepPlot& plot) {
    PlotScale scale;
    scale.from = plot.unit == PlotUnit::ratio ? 1 : 0;
    double most = scale.from;
    for (const PlotPanel& panel : plot.panels) {
        for (const PlotCurve& curve : panel.curves) {
            for (const auto& point : curve.points) {
                if (!point) continue;
                most = std::max(most, point->high);
                scale.from = std::min(scale.from, point->value);
            }
        }
    }
    if (plot.unit == PlotUnit::share && most > 0.5) {
        most = 1;
    }
    const double range = std::max(most - scale.from, 1e-6);
    const double rough = range / 4, power = std::pow(10.0, std::floor(std::log10(rough)));
    scale.step = power * (rough / power <= 1     ? 1
                          : rough / power <= 2   ? 2
                          : rough / power <= 2.5 ? 2.5
                          : rough / power <= 5   ? 5
                                                 : 10);
    scale.from = std::floor(scale.from / scale.step + 1e-9) * scale.step;
    scale.to = std::ceil(most / scale.step - 1e-9) * scale.step;
    if (scale.to <= scale.from) scale.to = scale.from + scale.step;
    return scale;
}

double PlotScale::share_of(double value) const { return std::clamp((value - from) / (to - from), 0.0, 1.0); }

}  // namespace pinstack
