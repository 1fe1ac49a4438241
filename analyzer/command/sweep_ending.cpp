// SPDX-License-Identifier: Apache-2.0
#include "analyzer/command/sweep_ending.hpp"

#include <fmt/format.h>

#include "analyzer/command/exit_code.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {

int end_sweep(ResultStore& store, const std::string& file, const DatabaseDone& done, int signal_number) {
    const auto kept = "what was committed is kept; the same command goes on";
    if (!done) return usage_error(done.error(), kept);
    const auto sets = store.sets();
    if (!sets) return usage_error(sets.error());
    if (signal_number != 0) {
        print_to_stderr(fmt::format("pinstack: interrupted: {} of {} in {}; the same command goes on\n", *sets,
                                    counted(store.spec().sets(), "set"), printable(file)));
        return 128 + signal_number;
    }
    if (const auto closed = store.close(); !closed) return usage_error(closed.error(), kept);
    return kDone;
}

}  // namespace pinstack
