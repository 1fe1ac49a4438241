// SPDX-License-Identifier: Apache-2.0
#include "model/random/counter_stream.hpp"

#include <algorithm>
#include <cmath>

#include <Random123/philox.h>

namespace pinstack {
namespace {

/// Maps 64 random bits to {0..max} by multiplication; the bias is below (max + 1) / 2^64.
std::int64_t scale(std::uint64_t bits, std::int64_t max) {
    const auto range = static_cast<unsigned __int128>(max) + 1;
    return static_cast<std::int64_t>((static_cast<unsigned __int128>(bits) * range) >> 64);
}

/// min * (max/min)^u for u = 0.b1 b2 b3 ... in binary: the product of the repeated square roots of max/min whose bit is
/// set. Square roots and products are exact to the last bit by IEEE 754, which exp and log are not.
std::int64_t log_scale(std::uint64_t bits, std::int64_t min, std::int64_t max) {
    double root = static_cast<double>(max) / static_cast<double>(min);
    double value = static_cast<double>(min);
    for (int i = 0; i < 48; ++i) {
        root = std::sqrt(root);
        if ((bits >> (63 - i)) & 1u) value *= root;
    }
    return std::clamp(static_cast<std::int64_t>(value), min, max);
}

}  // namespace

std::uint64_t CounterStream::bits(Stream stream, std::uint32_t task, std::uint64_t job, std::uint32_t operation) const {
    const r123::Philox4x64 philox;
    const r123::Philox4x64::ctr_type counter = {{job, task, operation, static_cast<std::uint64_t>(stream)}};
    const r123::Philox4x64::key_type key = {{seed_, 0}};
    return philox(counter, key)[0];
}

Duration CounterStream::draw(const VariableDuration& time, Stream stream, std::uint32_t task, std::uint64_t job,
                             std::uint32_t operation) const {
    if (time.distribution == Distribution::constant || time.min == time.max) return time.max;
    const std::uint64_t random = bits(stream, task, job, operation);
    if (time.distribution == Distribution::uniform) return {time.min.ns + scale(random, (time.max - time.min).ns)};
    return {log_scale(random, time.min.ns, time.max.ns)};
}

Duration CounterStream::jitter(Duration max, std::uint32_t task, std::uint64_t job) const {
    if (max.ns == 0) return {};
    return {scale(bits(Stream::jitter, task, job), max.ns)};
}

}  // namespace pinstack
