// SPDX-License-Identifier: GPL-3.0-or-later
//
// A system run under variants, with everything a window shows of them. Immutable once made, so that views on one
// thread may show it while the next one is computed on another.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "analyzer/run/comparison.hpp"
#include "gui/models/recording.hpp"
#include "model/system/system.hpp"

namespace pinstack {
struct TraceRun;
}

namespace pinstack::gui {

struct TimelineIndex;

struct RecordedRun {
    std::shared_ptr<const System> system;
    Outcome outcome;
    Recording recording;                            ///< empty where the variant is impossible
    std::shared_ptr<const TimelineIndex> timeline;  ///< of the recording; nullptr where the variant is impossible
    /// What the run was made of, if it is no simulation but the trace of a kernel: see recorded_trace().
    std::shared_ptr<const TraceRun> trace;
};

using RecordedRunPtr = std::shared_ptr<const RecordedRun>;

/// One system under several variants, in the order asked for, impossible ones included.
struct RecordedComparison {
    std::vector<RecordedRunPtr> runs;  ///< not empty; all of one system
    std::size_t baseline = 0;          ///< see baseline_of()

    const System& system() const { return *runs.front()->system; }
};

using RecordedComparisonPtr = std::shared_ptr<const RecordedComparison>;

/// nullptr where the run was stopped. Keeps jobs and all episodes (they are tables in the window).
/// REQUIRES: the system passes its checks.
RecordedRunPtr run_recorded(std::shared_ptr<const System> system, const Variant& variant, std::stop_token stop);

/// nullptr where it was stopped. `done`, if any, is called on the calling thread after each run with how many are done.
RecordedComparisonPtr compare_recorded(const std::shared_ptr<const System>& system,
                                       const std::vector<Variant>& variants, const std::stop_token& stop,
                                       const std::function<void(std::size_t)>& done = {});

}  // namespace pinstack::gui
