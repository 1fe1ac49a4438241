// SPDX-License-Identifier: Apache-2.0
#include "analyzer/generate/dirichlet_rescale.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analyzer/generate/draws.hpp"
#include "analyzer/generate/portable_math.hpp"

namespace pinstack {

namespace {

constexpr int kMostStretches = 1000;
constexpr double kMostDrift = 1e-9;

/// The flat Dirichlet distribution: exponential variables over their sum; 0 where nothing else is allowed.
void draw_on_simplex(Draws& draws, const std::vector<double>& limits, std::vector<double>& point) {
    double sum = 0;
    for (std::size_t i = 0; i < point.size(); ++i) {
        if (limits[i] > 0) sum += point[i] = -portable_log(draws.unit());
    }
    for (double& x : point) x /= sum;
}

/// scale^-k for the largest k for which scale^k > least; k >= 1 is known to be allowed.
double stretch_power(double scale, double least) {
    // Powers 1, 2, 4, .. that are allowed, then those of them that still fit, largest first.
    double powers[64];
    int count = 0;
    for (double power = scale; count < 64 && power > least && power > 0; power *= power) powers[count++] = power;
    if (count == 0) return 1 / scale;
    double total = powers[--count];
    while (count > 0) {
        const double more = total * powers[--count];
        if (more > least) total = more;
    }
    return 1 / total;
}

/// One stretch about the fixed point of the map, or false where no limit is broken.
bool stretch(const std::vector<double>& limits, std::vector<double>& point) {
    double cut = 0;
    for (std::size_t i = 0; i < point.size(); ++i) {
        if (point[i] > limits[i]) cut += limits[i];
    }
    if (cut == 0) return false;
    // The map is x -> (x - b) / (1 - cut) for b = the broken limits, else 0; its fixed point is b / cut. Applied k
    // times it leaves the simplex where a component that is below the fixed point would become negative.
    double least = 0;
    for (std::size_t i = 0; i < point.size(); ++i) {
        if (point[i] > limits[i]) least = std::max(least, 1 - point[i] / (limits[i] / cut));
    }
    const double factor = stretch_power(1 - cut, least);
    for (std::size_t i = 0; i < point.size(); ++i) {
        const double fixed = point[i] > limits[i] ? limits[i] / cut : 0;
        point[i] = fixed + (point[i] - fixed) * factor;
    }
    return true;
}

}  // namespace

DirichletRescale::DirichletRescale(UtilizationSpec spec) : spec_(std::move(spec)) {
    const std::size_t n = spec_.upper.size();
    const std::int64_t above = spec_.total - std::accumulate(spec_.lower.begin(), spec_.lower.end(), std::int64_t{0});
    above_lower_ = static_cast<double>(above);
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        limits_.push_back(std::min(1.0, static_cast<double>(spec_.upper[i] - spec_.lower[i]) / above_lower_));
        sum += limits_.back();
    }
    excess_ = sum - 1;
    draws_slack_ = excess_ < 1;
    if (draws_slack_) {
        for (double& limit : limits_) limit /= excess_;
    }
}

bool DirichletRescale::attempt(Draws& draws, std::vector<std::int64_t>& out) const {
    std::vector<double> point(limits_.size());
    draw_on_simplex(draws, limits_, point);
    int stretches = 0;
    while (stretch(limits_, point)) {
        if (++stretches > kMostStretches) return false;
    }
    double sum = 0;
    for (const double x : point) sum += x;
    if (!(std::abs(sum - 1) <= kMostDrift)) return false;
    for (std::size_t i = 0; i < point.size(); ++i) {
        const double share = draws_slack_ ? (limits_[i] - point[i]) * excess_ : point[i];
        point[i] = static_cast<double>(spec_.lower[i]) + share * above_lower_;
    }
    settle(point, spec_, out);
    return true;
}

}  // namespace pinstack
