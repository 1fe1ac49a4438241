// SPDX-License-Identifier: Apache-2.0
//
// The table of balancers: the one place that knows them all by name (DESIGN section 5). A new balancer is one
// file beside this one and one row of the table in balancer.cpp.
#pragma once

#include <span>
#include <string_view>

namespace pinstack {

struct EngineFactory;  // model/engine/engine.hpp: how to run a plan under this balancer

struct BalancerInfo {
    std::string_view name;
    std::string_view parameter;   ///< "K" where the name takes one ("bounded-stack:K"), else ""
    std::string_view summary;     ///< one line for --help and explain
    bool needs_home_cpu = false;  ///< every task must have a home CPU
    const EngineFactory* engine = nullptr;
    bool is_linux = false;             ///< schedules as kernel/sched/ does; LinuxOptions are in force
    bool schedules_deadlines = false;  ///< kernel/sched/deadline.c, for all tasks under Order::edf
};

std::span<const BalancerInfo> balancers();
/// nullptr where there is none of that name.
const BalancerInfo* find_balancer(std::string_view name);

}  // namespace pinstack
