// SPDX-License-Identifier: Apache-2.0
//
// Is a system possible under a variant? The loader asks this of a file's own variant, a comparison of each other.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "model/balancer/balancer.hpp"
#include "model/system/load.hpp"
#include "model/system/policy_check.hpp"
#include "model/system/sleep_check.hpp"

namespace pinstack {

namespace {

std::optional<Problem> wrong_order(const BalancerInfo& info, Order order) {
    if (!info.is_linux || order == Order::linux || (order == Order::edf) == info.schedules_deadlines)
        return std::nullopt;
    return Problem{
        {"", 0, 0, "/kernel/order"},
        fmt::format("the order {}", name_of(order)),
        fmt::format("{} or linux, because the balancer is `{}`", info.schedules_deadlines ? "edf" : "fp", info.name),
        "linux-rt-* schedule fixed priorities, linux-dl deadlines, and all of them Linux's classes"};
}

// `missing` gives one problem for all tasks that lack the field, at the first of them.
template <class HasField>
std::optional<std::string> missing(const System& system, std::string_view field, HasField has_field,
                                   std::size_t& first) {
    std::size_t count = 0;
    for (std::size_t i = system.tasks.size(); i-- > 0;) {
        if (has_field(system.tasks[i])) continue;
        first = i;
        ++count;
    }
    if (count == 0) return std::nullopt;
    return fmt::format("no `{}` on {} of {} tasks", field, count, system.tasks.size());
}

}  // namespace

Problems check_variant(const System& system, const Variant& variant) {
    Problems problems;
    const BalancerInfo* info = find_balancer(variant.balancer.name);
    // The parser of names knows what to say, of a missing or superfluous parameter too.
    if (auto name = parse_balancer(to_text(variant.balancer)); !name) {
        for (Problem& problem : name.error()) {
            problem.where.pointer = "/kernel/balancer";
            problems.push_back(std::move(problem));
        }
    }
    std::size_t first = 0;
    if (info != nullptr && info->needs_home_cpu) {
        if (const auto found = missing(
                system, "home_cpu", [](const Task& task) { return task.home_cpu.has_value(); }, first)) {
            problems.push_back({{"", 0, 0, fmt::format("/tasks/{}", first)},
                                *found,
                                fmt::format("`home_cpu` on every task, because the balancer is `{}`", info->name),
                                "each task stays on its home CPU"});
        }
    }
    if (info != nullptr) {
        if (auto wrong = wrong_order(*info, variant.order)) problems.push_back(std::move(*wrong));
    }
    if (variant.order == Order::fp) {
        const auto has_priority = [](const Task& task) { return task.priority.has_value(); };
        const bool some = std::any_of(system.tasks.begin(), system.tasks.end(), has_priority);
        if (const auto found = missing(system, "priority", has_priority, first); some && found) {
            problems.push_back({{"", 0, 0, fmt::format("/tasks/{}", first)},
                                *found,
                                "`priority` on every task or on none",
                                "without any, tasks are ranked by deadline (deadline-monotonic)"});
        }
    }
    check_policies(system, variant, problems);
    check_sleeping(system, variant, problems);
    return problems;
}

}  // namespace pinstack
