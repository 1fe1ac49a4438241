// SPDX-License-Identifier: Apache-2.0
//
// A broken invariant of our own is a defect, not an input error: the run stops rather than print a wrong figure.
// The checks stay on in release builds.
#pragma once

#include <stdexcept>
#include <string>

namespace pinstack {

/// Crosses the engine as an exception and ends at the program's border as exit code 3.
class InvariantBroken : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

[[noreturn]] inline void invariant_broken(const std::string& what) { throw InvariantBroken(what); }

}  // namespace pinstack
