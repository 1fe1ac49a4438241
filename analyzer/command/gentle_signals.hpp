// SPDX-License-Identifier: Apache-2.0
//
// For a command that has something to finish when it is interrupted: while an object of this kind lives, a first
// SIGINT or SIGTERM is only noted, and a second one ends the program. A signal that is ignored stays so.
#pragma once

#include <cstddef>

namespace pinstack {

class GentleSignals {
public:
    GentleSignals();
    ~GentleSignals();
    GentleSignals(const GentleSignals&) = delete;
    GentleSignals& operator=(const GentleSignals&) = delete;

    /// The signal that was noted; 0 = none.
    static int noted();

private:
    static constexpr std::size_t kSignals = 2;
    void (*earlier_[kSignals])(int) = {};
};

}  // namespace pinstack
