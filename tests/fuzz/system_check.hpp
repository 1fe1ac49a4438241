// SPDX-License-Identifier: Apache-2.0
//
// What must hold of every system that a reader gives.
#pragma once

#include "model/system/load.hpp"
#include "tests/fuzz/require.hpp"

namespace pinstack::fuzz {

/// Is valid, and saved and read again is the same system.
inline void check_read_system(const System& system) {
    const Problems problems = check_system(system);
    require(problems.empty(), "what was read is valid: " + to_text(problems));
    const std::string saved = save_system(system);
    const Result<System> again = parse_system(saved, "saved");
    require(again.has_value(), "what was saved can be read: " + (again ? "" : to_text(again.error())));
    require(save_system(*again) == saved, "what was saved, read and saved again is the same bytes");
}

inline void check_problems(const Problems& problems) {
    require(!problems.empty(), "a refusal says why");
    require(!to_text(problems).empty(), "problems have a text");
}

}  // namespace pinstack::fuzz
