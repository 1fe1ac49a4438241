// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "model/engine/run_result.hpp"
#include "model/system/system.hpp"

namespace pinstack {

/// What a worst case is worst in.
enum class ObjectiveKind : std::uint8_t {
    response,  ///< the longest response time
    lateness,  ///< the longest response less its deadline; negative where none is missed
    loss,      ///< CPU time lost to stacking
    depth,     ///< unfinished jobs pinned to one CPU
};

std::string_view name_of(ObjectiveKind kind);
std::optional<ObjectiveKind> parse_objective(std::string_view text);

struct Objective {
    ObjectiveKind kind = ObjectiveKind::response;
    std::optional<std::uint32_t>
        task;  ///< file order: of this task; else of the worst one. Of no use for loss and depth
};

/// Larger is worse. `hint` orders plans of the same value by how near they seem to a worse one.
struct Score {
    std::int64_t value = 0;  ///< ns; of depth a number of jobs
    std::int64_t hint = 0;
    friend auto operator<=>(const Score&, const Score&) = default;
};

Score score_of(const System& system, const RunResult& result, const Objective& objective);

}  // namespace pinstack
