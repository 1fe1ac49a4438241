// SPDX-License-Identifier: Apache-2.0
//
// The event queue: one pending instant per slot (a CPU's step end, a task's release, a task's wake-up), earliest
// first; equal instants in the order of slots. A tournament tree: the earliest instant costs O(1), a change
// O(log slots) steps that do not branch on the data. For 20 tasks that is a third of the instructions of a 4-ary heap,
// whose exits no branch predictor can foresee.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace pinstack {

inline constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

class InstantTree {
public:
    explicit InstantTree(std::size_t slots) : leaves_(std::bit_ceil(slots)), tree_(2 * leaves_, kNever) {}

    std::int64_t earliest() const { return tree_[1]; }
    std::int64_t at(std::int32_t slot) const { return tree_[leaves_ + static_cast<std::uint32_t>(slot)]; }

    /// kNever = nothing is pending there.
    void set(std::int32_t slot, std::int64_t instant) {
        std::int64_t* const tree = tree_.data();
        std::size_t node = leaves_ + static_cast<std::uint32_t>(slot);
        tree[node] = instant;
        while (node > 1) {
            instant = std::min(instant, tree[node ^ 1]);
            node /= 2;
            tree[node] = instant;
        }
    }

    /// The lowest slot that is due at that instant. REQUIRES: earliest() == instant.
    std::int32_t first_at(std::int64_t instant) const {
        const std::int64_t* const tree = tree_.data();
        std::size_t node = 1;
        while (node < leaves_) {
            node *= 2;
            node += tree[node] != instant;
        }
        return static_cast<std::int32_t>(node - leaves_);
    }

private:
    std::size_t leaves_;              // a power of two
    std::vector<std::int64_t> tree_;  // tree_[1] is the root; slot i is tree_[leaves_ + i]
};

}  // namespace pinstack
