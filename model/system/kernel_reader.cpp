// SPDX-License-Identifier: Apache-2.0
#include "model/system/kernel_reader.hpp"

#include <array>

#include <fmt/format.h>

#include "model/platform/kernel_costs.hpp"
#include "model/system/linux_reader.hpp"
#include "model/system/mm_reader.hpp"
#include "model/system/quote.hpp"

namespace pinstack {

namespace {

constexpr std::array<std::string_view, 15> kKernelKeys = {
    "order",       "sections",          "balancer",  "hybrid_below", "preempt_rt",
    "rcu_scan",    "features",          "latencies", "rr_slice",     "rt_throttling",
    "edge_source", "round_robin_state", "hotplug",   "fair_slice",   "fair_server"};
constexpr std::array<std::string_view, 4> kPlatformKeys = {"cpus", "topology", "costs", "mm"};
constexpr std::array<std::string_view, 3> kProtections = {"none", "preempt_disable", "migrate_disable"};  // as numbered

void read_balancer(FieldReader& reader, JsonId id, Variant& kernel) {
    const auto text = reader.text(id, "the name of a balancer");
    if (!text) return;
    auto balancer = parse_balancer(*text);
    if (balancer) {
        kernel.balancer = *balancer;
        return;
    }
    for (const Problem& problem : balancer.error()) reader.report(id, problem.found, problem.expected, problem.hint);
}

}  // namespace

void read_costs(FieldReader& reader, JsonId id, CostModel& costs) {
    const JsonDocument& document = reader.document();
    const auto find_model = [&](JsonId name_id, std::string_view name) {
        auto found = find_cost_model(name);
        if (found) {
            costs = std::move(*found);
            return true;
        }
        for (const Problem& problem : found.error())
            reader.report(name_id, problem.found, problem.expected, problem.hint);
        return false;
    };
    if (reader.is(id, JsonKind::object)) {
        const JsonId base = document.find(id, "extends");
        if (base == kNoJson) {
            reader.report(id, "costs without `extends`", "`extends`, the cost model whose values are replaced",
                          "the models are `x86-64`");
            return;
        }
        const auto name = reader.text(base, "the name of a cost model");
        if (!name || !find_model(base, *name)) return;
        std::vector<std::string_view> keys = {"extends"};
        const CostModel model = costs;  // keys are views of its names
        for (const Cost& cost : model.costs) keys.push_back(cost.name);
        reader.check_keys(id, keys, fmt::format("the cost model `{}`", model.name));
        for (Cost& cost : costs.costs) {
            const JsonId value = document.find(id, cost.name);
            if (value == kNoJson) continue;
            cost.value = reader.duration(value, "a cost", 0).value_or(cost.value);
            cost.range.reset();
            cost.overridden = true;
        }
    } else {
        const auto name = reader.text(id, "\"none\" or the name of a cost model");
        if (!name || *name == "none" || !find_model(id, *name)) return;
    }
    for (const Problem& problem : check_costs(costs)) reader.report(id, problem.found, problem.expected, problem.hint);
}

Variant read_kernel(FieldReader& reader, JsonId id, std::optional<int> cpus) {
    Variant kernel;
    if (!reader.expect(id, JsonKind::object, "an object",
                       "write for example {\"sections\": \"migrate_disable\", \"balancer\": \"shift\"}"))
        return kernel;
    reader.check_keys(id, kKernelKeys, "`kernel`");
    const JsonDocument& document = reader.document();
    bool order_known = true;
    if (const JsonId order = document.find(id, "order"); order != kNoJson) {
        // Where it cannot be read, EDF has no consequences: it asks for no priorities.
        kernel.order = Order::edf;
        order_known = false;
        if (const auto word = reader.word(order, kOrders, "an order")) {
            kernel.order = static_cast<Order>(*word);
            order_known = true;
        }
    }
    if (const JsonId sections = document.find(id, "sections"); sections != kNoJson) {
        // Where it cannot be read, no protection has no consequences.
        kernel.sections =
            static_cast<Protection>(reader.word(sections, kProtections, "how sections are protected").value_or(0));
    }
    if (const JsonId balancer = document.find(id, "balancer"); balancer != kNoJson)
        read_balancer(reader, balancer, kernel);
    if (const JsonId hybrid = document.find(id, "hybrid_below"); hybrid != kNoJson) {
        kernel.hybrid_below = reader.duration(hybrid, "a length of sections", 1);
    }
    if (const JsonId scan = document.find(id, "rcu_scan"); scan != kNoJson) {
        kernel.rcu_scan = reader.duration(scan, "the time between two scans", 1).value_or(kernel.rcu_scan);
    }
    if (const JsonId hotplug = document.find(id, "hotplug"); hotplug != kNoJson) {
        const auto word = reader.word(hotplug, kHotplugPolicies, "what an offline does while a task is pinned there");
        kernel.hotplug = static_cast<HotplugPolicy>(word.value_or(0));
    }
    kernel.linux = read_linux_options(reader, id, cpus);
    // For this one, EDF would have consequences.
    if (!order_known && is_linux(kernel)) kernel.balancer = BalancerName{};
    return kernel;
}

PlatformReading read_platform(FieldReader& reader, JsonId id) {
    PlatformReading out;
    if (!reader.expect(id, JsonKind::object, "an object", "write for example {\"cpus\": 4}")) return out;
    reader.check_keys(id, kPlatformKeys, "`platform`");
    const JsonDocument& document = reader.document();
    const JsonId cpus = document.find(id, "cpus");
    const JsonId topology = document.find(id, "topology");
    if (cpus == kNoJson && topology == kNoJson) {
        reader.report(id, "a platform without `cpus` and `topology`", "exactly one of them",
                      "write for example {\"cpus\": 4}");
    }
    if (cpus != kNoJson) {
        const auto count =
            reader.integer(cpus, 1, kMaxCpus, fmt::format("a number of CPUs: a whole number from 1 to {}", kMaxCpus),
                           "write for example {\"cpus\": 4}");
        out.cpus_known = count.has_value();
        out.platform.cpus = static_cast<int>(count.value_or(1));
    }
    if (topology != kNoJson) {
        if (cpus != kNoJson) {
            reader.report_at_key(std::max(cpus, topology), "both `cpus` and `topology`", "exactly one of them",
                                 "a topology says how many CPUs there are");
        }
        if (const auto text = reader.text(topology, "an hwloc synthetic topology: a text")) {
            auto parsed = parse_topology(*text);
            if (parsed) {
                out.cpus_known = cpus == kNoJson;
                out.platform.cpus = parsed->cpu_count();
                out.platform.topology = std::move(*parsed);
            } else {
                for (const Problem& problem : parsed.error())
                    reader.report(topology, problem.found, problem.expected, problem.hint);
            }
        }
    }
    if (const JsonId costs = document.find(id, "costs"); costs != kNoJson)
        read_costs(reader, costs, out.platform.costs);
    if (const JsonId mm = document.find(id, "mm"); mm != kNoJson) {
        out.mm = read_mm_options(reader, mm);
    }
    return out;
}

}  // namespace pinstack
