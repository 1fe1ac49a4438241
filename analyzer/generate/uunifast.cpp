// SPDX-License-Identifier: Apache-2.0
#include "analyzer/generate/uunifast.hpp"

#include <algorithm>

#include "analyzer/generate/draws.hpp"
#include "analyzer/generate/portable_math.hpp"

namespace pinstack {

bool UUniFast::attempt(Draws& draws, std::vector<std::int64_t>& out) const {
    const std::size_t tasks = spec_.upper.size();
    out.resize(tasks);
    std::int64_t left = spec_.total;
    for (std::size_t i = 0; i + 1 < tasks; ++i) {
        // What remains for the k tasks after this one: the largest of k uniform numbers, times what is left.
        const double share = portable_root(draws.unit(), static_cast<double>(tasks - i - 1));
        const auto next = std::min(left, static_cast<std::int64_t>(static_cast<double>(left) * share));
        out[i] = left - next;
        if (out[i] < spec_.lower[i] || out[i] > spec_.upper[i]) return false;
        left = next;
    }
    out.back() = left;
    return left >= spec_.lower.back() && left <= spec_.upper.back();
}

}  // namespace pinstack
