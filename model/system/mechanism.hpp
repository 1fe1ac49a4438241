// SPDX-License-Identifier: Apache-2.0
//
// The mechanisms of the kernel besides scheduling whose settings a comparison can put side by side. A setting is part
// of a variant, written behind it: "migrate_disable/shift+kmap=atomic". A new mechanism is a row of the table in
// mechanism.cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/system/system.hpp"

namespace pinstack {

struct Mechanism {
    std::string_view name;                       ///< as the key of a file: "lazy_mm"
    std::string_view pointer;                    ///< to that key: "/platform/mm/lazy_mm"
    std::span<const std::string_view> settings;  ///< as words of a file
    /// Which of them the variant sets; nothing = none.
    std::optional<std::size_t> (*setting)(const Variant&);
    void (*set)(Variant&, std::optional<std::size_t>);
    /// Does the setting matter to the system? Else all settings give the same run.
    bool (*is_used)(const System&);
    std::string_view user;  ///< what a system needs to have, for a message: "a `kmap` in a body"
};

std::span<const Mechanism> mechanisms();
/// As a file or, with "-" for "_", as the command line writes it. nullptr where there is none.
const Mechanism* find_mechanism(std::string_view name);

/// "+kmap=atomic+lazy_mm=refcount": what the variant sets.
std::string mechanism_text(const Variant& variant);
/// Sets "kmap=atomic".
Result<void> set_mechanism(std::string_view text, Variant& variant);

/// Each variant under each setting of the mechanism of that name. An error where there is none, or where the system has
/// nothing that it concerns.
Result<std::vector<Variant>> under_all_settings(const System& system, const std::vector<Variant>& variants,
                                                std::string_view mechanism);

}  // namespace pinstack
