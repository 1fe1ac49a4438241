// SPDX-License-Identifier: Apache-2.0
#include "model/random/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace pinstack {

std::int64_t uniform_up_to(std::uint64_t bits, std::int64_t max) {
    const auto range = static_cast<unsigned __int128>(max) + 1;
    return static_cast<std::int64_t>((static_cast<unsigned __int128>(bits) * range) >> 64);
}

LogUniform::LogUniform(std::int64_t min, std::int64_t max) : min_(min), max_(max), roots_{} {
    double root = static_cast<double>(max) / static_cast<double>(min);
    for (double& each : roots_) each = root = std::sqrt(root);
}

// min * (max/min)^u for u = 0.b1 b2 b3 ... in binary: the product of the repeated square roots of max/min whose bit is
// set. Square roots and products are exact to the last bit by IEEE 754, which exp and log are not.
std::int64_t LogUniform::at(std::uint64_t bits) const {
    double value = static_cast<double>(min_);
    for (std::size_t i = 0; i < roots_.size(); ++i) {
        if ((bits >> (63 - i)) & 1u) value *= roots_[i];
    }
    return std::clamp(static_cast<std::int64_t>(value), min_, max_);
}

}  // namespace pinstack
