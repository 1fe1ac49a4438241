// SPDX-License-Identifier: Apache-2.0
//
// RandFixedSum: vectors uniform on {0 <= x_i <= 1, sum x_i = s}, stretched to the common bounds of the tasks.
// R. Stafford, Random Vectors with Fixed Sum, MATLAB Central File Exchange, 2006; P. Emberson, R. Stafford, R. Davis,
// Techniques For The Synthesis Of Multiprocessor Tasksets, WATERS 2010.
//
// The slice of the cube is cut into simplices that lead to a corner, level by level; `to_left_` has the probability of
// going one way at each level and place. The volumes that it compares span thousands of orders of magnitude, so they
// carry exponents of their own. Memory: n^2 / 2 doubles.
#pragma once

#include "analyzer/generate/utilizations.hpp"

namespace pinstack {

class RandFixedSum : public UtilizationSource {
public:
    /// REQUIRES: all tasks have the same bounds, and the total is strictly between their sums; two tasks or more.
    explicit RandFixedSum(UtilizationSpec spec);
    bool attempt(Draws& draws, std::vector<std::int64_t>& out) const override;

private:
    /// At level i (2..n), place j (1..i).
    double& to_left(std::size_t i, std::size_t j) { return to_left_[i * (i - 1) / 2 + j - 1]; }
    double to_left(std::size_t i, std::size_t j) const { return to_left_[i * (i - 1) / 2 + j - 1]; }

    UtilizationSpec spec_;
    double sum_ = 0;         // s
    std::size_t place_ = 0;  // where the way begins: the whole part of s, and one
    std::vector<double> to_left_;
};

}  // namespace pinstack
