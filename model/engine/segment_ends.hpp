// SPDX-License-Identifier: Apache-2.0
//
// When the running step of each CPU ends: a tournament tree, so that the earliest end costs O(1) and a change
// O(log CPUs), without a search through a thousand CPUs at every event.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/engine/instant_heap.hpp"
#include "model/platform/cpu_set.hpp"

namespace pinstack {

class SegmentEnds {
public:
    explicit SegmentEnds(int cpus)
        : leaves_(std::bit_ceil(static_cast<std::size_t>(cpus))), tree_(2 * leaves_, kNever) {}

    std::int64_t of(CpuId cpu) const { return tree_[leaves_ + static_cast<std::size_t>(cpu)]; }
    std::int64_t earliest() const { return tree_[1]; }

    /// kNever = nothing runs there.
    void set(CpuId cpu, std::int64_t end) {
        std::size_t node = leaves_ + static_cast<std::size_t>(cpu);
        tree_[node] = end;
        while (node > 1) {
            node /= 2;
            tree_[node] = std::min(tree_[2 * node], tree_[2 * node + 1]);
        }
    }

    /// The lowest CPU whose step ends at earliest(). REQUIRES: earliest() != kNever.
    CpuId first_due() const {
        const std::int64_t end = tree_[1];
        std::size_t node = 1;
        while (node < leaves_) {
            node *= 2;
            if (tree_[node] != end) ++node;
        }
        return static_cast<CpuId>(node - leaves_);
    }

private:
    std::size_t leaves_;              // a power of two
    std::vector<std::int64_t> tree_;  // tree_[1] is the root; leaf i is tree_[leaves_ + i]
};

}  // namespace pinstack
