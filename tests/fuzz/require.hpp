// SPDX-License-Identifier: Apache-2.0
//
// What must hold of any input. Where it does not, the process ends at once, which is what a fuzzer takes for a finding.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace pinstack::fuzz {

inline void require(bool holds, const std::string& what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what.c_str());
    std::abort();
}

}  // namespace pinstack::fuzz
