// SPDX-License-Identifier: Apache-2.0
#include "analyzer/generate/uunifast.hpp"

#include <algorithm>
#include <numeric>

#include "analyzer/generate/draws.hpp"
#include "analyzer/generate/portable_math.hpp"

namespace pinstack {

UUniFast::UUniFast(UtilizationSpec spec)
    : spec_(std::move(spec)),
      above_lower_(spec_.total - std::accumulate(spec_.lower.begin(), spec_.lower.end(), std::int64_t{0})) {
    for (std::size_t i = 0; i < spec_.upper.size(); ++i) {
        if (spec_.lower[i] < spec_.upper[i]) free_.push_back(i);
    }
}

bool UUniFast::attempt(Draws& draws, std::vector<std::int64_t>& out) const {
    out = spec_.lower;
    std::int64_t left = above_lower_;
    for (std::size_t k = free_.size(); k > 0; --k) {
        // What remains for the k - 1 tasks after this one: the largest of k - 1 uniform numbers, times what is left.
        std::int64_t next = 0;
        if (k > 1) {
            const double share = portable_root(draws.unit(), static_cast<double>(k - 1));
            next = std::min(left, static_cast<std::int64_t>(static_cast<double>(left) * share));
        }
        const std::size_t task = free_[free_.size() - k];
        out[task] += left - next;
        if (out[task] > spec_.upper[task]) return false;
        left = next;
    }
    return true;
}

}  // namespace pinstack
