// SPDX-License-Identifier: Apache-2.0
#include "model/system/locks_reader.hpp"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "model/system/quote.hpp"
#include "model/system/suggestion.hpp"

namespace pinstack {

namespace {

constexpr std::array<std::string_view, 5> kKinds = {"spinlock", "raw_spinlock", "mutex", "local_lock", "cpu_hotplug"};  // as numbered

}  // namespace

void DeclaredLocks::read(FieldReader& reader, JsonId locks) {
    if (!reader.expect(locks, JsonKind::object, "an object that names locks, such as {\"L\": \"spinlock\"}",
                       "write {} or leave it out"))
        return;
    for (JsonId id = reader.document().first(locks); id != kNoJson; id = reader[id].next) {
        const std::string_view name = reader[id].key;
        if (name.empty()) {
            reader.report_at_key(id, "an empty name", "the name of a lock", "write for example {\"L\": \"spinlock\"}");
        }
        const auto kind = reader.word(id, kKinds, "a kind of lock");
        const std::uint32_t place = kind ? static_cast<std::uint32_t>(locks_.size()) : kUnknownLock;
        if (!places_.emplace(name, place).second) continue;  // a duplicate key, which is reported
        names_.push_back(name);
        if (!kind) continue;
        const Lock lock{std::string(name), static_cast<LockKind>(*kind)};
        const auto is_like = [&](const Lock& other) { return other.kind == lock.kind; };
        const auto other = std::find_if(locks_.begin(), locks_.end(), is_like);
        if (lock.kind == LockKind::cpu_hotplug && other != locks_.end()) {
            reader.report(id, fmt::format("a second lock of kind cpu_hotplug, beside {}", quote(other->name)),
                          "at most one: the kernel has one cpu_hotplug_lock", "take the same one in both places");
        }
        locks_.push_back(lock);
    }
}

std::optional<std::uint32_t> DeclaredLocks::find(std::string_view name) const {
    const auto found = places_.find(name);
    return found == places_.end() ? std::nullopt : std::optional(found->second);
}

std::string DeclaredLocks::suggest(std::string_view name) const {
    constexpr std::size_t kMost = 20;  // that a reader takes in
    if (names_.empty()) return "`locks` declares none";
    const std::span<const std::string_view> all(names_);
    return pinstack::suggest(name, all.first(std::min(kMost, all.size())), "declared locks");
}

}  // namespace pinstack
