// SPDX-License-Identifier: Apache-2.0
#include "tests/support/chi_square.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>

namespace pinstack::test {

namespace {

std::size_t cell_of(double value, std::size_t cells) {
    const double at = std::clamp(value, 0.0, 1.0) * static_cast<double>(cells);
    return std::min(cells - 1, static_cast<std::size_t>(at));
}

}  // namespace

double chi_square_tail(double chi_square, std::size_t degrees) {
    const boost::math::chi_squared_distribution<double> distribution(static_cast<double>(degrees));
    return boost::math::cdf(boost::math::complement(distribution, chi_square));
}

double p_value(const std::vector<double>& counts, const std::vector<double>& expected) {
    double sum = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double difference = counts[i] - expected[i];
        sum += difference * difference / expected[i];
    }
    return chi_square_tail(sum, counts.size() - 1);
}

double p_value_uniform(const std::vector<double>& values, std::size_t cells) {
    std::vector<double> counts(cells, 0.0);
    for (const double value : values) ++counts[cell_of(value, cells)];
    const double each = static_cast<double>(values.size()) / static_cast<double>(cells);
    return p_value(counts, std::vector<double>(cells, each));
}

double p_value_uniform(const std::vector<Point>& points, std::size_t side) {
    std::vector<double> counts(side * side, 0.0);
    for (const Point& point : points) ++counts[cell_of(point.x, side) * side + cell_of(point.y, side)];
    const double each = static_cast<double>(points.size()) / static_cast<double>(side * side);
    return p_value(counts, std::vector<double>(side * side, each));
}

double p_value_same(const std::vector<double>& a, const std::vector<double>& b, std::size_t cells) {
    std::vector<double> of_a(cells, 0.0), of_b(cells, 0.0);
    for (const double value : a) ++of_a[cell_of(value, cells)];
    for (const double value : b) ++of_b[cell_of(value, cells)];
    const double size_a = static_cast<double>(a.size()), size_b = static_cast<double>(b.size());
    constexpr double kFew = 20;
    double sum = 0, joined_a = 0, joined_b = 0;
    std::size_t used = 0;
    for (std::size_t i = 0; i < cells; ++i) {
        joined_a += of_a[i];
        joined_b += of_b[i];
        if (joined_a + joined_b < kFew && i + 1 < cells) continue;
        const double expected_a = (joined_a + joined_b) * size_a / (size_a + size_b);
        const double expected_b = joined_a + joined_b - expected_a;
        if (expected_a > 0) {
            const double difference = joined_a - expected_a;
            sum += difference * difference * (1 / expected_a + 1 / expected_b);
            ++used;
        }
        joined_a = joined_b = 0;
    }
    return chi_square_tail(sum, std::max<std::size_t>(used, 2) - 1);
}

}  // namespace pinstack::test
