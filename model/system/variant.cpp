// SPDX-License-Identifier: Apache-2.0
#include "model/system/variant.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "model/balancer/balancer.hpp"
#include "model/system/mechanism.hpp"
#include "model/system/quote.hpp"
#include "model/system/suggestion.hpp"

namespace pinstack {

namespace {

constexpr std::array<std::pair<Protection, std::string_view>, 3> kProtections = {
    {{Protection::none, "none"},
     {Protection::preempt_disable, "preempt_disable"},
     {Protection::migrate_disable, "migrate_disable"}}};

// "bounded-stack:K" for a balancer that takes a parameter, else its name.
std::string usage(const BalancerInfo& info) {
    return info.parameter.empty() ? std::string(info.name) : fmt::format("{}:{}", info.name, info.parameter);
}

}  // namespace

std::string_view name_of(Order order) { return kOrders[static_cast<std::size_t>(order)]; }

std::string_view name_of(Protection protection) { return kProtections[static_cast<std::size_t>(protection)].second; }

std::string_view name_of(HotplugPolicy policy) { return kHotplugPolicies[static_cast<std::size_t>(policy)]; }

std::optional<Order> parse_order(std::string_view text) {
    const auto found = std::find(kOrders.begin(), kOrders.end(), text);
    if (found == kOrders.end()) return std::nullopt;
    return static_cast<Order>(found - kOrders.begin());
}

std::optional<Protection> parse_protection(std::string_view text) {
    for (const auto& [protection, name] : kProtections) {
        if (name == text) return protection;
    }
    return std::nullopt;
}

std::string to_text(const BalancerName& balancer) {
    return balancer.parameter ? fmt::format("{}:{}", balancer.name, *balancer.parameter) : balancer.name;
}

Result<BalancerName> parse_balancer(std::string_view text) {
    const std::size_t colon = text.find(':');
    const std::string_view name = text.substr(0, colon);
    const BalancerInfo* info = find_balancer(name);
    if (info == nullptr) {
        std::vector<std::string_view> names;
        for (const BalancerInfo& row : balancers()) names.push_back(row.name);
        return fail(fmt::format("the unknown balancer {}", quote(text)), "the name of a balancer",
                    suggest(name, names, "balancers"));
    }
    if (info->parameter.empty()) {
        if (colon == std::string_view::npos) return BalancerName{std::string(name), std::nullopt};
        return fail(fmt::format("the balancer {}", quote(text)), fmt::format("`{}` without a parameter", name),
                    fmt::format("write {}", name));
    }
    const std::string_view digits = colon == std::string_view::npos ? "" : text.substr(colon + 1);
    int value = 0;
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || stop != digits.data() + digits.size() || value < 1) {
        return fail(fmt::format("the balancer {}", quote(text)),
                    fmt::format("`{}` with a whole number {} of 1 or more", usage(*info), info->parameter),
                    fmt::format("write {}:2", name));
    }
    return BalancerName{std::string(name), value};
}

namespace {

constexpr std::string_view kPushIpi = "RT_PUSH_IPI";
constexpr std::string_view kNo = "NO_";  // as in /sys/kernel/debug/sched/features

/// Returns whether there is a feature of this name.
bool set_feature(std::string_view name, LinuxOptions& options) {
    const bool is_on = !name.starts_with(kNo);
    if (!is_on) name.remove_prefix(kNo.size());
    if (name == kPushIpi) {
        options.rt_push_ipi = is_on;
        return true;
    }
    for (const LinuxChange& change : kLinuxChanges) {
        if (change.name != name) continue;
        options.*change.in_force = is_on;
        return true;
    }
    return false;
}

}  // namespace

Result<Variant> parse_balancer(std::string_view text, const Variant& base) {
    std::size_t plus = text.find('+');
    Variant variant = base;
    auto balancer = parse_balancer(text.substr(0, plus));
    if (!balancer) return tl::unexpected(std::move(balancer.error()));
    variant.balancer = std::move(*balancer);
    while (plus != std::string_view::npos) {
        const std::size_t begin = plus + 1;
        plus = text.find('+', begin);
        const std::string_view feature = text.substr(begin, plus == std::string_view::npos ? plus : plus - begin);
        if (feature.find('=') != std::string_view::npos) {
            if (auto set = set_mechanism(feature, variant); !set) return tl::unexpected(std::move(set.error()));
            continue;
        }
        if (!is_linux(variant)) {
            return fail(fmt::format("the balancer {}", quote(text)),
                        fmt::format("`{}` without features", variant.balancer.name),
                        "only linux-rt-* and linux-dl have features");
        }
        if (set_feature(feature, variant.linux)) continue;
        std::vector<std::string_view> names{kPushIpi};
        for (const LinuxChange& change : kLinuxChanges) names.push_back(change.name);
        return fail(fmt::format("the unknown feature {}", quote(feature)), "a feature of linux-rt-*, or NO_ and one",
                    suggest(feature, names, "features"));
    }
    return variant;
}

bool is_linux(const Variant& variant) {
    const BalancerInfo* info = find_balancer(variant.balancer.name);
    return info != nullptr && info->is_linux;
}

std::string balancer_text(const Variant& variant) {
    std::string out = to_text(variant.balancer);
    if (!is_linux(variant)) return out + mechanism_text(variant);
    const LinuxOptions& options = variant.linux;
    if (options.uses_push_ipi() != options.preempt_rt) {
        out += fmt::format("+{}{}", options.uses_push_ipi() ? "" : kNo, kPushIpi);
    }
    for (const LinuxChange& change : kLinuxChanges) {
        if (options.*change.in_force) out += fmt::format("+{}", change.name);
    }
    return out + mechanism_text(variant);
}

std::string to_text(const Variant& variant) {
    return fmt::format("{}/{}", name_of(variant.sections), balancer_text(variant));
}

Result<Variant> parse_variant(std::string_view text, const Variant& base) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) {
        return fail(fmt::format("the variant {}", quote(text)), "SECTIONS/BALANCER",
                    "write for example migrate_disable/shift");
    }
    Problems problems;
    Variant variant = base;
    const std::string_view sections = text.substr(0, slash);
    if (const auto protection = parse_protection(sections)) {
        variant.sections = *protection;
    } else {
        std::vector<std::string_view> names;
        for (const auto& row : kProtections) names.push_back(row.second);
        problems.push_back({{},
                            fmt::format("the unknown protection {}", quote(sections)),
                            "how sections are protected",
                            suggest(sections, names, "protections")});
    }
    if (auto with_balancer = parse_balancer(text.substr(slash + 1), variant)) {
        variant = std::move(*with_balancer);
    } else {
        problems.insert(problems.end(), with_balancer.error().begin(), with_balancer.error().end());
    }
    if (!problems.empty()) return tl::unexpected<Problems>(std::move(problems));
    return variant;
}

}  // namespace pinstack
