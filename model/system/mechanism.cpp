// SPDX-License-Identifier: Apache-2.0
#include "model/system/mechanism.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "model/system/quote.hpp"
#include "model/system/suggestion.hpp"

namespace pinstack {

namespace {

template <auto kMember>
std::optional<std::size_t> setting_of(const Variant& variant) {
    const auto& setting = variant.mm.*kMember;
    return setting ? std::optional(static_cast<std::size_t>(*setting)) : std::nullopt;
}

template <auto kMember>
void set(Variant& variant, std::optional<std::size_t> index) {
    auto& setting = variant.mm.*kMember;
    setting.reset();
    if (index) setting = static_cast<typename std::remove_reference_t<decltype(setting)>::value_type>(*index);
}

template <OperationKind kKind>
bool has(const System& system) {
    return std::any_of(system.tasks.begin(), system.tasks.end(),
                       [](const Task& task) { return has_operation(task.body, kKind); });
}

bool has_costs(const System& system) { return !system.platform.costs.is_none(); }

bool has_locks_with_costs(const System& system) { return has_costs(system) && !system.locks.empty(); }

std::optional<std::size_t> hotplug_setting(const Variant& variant) {
    if (variant.hotplug == HotplugPolicy::wait) return std::nullopt;  // Linux's own
    return static_cast<std::size_t>(variant.hotplug);
}

void set_hotplug(Variant& variant, std::optional<std::size_t> index) {
    variant.hotplug = static_cast<HotplugPolicy>(index.value_or(static_cast<std::size_t>(HotplugPolicy::wait)));
}

bool has_events(const System& system) { return !system.events.empty(); }

constexpr std::array<Mechanism, 6> kMechanisms = {
    {{"kmap", "/platform/mm/kmap", kKmaps, setting_of<&MmOptions::kmap>, set<&MmOptions::kmap>,
      has<OperationKind::kmap>, "a `kmap` in a body"},
     {"lazy_mm", "/platform/mm/lazy_mm", kLazyMms, setting_of<&MmOptions::lazy_mm>, set<&MmOptions::lazy_mm>,
      has_costs, "`platform.costs`: it is about the time that switches take"},
     {"page_fault", "/platform/mm/page_fault", kPageFaults, setting_of<&MmOptions::page_fault>,
      set<&MmOptions::page_fault>, has<OperationKind::page_fault>, "a `page_fault` in a body"},
     {"page_tables", "/platform/mm/page_tables", kPageTables, setting_of<&MmOptions::page_tables>,
      set<&MmOptions::page_tables>, has<OperationKind::mmap_write>, "an `mmap_write` in a body"},
     {"cache_miss", "/platform/mm/cache_miss", kCacheMisses, setting_of<&MmOptions::cache_miss>,
      set<&MmOptions::cache_miss>, has_locks_with_costs, "locks, and `platform.costs`"},
     {"hotplug", "/kernel/hotplug", kHotplugPolicies, hotplug_setting, set_hotplug, has_events,
      "`events`: CPUs that go offline"}}};

tl::unexpected<Problems> unknown_mechanism(std::string_view name) {
    std::vector<std::string_view> names;
    for (const Mechanism& each : kMechanisms) names.push_back(each.name);
    return fail(fmt::format("the unknown mechanism {}", quote(name)), "a mechanism of the kernel",
                suggest(name, names, "mechanisms"));
}

}  // namespace

std::span<const Mechanism> mechanisms() { return kMechanisms; }

const Mechanism* find_mechanism(std::string_view name) {
    const auto is_same = [](char a, char b) { return a == b || (a == '-' && b == '_'); };
    for (const Mechanism& mechanism : kMechanisms) {
        if (std::equal(name.begin(), name.end(), mechanism.name.begin(), mechanism.name.end(), is_same)) {
            return &mechanism;
        }
    }
    return nullptr;
}

std::string mechanism_text(const Variant& variant) {
    std::string out;
    for (const Mechanism& mechanism : kMechanisms) {
        if (const auto setting = mechanism.setting(variant)) {
            out += fmt::format("+{}={}", mechanism.name, mechanism.settings[*setting]);
        }
    }
    return out;
}

Result<void> set_mechanism(std::string_view text, Variant& variant) {
    const std::size_t equals = text.find('=');
    const std::string_view name = text.substr(0, equals);
    const Mechanism* mechanism = find_mechanism(name);
    if (mechanism == nullptr) return unknown_mechanism(name);
    const std::string_view word = text.substr(equals + 1);
    const auto found = std::find(mechanism->settings.begin(), mechanism->settings.end(), word);
    if (found == mechanism->settings.end()) {
        return fail(fmt::format("the unknown setting {} of `{}`", quote(word), mechanism->name),
                    fmt::format("a setting of `{}`", mechanism->name),
                    suggest(word, mechanism->settings, "settings"));
    }
    mechanism->set(variant, static_cast<std::size_t>(found - mechanism->settings.begin()));
    return {};
}

Result<std::vector<Variant>> under_all_settings(const System& system, const std::vector<Variant>& variants,
                                                std::string_view name) {
    const Mechanism* mechanism = find_mechanism(name);
    if (mechanism == nullptr) return unknown_mechanism(name);
    if (!mechanism->is_used(system)) {
        return fail(fmt::format("the mechanism `{}` in a system that does not use it", mechanism->name),
                    std::string(mechanism->user), "under all settings the runs would be the same");
    }
    std::vector<Variant> out;
    for (const Variant& variant : variants) {
        for (std::size_t i = 0; i < mechanism->settings.size(); ++i) mechanism->set(out.emplace_back(variant), i);
    }
    return out;
}

}  // namespace pinstack
