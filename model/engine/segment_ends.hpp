// SPDX-License-Identifier: Apache-2.0
//
// When the running step of each CPU ends. Few CPUs are searched at every question, which is cheaper than to keep
// them in order; many stand in a tournament tree, where the earliest end costs O(1) and a change O(log CPUs).
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
        : leaves_(std::bit_ceil(static_cast<std::size_t>(cpus))),
          is_small_(leaves_ <= kSmall),
          tree_(2 * leaves_, kNever) {}

    std::int64_t of(CpuId cpu) const { return tree_[leaves_ + static_cast<std::size_t>(cpu)]; }

    std::int64_t earliest() const {
        if (!is_small_) return tree_[1];
        std::int64_t end = tree_[leaves_];
        for (std::size_t leaf = leaves_ + 1; leaf < 2 * leaves_; ++leaf) end = std::min(end, tree_[leaf]);
        return end;
    }

    /// kNever = nothing runs there.
    void set(CpuId cpu, std::int64_t end) {
        std::size_t node = leaves_ + static_cast<std::size_t>(cpu);
        tree_[node] = end;
        if (is_small_) return;
        while (node > 1) {
            node /= 2;
            tree_[node] = std::min(tree_[2 * node], tree_[2 * node + 1]);
        }
    }

    /// The lowest CPU whose step ends at that instant, or kNoCpu. REQUIRES: no step ends before it.
    CpuId first_at(std::int64_t instant) const {
        std::size_t node = is_small_ ? leaves_ : 1;
        if (is_small_) {
            while (node < 2 * leaves_ && tree_[node] != instant) ++node;
            return node == 2 * leaves_ ? kNoCpu : static_cast<CpuId>(node - leaves_);
        }
        if (tree_[1] != instant) return kNoCpu;
        while (node < leaves_) {
            node *= 2;
            if (tree_[node] != instant) ++node;
        }
        return static_cast<CpuId>(node - leaves_);
    }

private:
    static constexpr std::size_t kSmall = 8;  // measured: a search through eight ends costs what two levels cost

    std::size_t leaves_;  // a power of two
    bool is_small_;
    std::vector<std::int64_t> tree_;  // leaf i is tree_[leaves_ + i]; if many, tree_[1] is the root
};

}  // namespace pinstack
