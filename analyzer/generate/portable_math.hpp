// SPDX-License-Identifier: Apache-2.0
//
// Logarithm and exponential with the same bits on every machine. Those of C libraries differ in the last bit, and a
// task set made from a seed would differ with them. Here: sums, products and quotients, which IEEE 754 rounds
// correctly, in a fixed order (compiled with -ffp-contract=off, or a compiler might fuse some of them).
//
// Relative error below 1e-15 for the logarithm (absolute 1e-16 near 1), 1e-14 for the exponential of small numbers,
// 1e-13 at the ends of its range: a test says so.
#pragma once

namespace pinstack {

/// REQUIRES: x is a normal number > 0.
double portable_log(double x);

/// REQUIRES: -700 <= x <= 700.
double portable_exp(double x);

/// x to the power 1/k. REQUIRES: 0 < x <= 1 and k >= 1.
double portable_root(double x, double k);

}  // namespace pinstack
