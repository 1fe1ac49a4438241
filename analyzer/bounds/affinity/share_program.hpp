// SPDX-License-Identifier: Apache-2.0
//
// Can shares of CPUs be given to tasks that each may use some of them? A linear program (GLPK):
//
//     x(i,c) >= 0,    sum over c of x(i,c) = u_i,    sum over i of x(i,c) <= size of c.
//
// Exact: fractions go in as whole coefficients, b x = a for u = a / b, and glp_exact() decides in rational arithmetic,
// from where the simplex method in floating point ended. Demands with the same CPUs are added up as long as the sums
// stay short.
//
// Errors: fractions or programs that are too large for it.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace pinstack {

struct ShareDemand {
    std::int64_t numerator = 0, denominator = 1;  ///< > 0
    std::vector<std::uint32_t> groups;            ///< that it may use, ascending
};

/// `sizes`: CPUs of each group.
tl::expected<bool, std::string> can_share(const std::vector<int>& sizes, std::vector<ShareDemand> demands);

}  // namespace pinstack
