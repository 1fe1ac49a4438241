// SPDX-License-Identifier: Apache-2.0
#include "model/platform/topology.hpp"

#include <algorithm>
#include <charconv>
#include <memory>
#include <type_traits>

#include <fmt/format.h>
#include <hwloc.h>

#include "model/system/quote.hpp"

namespace pinstack {

namespace {

struct DestroyTopology {
    void operator()(hwloc_topology_t topology) const { hwloc_topology_destroy(topology); }
};
using HwlocTopology = std::unique_ptr<std::remove_pointer_t<hwloc_topology_t>, DestroyTopology>;

constexpr std::string_view kExpected = "an hwloc synthetic topology";
constexpr std::string_view kExample = "write levels from the outside in, such as \"pack:1 l3:2 core:4 pu:2\"";

// hwloc builds whatever the string asks for, a billion CPUs too, and says of a bad string only that it is bad.
// So the shape and the size are checked first. Returns what is wrong, or "".
std::string fault_of(std::string_view text) {
    std::int64_t product = 1;
    std::size_t levels = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == ' ') {
            ++at;
            continue;
        }
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::string_view level = text.substr(at, end - at);
        at = end;
        ++levels;
        const std::size_t colon = level.find(':');
        if (colon == std::string_view::npos || colon == 0)
            return fmt::format("the level {} is not TYPE:COUNT", quote(level));
        const std::string_view digits = level.substr(colon + 1);
        int count = 0;
        const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
        if (error != std::errc{} || stop != digits.data() + digits.size() || count < 1) {
            return fmt::format("the level {} has no count from 1 to {}", quote(level), kMaxCpus);
        }
        product *= count;
        if (count > kMaxCpus || product > kMaxCpus) return fmt::format("it has more than {} CPUs", kMaxCpus);
    }
    return levels == 0 ? "it has no levels" : "";
}

int index_of_ancestor(hwloc_topology_t topology, hwloc_obj_type_t type, hwloc_obj_t cpu) {
    const hwloc_obj_t ancestor = hwloc_get_ancestor_obj_by_type(topology, type, cpu);
    return ancestor == nullptr ? -1 : static_cast<int>(ancestor->logical_index);
}

}  // namespace

std::string_view name_of(CpuDistance distance) {
    switch (distance) {
        case CpuDistance::same_core:
            return "same_core";
        case CpuDistance::same_l3:
            return "same_l3";
        case CpuDistance::same_package:
            return "same_package";
        case CpuDistance::remote:
            return "remote";
    }
    return "?";
}

CpuDistance Topology::distance(CpuId a, CpuId b) const {
    if (a == b) return CpuDistance::same_core;
    const Cpu& x = cpus[static_cast<std::size_t>(a)];
    const Cpu& y = cpus[static_cast<std::size_t>(b)];
    if (x.core != -1 && x.core == y.core) return CpuDistance::same_core;
    if (x.l3 != -1 && x.l3 == y.l3) return CpuDistance::same_l3;
    // A machine without a package level is one package.
    if (x.package == y.package) return CpuDistance::same_package;
    return CpuDistance::remote;
}

Result<Topology> parse_topology(std::string_view text) {
    if (std::string fault = fault_of(text); !fault.empty()) {
        return fail(fmt::format("{}: {}", quote(text), fault), std::string(kExpected), std::string(kExample));
    }
    hwloc_topology_t raw = nullptr;
    if (hwloc_topology_init(&raw) != 0) return fail("libhwloc without memory", std::string(kExpected));
    const HwlocTopology topology(raw);
    const std::string copy(text);
    if (hwloc_topology_set_synthetic(raw, copy.c_str()) != 0 || hwloc_topology_load(raw) != 0) {
        return fail(fmt::format("{}, which libhwloc does not understand", quote(text)), std::string(kExpected),
                    std::string(kExample));
    }
    const int cpus = hwloc_get_nbobjs_by_type(raw, HWLOC_OBJ_PU);
    if (cpus < 1 || cpus > kMaxCpus) {
        return fail(fmt::format("{}: it has {} CPUs", quote(text), cpus),
                    fmt::format("a topology of 1 to {} CPUs", kMaxCpus));
    }
    Topology out;
    out.text = copy;
    for (int i = 0; i < cpus; ++i) {
        const hwloc_obj_t cpu = hwloc_get_obj_by_type(raw, HWLOC_OBJ_PU, static_cast<unsigned>(i));
        out.cpus.push_back({index_of_ancestor(raw, HWLOC_OBJ_CORE, cpu), index_of_ancestor(raw, HWLOC_OBJ_L3CACHE, cpu),
                            index_of_ancestor(raw, HWLOC_OBJ_PACKAGE, cpu)});
    }
    return out;
}

}  // namespace pinstack
