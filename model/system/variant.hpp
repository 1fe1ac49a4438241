// SPDX-License-Identifier: Apache-2.0
//
// A variant: everything about the kernel that a comparison changes while tasks and platform stay. Written
// SECTIONS/BALANCER on the command line, e.g. "migrate_disable/swap-on-entry".
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/memory/mm_options.hpp"
#include "model/system/linux_options.hpp"
#include "model/system/problem.hpp"
#include "model/time/duration.hpp"

namespace pinstack {

enum class Order : std::uint8_t {
    fp,   ///< fixed priority: larger first; ties in file order
    edf,  ///< earlier absolute deadline first; ties in file order, then job number
    /// Linux's classes, by each task's policy: SCHED_DEADLINE by deadlines, before SCHED_FIFO and SCHED_RR by priority,
    /// before SCHED_OTHER.
    linux,
};

/// How a neutral `section` is protected. Explicit brackets keep their meaning whatever this says.
enum class Protection : std::uint8_t { none, preempt_disable, migrate_disable };

/// What becomes of a CPU that is told to go offline while a task is pinned to it.
enum class HotplugPolicy : std::uint8_t {
    wait,    ///< the operation waits until nobody is: Linux since 5.11
    busy,    ///< it fails at once with EBUSY: what if
    ignore,  ///< no CPU goes offline or online at all: for comparison
};
inline constexpr std::array<std::string_view, 3> kHotplugPolicies = {"wait", "busy", "ignore"};  // as numbered

/// A balancer as a file names it: "shift", or "bounded-stack:2" with its parameter. The table in
/// model/balancer/balancer.hpp says which names exist.
struct BalancerName {
    std::string name = "wake-previous";
    std::optional<int> parameter;

    friend bool operator==(const BalancerName&, const BalancerName&) = default;
};

struct Variant {
    Order order = Order::fp;
    Protection sections = Protection::migrate_disable;
    BalancerName balancer;
    /// Neutral sections whose summed maximal run time is at most this, and that do not suspend, are NP
    /// where `sections` is migrate_disable.
    std::optional<Duration> hybrid_below;
    /// How often the kernel looks whether an RCU grace period can end: a jiffy with HZ = 250.
    Duration rcu_scan{4'000'000};
    HotplugPolicy hotplug = HotplugPolicy::wait;
    MmOptions mm;        ///< `platform.mm`
    LinuxOptions linux;  ///< but for preempt_rt, in force under the balancers linux-* only

    friend bool operator==(const Variant&, const Variant&) = default;
};

/// The names of all orders, as numbered.
inline constexpr std::array<std::string_view, 3> kOrders = {"fp", "edf", "linux"};

std::string_view name_of(Order order);
std::string_view name_of(Protection protection);
std::optional<Order> parse_order(std::string_view text);
std::optional<Protection> parse_protection(std::string_view text);
std::string_view name_of(HotplugPolicy policy);

std::string to_text(const BalancerName& balancer);
/// "bounded-stack:2". Knows every name of the balancer table and whether it takes a parameter.
Result<BalancerName> parse_balancer(std::string_view text);

/// Is the balancer one of Linux's own (BalancerInfo::is_linux)?
bool is_linux(const Variant& variant);

/// "migrate_disable/swap-on-entry"; "migrate_disable/linux-rt-5.15+SKIP_MD_HEAD": with what is not as in Linux;
/// "migrate_disable/shift+kmap=atomic": and what it sets of other mechanisms.
std::string to_text(const Variant& variant);
/// "linux-rt-5.15+SKIP_MD_HEAD+kmap=atomic": the balancer of the variant, how its features differ from Linux's default,
/// and mechanism_text().
std::string balancer_text(const Variant& variant);
/// Reads a balancer, with features as `+NAME` or `+NO_NAME` behind one of Linux's, and settings of mechanisms as
/// `+NAME=SETTING`; the rest is taken from `base`.
Result<Variant> parse_balancer(std::string_view text, const Variant& base);
/// Reads SECTIONS/BALANCER, with features; order and options are taken from `base`.
Result<Variant> parse_variant(std::string_view text, const Variant& base);

}  // namespace pinstack
