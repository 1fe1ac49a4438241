// SPDX-License-Identifier: Apache-2.0
#include "analyzer/run/overrides.hpp"

#include <utility>

namespace pinstack {

Result<System> parse_overridden(std::string_view text, const std::string& file, const Overrides& overrides,
                                const LoadOptions& options) {
    LoadOptions amended = options;
    amended.amend_variant = [&](Variant& own) {
        if (overrides.order) own.order = *overrides.order;
        if (options.amend_variant) options.amend_variant(own);
    };
    amended.check_horizon = !overrides.horizon;
    Result<System> system = parse_system(text, file, amended);
    if (!system) return system;
    if (overrides.seed) system->seed = *overrides.seed;
    if (!overrides.horizon) return system;
    system->horizon = overrides.horizon;
    if (auto end = resolve_horizon(*system); !end) {
        for (Problem& problem : end.error()) {
            problem.where = {"--horizon", 0, 0, ""};
            problem.hint = "--horizon takes a duration too, such as 200ms";
        }
        return tl::unexpected(std::move(end.error()));
    }
    return system;
}

}  // namespace pinstack
