// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/workload/least_delay.hpp"

#include <algorithm>

#include "analyzer/bounds/arithmetic/division.hpp"

namespace pinstack {
namespace {

/// The left side of (1) as a line that touches it at X, from the left.
struct Tangent {
    Int128 offset = 0, slope = 0;
    Int128 at(Int128 x) const { return offset + slope * x; }
};

Tangent tangent_at(std::span<const std::int64_t> work, int cpus, Int128 x, std::int64_t blocked) {
    Tangent sum;
    for (const std::int64_t amount : work) {
        const bool is_clipped = amount >= x;
        sum.slope += is_clipped;
        sum.offset += is_clipped ? 0 : amount;
    }
    if (blocked == 0) return sum;
    const Int128 total = sum.at(x), others = cpus - 1;
    if (blocked < std::min(x, total)) return {sum.offset + others * blocked, sum.slope};
    if (x <= total) return {sum.offset, sum.slope + others};
    return {sum.offset + others * sum.offset, sum.slope + others * sum.slope};
}

}  // namespace

std::int64_t least_delay(std::span<const std::int64_t> work, int cpus, std::int64_t from, std::int64_t blocked) {
    const Int128 m = cpus;
    if (tangent_at(work, cpus, from, blocked).at(from) < m * from) return from;
    // To the right of the solution: (1) with nothing clipped to X.
    Int128 all = (m - 1) * blocked;
    for (const std::int64_t amount : work) all += amount;
    Int128 x = std::max<Int128>(all / m + 1, from);
    while (true) {
        const Tangent line = tangent_at(work, cpus, x, blocked);
        Int128 next = std::max<Int128>(line.offset / (m - line.slope) + 1, from);
        // Between two whole numbers the left side can bend below its tangent.
        if (next == x && x > from && tangent_at(work, cpus, x - 1, blocked).at(x - 1) < m * (x - 1)) next = x - 1;
        if (next == x) return static_cast<std::int64_t>(x);
        x = next;
    }
}

}  // namespace pinstack
