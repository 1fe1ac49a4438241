// SPDX-License-Identifier: Apache-2.0
//
// The random numbers of one aspect of one task set: a sequence that depends on (seed, number of the set, aspect,
// attempt) and on nothing else. So set 7 is the same however many sets are made and on how many threads, and another
// way to place sections leaves periods and utilizations as they were.
//
// Generator: Philox4x64-10 (Salmon, Moraes, Dror, Shaw, SC 2011), under other keys than those of a simulation's
// CounterStream.
#pragma once

#include <array>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "model/random/distribution.hpp"

namespace pinstack {

enum class Aspect : std::uint32_t { utilization, period, deadline, sectioned_tasks, section, run_time, home, priority };

class Draws {
public:
    /// `attempt`: where sets are drawn until one is kept.
    Draws(std::uint64_t seed, std::uint64_t set, Aspect aspect, std::uint64_t attempt = 0)
        : seed_(seed), set_(set), aspect_(aspect), attempt_(attempt) {}

    std::uint64_t bits() {
        if (next_ == words_.size()) refill();
        return words_[next_++];
    }
    /// Strictly between 0 and 1: the middle of one of 2^52 equal parts.
    double unit() { return (static_cast<double>(bits() >> 12) + 0.5) * 0x1p-52; }
    /// Uniform over {0..max}. REQUIRES: max >= 0.
    std::int64_t up_to(std::int64_t max) { return uniform_up_to(bits(), max); }

    /// 0, 1, .., n - 1 in random order (Fisher and Yates).
    std::vector<std::uint32_t> permutation(std::size_t n) {
        std::vector<std::uint32_t> out(n);
        std::iota(out.begin(), out.end(), 0u);
        for (std::size_t i = n; i > 1; --i) {
            std::swap(out[i - 1], out[static_cast<std::size_t>(up_to(static_cast<std::int64_t>(i) - 1))]);
        }
        return out;
    }

private:
    void refill();

    std::uint64_t seed_, set_;
    Aspect aspect_;
    std::uint64_t attempt_, block_ = 0;
    std::array<std::uint64_t, 4> words_{};
    std::size_t next_ = 4;
};

}  // namespace pinstack
