// SPDX-License-Identifier: Apache-2.0
//
// The event queue: one pending instant per slot (a CPU's step end, a task's release, a task's wake-up), earliest
// first; equal instants in the order of slots. A tournament tree over groups of four slots: the earliest instant costs
// O(1), a change O(log slots) steps that do not branch on the data. For 20 tasks that is less than a third of the
// instructions of a 4-ary heap, whose exits no branch predictor can foresee.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "model/engine/slots.hpp"

namespace pinstack {

inline constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

/// By value: of std::min, which returns a reference, GCC makes a choice of addresses.
constexpr std::int64_t earlier(std::int64_t a, std::int64_t b) { return b < a ? b : a; }

/// `kLean`: for at most kLeanSlots.
template <bool kLean>
class BasicInstantTree {
public:
    explicit BasicInstantTree(std::size_t slots)
        : groups_(std::bit_ceil((slots + kGroup - 1) / kGroup)),
          tree_(2 * groups_, kNever),
          slots_(kGroup * groups_, kNever) {}

    std::int64_t earliest() const { return tree_[1]; }
    std::int64_t at(std::int32_t slot) const { return slots_[static_cast<std::uint32_t>(slot)]; }

    /// kNever = nothing is pending there.
    void set(std::int32_t slot, std::int64_t instant) {
        const std::size_t place = static_cast<std::uint32_t>(slot);
        slots_[place] = instant;
        const std::int64_t* const group = &slots_[place & ~(kGroup - 1)];
        instant = earlier(earlier(group[0], group[1]), earlier(group[2], group[3]));
        std::int64_t* const tree = tree_.data();
        std::size_t node = groups_ + place / kGroup;
        tree[node] = instant;
        while (node > 1) {
            instant = earlier(instant, tree[node ^ 1]);
            node /= 2;
            tree[node] = instant;
        }
    }

    /// The lowest slot that is due at that instant. REQUIRES: earliest() == instant.
    std::int32_t first_at(std::int64_t instant) const {
        const std::int64_t* const tree = tree_.data();
        std::size_t node = 1;
        while (node < groups_) {
            node *= 2;
            node += tree[node] != instant;
        }
        const std::size_t place = (node - groups_) * kGroup;
        const std::int64_t* const group = &slots_[place];
        const bool not_0 = group[0] != instant;
        const bool not_1 = not_0 & (group[1] != instant);
        const bool not_2 = not_1 & (group[2] != instant);
        return static_cast<std::int32_t>(place + not_0 + not_1 + not_2);
    }

private:
    static constexpr std::size_t kGroup = 4;

    std::size_t groups_;               // a power of two
    Slots<std::int64_t, kLean, 2 * kLeanSlots / kGroup> tree_;   // tree_[1] is the root, tree_[groups_ + i] the earliest of group i
    Slots<std::int64_t, kLean> slots_;  // group i begins at kGroup * i
};

using InstantTree = BasicInstantTree<false>;

}  // namespace pinstack
