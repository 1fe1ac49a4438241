// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/tie_rule.hpp"

namespace pinstack {

namespace {

bool has_priorities(const System& system) { return !system.tasks.empty() && system.tasks.front().priority.has_value(); }

}  // namespace

std::string tie_rule(const System& system, const Variant& variant) {
    const char* equal = variant.order == Order::linux ? "equal priorities or absolute deadlines"
                        : variant.order == Order::edf ? "equal absolute deadlines"
                        : has_priorities(system)      ? "equal priorities"
                                                 : "equal relative deadlines (no priorities given: deadline-monotonic)";
    if (is_linux(variant)) {
        return std::string(equal) +
               ": the kernel's FIFO order, not that of the file; at one instant: segment ends and completions, "
               "wake-ups, releases in task file order, each with its pushes and pulls, then schedule() on the CPUs "
               "concerned, lowest number first";
    }
    return std::string(equal) +
           ": task file order, then job number; at one instant: segment ends and completions, wake-ups, releases in "
           "task file order, then one dispatch";
}

std::string order_text(const System& system, Order order) {
    if (order == Order::edf) return "EDF";
    if (order == Order::linux) return "Linux's classes, by policy";
    return has_priorities(system) ? "fixed priority" : "fixed priority, deadline-monotonic";
}

}  // namespace pinstack
