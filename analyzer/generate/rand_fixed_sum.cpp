// SPDX-License-Identifier: Apache-2.0
#include "analyzer/generate/rand_fixed_sum.hpp"

#include <algorithm>
#include <cmath>

#include "analyzer/generate/draws.hpp"
#include "analyzer/generate/portable_math.hpp"

namespace pinstack {

namespace {

/// A number >= 0 whose exponent does not end where that of a double does. The mantissa is 0 or in [1/2, 1).
struct Volume {
    double mantissa = 0;
    int exponent = 0;

    static Volume of(double value, int exponent = 0) {
        Volume out;
        out.mantissa = std::frexp(value, &out.exponent);
        out.exponent = out.mantissa == 0 ? 0 : out.exponent + exponent;
        return out;
    }
    Volume operator*(double factor) const { return of(mantissa * factor, exponent); }
    Volume operator+(const Volume& other) const {
        if (mantissa == 0) return other;
        if (other.mantissa == 0) return *this;
        const int larger = std::max(exponent, other.exponent);
        return of(std::ldexp(mantissa, exponent - larger) + std::ldexp(other.mantissa, other.exponent - larger),
                  larger);
    }
    /// REQUIRES: the other one is not 0.
    double operator/(const Volume& other) const {
        return std::ldexp(mantissa / other.mantissa, exponent - other.exponent);
    }
};

}  // namespace

RandFixedSum::RandFixedSum(UtilizationSpec spec) : spec_(std::move(spec)) {
    const std::size_t n = spec_.upper.size();
    const std::int64_t width = spec_.upper.front() - spec_.lower.front();
    const std::int64_t above = spec_.total - static_cast<std::int64_t>(n) * spec_.lower.front();
    sum_ = static_cast<double>(above) / static_cast<double>(width);
    const auto whole =
        static_cast<std::size_t>(std::min<std::int64_t>(above / width, static_cast<std::int64_t>(n) - 1));
    place_ = whole + 1;
    to_left_.resize(n * (n + 1) / 2);

    // Stafford's w, t, s1, s2, counted from 1 as he does. s1(i) = s - k + i - 1 and s2(i) = k + n - s - i + 1.
    const double from_whole = sum_ - static_cast<double>(whole);
    const auto s1 = [&](std::size_t i) { return from_whole + static_cast<double>(i - 1); };
    const auto s2 = [&](std::size_t i) { return static_cast<double>(n + 1 - i) - from_whole; };
    std::vector<Volume> before(n + 2), now(n + 2);
    before[2] = Volume::of(1);
    for (std::size_t i = 2; i <= n; ++i) {
        const double size = static_cast<double>(i);
        for (std::size_t j = 1; j <= i; ++j) {
            const double left_side = s2(n - i + j);
            const Volume right = before[j + 1] * (s1(j) / size), left = before[j] * (left_side / size);
            now[j + 1] = left + right;
            double& chance = to_left(i, j);
            if (now[j + 1].mantissa == 0) {
                chance = left_side > s1(j) ? 0 : 1;
            } else {
                chance = left_side > s1(j) ? left / now[j + 1] : 1 - right / now[j + 1];
            }
        }
        std::swap(before, now);
    }
}

bool RandFixedSum::attempt(Draws& draws, std::vector<std::int64_t>& out) const {
    const std::size_t n = spec_.upper.size();
    std::vector<double> values(n);
    double left = sum_, offset = 0, product = 1;
    std::size_t place = place_;
    for (std::size_t i = n; i >= 2; --i) {
        const bool goes_left = draws.unit() <= to_left(i, place);
        const double shrink = portable_root(draws.unit(), static_cast<double>(i - 1));
        offset += (1 - shrink) * product * left / static_cast<double>(i);
        product *= shrink;
        values[n - i] = offset + (goes_left ? product : 0);
        if (goes_left) {
            left -= 1;
            --place;
        }
    }
    values[n - 1] = offset + product * left;

    const std::vector<std::uint32_t> order = draws.permutation(n);
    const double width = static_cast<double>(spec_.upper.front() - spec_.lower.front());
    std::vector<double> stretched(n);
    for (std::size_t i = 0; i < n; ++i) {
        stretched[order[i]] = static_cast<double>(spec_.lower.front()) + width * values[i];
    }
    settle(stretched, spec_, out);
    return true;
}

}  // namespace pinstack
