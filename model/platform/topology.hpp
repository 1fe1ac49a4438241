// SPDX-License-Identifier: Apache-2.0
//
// How the CPUs hang together: hardware threads of a core, cores on an L3 cache, caches in a package. Given as an
// hwloc synthetic string, outermost level first: "pack:1 l3:2 core:4 pu:2" is one package with two L3 caches of
// four cores with two hardware threads each. CPUs are numbered in the order of hwloc's logical indexes, so
// neighbours have neighbouring numbers.
//
// Left out: memory nodes and their sizes, cache sizes, asymmetric machines (a synthetic string cannot say them).
// Limits: 1..kMaxCpus CPUs; each level is written TYPE:COUNT, without hwloc's attributes in parentheses.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/platform/cpu_set.hpp"
#include "model/system/problem.hpp"

namespace pinstack {

/// What two CPUs share at closest: what a migration between them costs depends on it.
enum class CpuDistance : std::uint8_t { same_core, same_l3, same_package, remote };
std::string_view name_of(CpuDistance distance);

struct Topology {
    /// Numbers count from 0 over the whole machine; -1 = the topology has no such level.
    struct Cpu {
        int core = -1;
        int l3 = -1;
        int package = -1;

        friend bool operator==(const Cpu&, const Cpu&) = default;
    };

    std::string text;       ///< the synthetic string, as given
    std::vector<Cpu> cpus;  ///< indexed by CpuId

    int cpu_count() const { return static_cast<int>(cpus.size()); }
    /// A CPU and itself are same_core. REQUIRES: both exist.
    CpuDistance distance(CpuId a, CpuId b) const;

    friend bool operator==(const Topology&, const Topology&) = default;
};

/// Reads an hwloc synthetic string. The problem has no place: the caller knows where the text stood.
Result<Topology> parse_topology(std::string_view text);

}  // namespace pinstack
