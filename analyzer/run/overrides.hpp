// SPDX-License-Identifier: Apache-2.0
//
// What the user puts in place of a file's own order, horizon and seed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/system/load.hpp"

namespace pinstack {

struct Overrides {
    std::optional<Order> order;
    std::optional<Horizon> horizon;
    std::optional<std::uint64_t> seed;
};

/// parse_system() with these in place of the file's own; says so where the horizon asked for does not exist.
/// `options` say what becomes of the rest of the file's variant.
Result<System> parse_overridden(std::string_view text, const std::string& file, const Overrides& overrides,
                                const LoadOptions& options);

}  // namespace pinstack
