// SPDX-License-Identifier: Apache-2.0
#include "analyzer/sweep/sweep_estimate.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>

namespace pinstack {

namespace {

/// A step that visits every one of `count` places once, far apart from one to the next: near the golden section, and
/// without a common divisor.
std::uint64_t spreading_step(std::uint64_t count) {
    auto step = static_cast<std::uint64_t>(static_cast<double>(count) * 0.6180339887);
    while (std::gcd(std::max<std::uint64_t>(step, 1), count) != 1) ++step;
    return std::max<std::uint64_t>(step, 1);
}

}  // namespace

tl::expected<SweepEstimate, std::string> estimate_sweep(const SweepSpec& spec, double seconds) {
    using Clock = std::chrono::steady_clock;
    auto store = ResultStore::temporary(spec);
    if (!store) return tl::unexpected(store.error());
    const auto before = store->bytes();
    if (!before) return tl::unexpected(before.error());
    const SweepEvaluator evaluator(spec);
    const std::uint64_t all = spec.sets(), step = spreading_step(all);
    SweepEstimate estimate;
    std::uint64_t place = 0;
    const auto start = Clock::now();
    const auto elapsed = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
    do {
        if (const auto added = store->add(evaluator.evaluate(place)); !added) return tl::unexpected(added.error());
        place = (place + step) % all;
        ++estimate.sampled;
    } while (estimate.sampled < all && elapsed() < seconds);
    estimate.seconds_per_set = elapsed() / static_cast<double>(estimate.sampled);
    const auto after = store->bytes();
    if (!after) return tl::unexpected(after.error());
    estimate.bytes_per_set = static_cast<double>(*after - *before) / static_cast<double>(estimate.sampled);
    return estimate;
}

}  // namespace pinstack
