// SPDX-License-Identifier: Apache-2.0
//
// Goodness of fit, for tests of random numbers with fixed seeds.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace pinstack::test {

/// The probability that Pearson's chi-square with so many degrees of freedom is at least this.
double chi_square_tail(double chi_square, std::size_t degrees);

/// p-value of counts against the expected ones (at least 5 each; the sums are equal).
double p_value(const std::vector<double>& counts, const std::vector<double>& expected);

/// p-value of values in (0, 1) against the uniform distribution, in so many cells of equal size.
double p_value_uniform(const std::vector<double>& values, std::size_t cells = 25);

/// p-value of points in the unit square against the uniform distribution, in side x side cells.
struct Point {
    double x = 0, y = 0;
};
double p_value_uniform(const std::vector<Point>& points, std::size_t side = 8);

/// p-value of two samples of values in [0, 1] coming from one distribution; cells with few values are joined.
double p_value_same(const std::vector<double>& a, const std::vector<double>& b, std::size_t cells = 25);

/// A right generator passes this once in ten thousand seeds by bad luck; seeds are fixed.
inline constexpr double kSignificance = 1e-4;
/// A biased generator must fail by much more than luck.
inline constexpr double kBites = 1e-9;

}  // namespace pinstack::test
