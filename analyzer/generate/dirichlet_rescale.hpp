// SPDX-License-Identifier: Apache-2.0
//
// Dirichlet-Rescale: a point uniform on the standard simplex is moved, as long as it breaks limits, by the map that
// stretches the simplex cut off by these limits to the whole one; the map is applied as often as the point stays in it.
// D. Griffin, I. Bate, R. Davis, Generating Utilization Vectors for the Systematic Evaluation of Schedulability Tests,
// RTSS 2020.
//
// Lower bounds are subtracted first. Where the limits sum to less than twice the total, what the tasks stay below their
// limits is drawn in place of what they use, which needs fewer stretches (the paper's smallest simplex first).
//
// Each stretch costs random digits and accuracy. A vector whose sum is off by more than 10^-9 of it, or that needs more
// than 1000 stretches, is discarded; the paper allows 10^-4.
#pragma once

#include "analyzer/generate/utilizations.hpp"

namespace pinstack {

class DirichletRescale : public UtilizationSource {
public:
    /// REQUIRES: the total is strictly between the sums of the bounds, and those of two tasks or more differ.
    explicit DirichletRescale(UtilizationSpec spec);
    bool attempt(Draws& draws, std::vector<std::int64_t>& out) const override;

private:
    UtilizationSpec spec_;
    double above_lower_ = 0;  // total, less all lower bounds
    double excess_ = 0;       // sum of the limits - 1, in parts of above_lower_
    bool draws_slack_ = false;
    std::vector<double> limits_;  // in parts of above_lower_, or of the slack
};

}  // namespace pinstack
