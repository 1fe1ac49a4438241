// SPDX-License-Identifier: Apache-2.0
//
// Random systems with everything in them at once: what random_system() draws, what it does not (maps, exits and
// borrowed address spaces, tasks that wake each other, policies, costs of memory), and a variant of any balancer with
// any options. Each ingredient is a row of a table in random_mix.cpp: a new feature of systems is one more row.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "model/system/system.hpp"

namespace pinstack::test {

/// A valid system, which is possible under its own variant. The same seed gives the same one.
System random_mix(std::uint64_t seed);

/// What a system can have in it, to tell whether a series of them had everything.
struct MixedFeature {
    std::string_view name;
    bool (*is_in)(const System&);
};
std::span<const MixedFeature> mixed_features();

}  // namespace pinstack::test
