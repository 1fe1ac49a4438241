// SPDX-License-Identifier: Apache-2.0
//
// A cache line that several CPUs change with atomic operations: the counter of a lock or of references. The line goes
// from one CPU to the next, in the order in which they ask for it, and each transfer takes the same time: a FIFO
// server, which T CPUs that ask back to back saturate at one operation per transfer. A CPU that changed it last has it
// still, and pays nothing; neither does the first of all.
//
// Left out: the way from where to where, the operation itself, other data in the line, and CPUs that only read it.
#pragma once

#include <algorithm>
#include <cstdint>

#include "model/platform/cpu_set.hpp"

namespace pinstack {

class ContendedLine {
public:
    struct Access {
        std::int64_t wait = 0;      ///< behind other CPUs
        std::int64_t transfer = 0;  ///< after that
        std::int64_t length() const { return wait + transfer; }
    };

    /// The CPU asks for the line at `now`. In ns. REQUIRES: `now` never goes back.
    Access change(CpuId cpu, std::int64_t now, std::int64_t transfer) {
        const bool has_it = last_ == cpu || last_ == kNoCpu;
        last_ = cpu;
        if (has_it && free_at_ <= now) return {};
        const Access access{std::max<std::int64_t>(0, free_at_ - now), transfer};
        free_at_ = now + access.length();
        return access;
    }

private:
    CpuId last_ = kNoCpu;       // who asked for it last
    std::int64_t free_at_ = 0;  // when that one has it
};

}  // namespace pinstack
