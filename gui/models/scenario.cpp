// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/scenario.hpp"

#include <algorithm>

namespace pinstack::gui {

namespace {

Duration scaled(Duration time, int percent) {
    const __int128 exact = static_cast<__int128>(time.ns) * percent / 100;
    return {static_cast<std::int64_t>(std::clamp<__int128>(exact, 1, kTimeLimitNs - 1))};
}

void scale(Body& body, int percent, bool is_inside) {
    for (Operation& operation : body) {
        if (is_bracket(operation.kind)) {
            scale(operation.body, percent, true);
        } else if (is_inside && operation.kind == OperationKind::run) {
            operation.time.min = scaled(operation.time.min, percent);
            operation.time.max = scaled(operation.time.max, percent);
        }
    }
}

}  // namespace

System scale_sections(const System& system, int percent) {
    System result = system;
    for (Task& task : result.tasks) scale(task.body, percent, false);
    return result;
}

std::shared_ptr<const System> Scenario::effective() const {
    if (section_percent == 100) return system;
    return std::make_shared<const System>(scale_sections(*system, section_percent));
}

}  // namespace pinstack::gui
