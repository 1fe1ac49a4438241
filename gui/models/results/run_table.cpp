// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/results/run_table.hpp"

namespace pinstack::gui {

void RunTable::show(const RecordedRunPtr& run) {
    const RecordedRunPtr shown = run != nullptr && run->outcome.applicable() ? run : nullptr;
    reset(shown == nullptr ? nullptr : shown->system, [&] {
        run_ = shown;
        if (has_run()) return make();
        forget();
        return std::vector<FigureColumn>{};
    });
}

}  // namespace pinstack::gui
