// SPDX-License-Identifier: Apache-2.0
//
// UUniFast-discard: a vector uniform on the simplex of the given sum, kept if it is within all bounds. So what is kept
// is uniform on what the bounds leave of the simplex: the reference for the other methods. What the lower bounds give
// anyway is not drawn, which discards less and changes no distribution.
//
// UUniFast: E. Bini, G. Buttazzo, Measuring the Performance of Schedulability Tests, Real-Time Systems 30, 2005.
// Discard: R. Davis, A. Burns, Improved Priority Assignment for Global Fixed Priority Pre-emptive Scheduling in
// Multiprocessor Real-Time Systems, Real-Time Systems 47(1), 2011.
#pragma once

#include "analyzer/generate/utilizations.hpp"

namespace pinstack {

class UUniFast : public UtilizationSource {
public:
    explicit UUniFast(UtilizationSpec spec);
    bool attempt(Draws& draws, std::vector<std::int64_t>& out) const override;

private:
    UtilizationSpec spec_;
    std::int64_t above_lower_;       // the total, less all lower bounds
    std::vector<std::size_t> free_;  // the tasks whose bounds differ
};

}  // namespace pinstack
