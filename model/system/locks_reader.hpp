// SPDX-License-Identifier: Apache-2.0
//
// Reads `locks`: an object that gives each lock a name and a kind.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/system/field_reader.hpp"
#include "model/task/lock.hpp"

namespace pinstack {

/// In place of Operation::lock while a file is read: a lock of which nobody knows the kind. No rule applies to it.
inline constexpr std::uint32_t kUnknownLock = UINT32_MAX;

/// The names are views into the document.
class DeclaredLocks {
public:
    /// `locks`: the value of that key.
    void read(FieldReader& reader, JsonId locks);

    /// The place of the lock in locks(); kUnknownLock where its kind cannot be read; nothing where it is not declared.
    std::optional<std::uint32_t> find(std::string_view name) const;
    /// A hint in place of a name that is not declared.
    std::string suggest(std::string_view name) const;

    const std::vector<Lock>& locks() const { return locks_; }

private:
    std::vector<Lock> locks_;              // those whose kind is known
    std::vector<std::string_view> names_;  // of all
    std::unordered_map<std::string_view, std::uint32_t> places_;
};

}  // namespace pinstack
