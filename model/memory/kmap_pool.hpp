// SPDX-License-Identifier: Apache-2.0
//
// The pool of kmap(): mm/highmem.c (Linux 6.1), map_new_virtual() and flush_all_zero_pkmaps(). A slot counts 0 (free),
// 1 (unmapped, but other CPUs may still know it) or 2 (mapped once). The index last_pkmap_nr goes round; where it comes
// to 0 all slots that count 1 become free, after all CPUs have flushed them. Who finds no free slot in a whole round
// sleeps, and looks again when somebody has unmapped.
//
// Every map is of a page of its own. Left out: pages mapped more than once at a time, colours, the pool's spinlock.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace pinstack {

class KmapPool {
public:
    explicit KmapPool(std::size_t slots) : counts_(slots, 0) {}

    struct Attempt {
        std::optional<std::size_t> slot;  ///< nothing: the pool is full
        bool wraps = false;               ///< the index came round
        bool flushes = false;             ///< slots became free: all CPUs must flush
    };
    /// O(slots).
    Attempt map() {
        Attempt out;
        for (std::size_t left = counts_.size(); left > 0; --left) {
            last_ = (last_ + 1) % counts_.size();
            if (last_ == 0) {
                out.wraps = true;
                out.flushes = free_unmapped();
                left = counts_.size();  // a whole round from here on
            }
            if (counts_[last_] != 0) continue;
            counts_[last_] = 2;
            out.slot = last_;
            break;
        }
        return out;
    }
    void unmap(std::size_t slot) { counts_[slot] = 1; }

private:
    /// Returns whether there were any.
    bool free_unmapped() {
        const auto unmapped = std::count(counts_.begin(), counts_.end(), std::uint8_t{1});
        if (unmapped > 0) std::replace(counts_.begin(), counts_.end(), std::uint8_t{1}, std::uint8_t{0});
        return unmapped > 0;
    }

    std::vector<std::uint8_t> counts_;
    std::size_t last_ = 0;
};

}  // namespace pinstack
