// SPDX-License-Identifier: Apache-2.0
#include "analyzer/generate/portable_math.hpp"

#include <cmath>

namespace pinstack {

namespace {

constexpr double kLog2 = 0x1.62e42fefa39efp-1;  // ln 2, to the nearest double

}  // namespace

double portable_log(double x) {
    int exponent = 0;
    double mantissa = std::frexp(x, &exponent);  // exact; in [1/2, 1)
    if (mantissa < 0x1.6a09e667f3bcdp-1) {       // the square root of 1/2
        mantissa *= 2;
        --exponent;
    }
    // ln m = 2 artanh t = 2 (t + t^3/3 + t^5/5 + ...) for t = (m - 1) / (m + 1), |t| < 0.172: 12 terms leave 1e-19.
    const double t = (mantissa - 1) / (mantissa + 1);
    const double square = t * t;
    double sum = 0;
    for (int k = 23; k >= 1; k -= 2) sum = sum * square + 1.0 / k;
    return exponent * kLog2 + 2 * t * sum;
}

double portable_exp(double x) {
    const double whole = std::floor(x / kLog2 + 0.5);  // exact, as are the functions of floating-point format below
    const double rest = x - whole * kLog2;             // |rest| < 0.35: 15 terms of the series leave 1e-20
    double sum = 1;
    for (int k = 15; k >= 1; --k) sum = sum * rest / k + 1;
    return std::ldexp(sum, static_cast<int>(whole));
}

double portable_root(double x, double k) { return k == 1 ? x : portable_exp(portable_log(x) / k); }

}  // namespace pinstack
