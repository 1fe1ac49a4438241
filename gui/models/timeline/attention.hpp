// SPDX-License-Identifier: GPL-3.0-or-later
//
// Going from one missed deadline or stacking episode to the next, and from one job to the next that a search finds.
#pragma once

#include <QString>
#include <cstddef>
#include <optional>

#include "gui/models/recorded_run.hpp"
#include "gui/models/timeline/timeline_index.hpp"
#include "gui/models/view_state.hpp"

namespace pinstack::gui {

enum class Direction : std::uint8_t { previous, next };

/// What is selected when one goes to the point: an episode's CPU and span, or the job that missed and how late it was.
Selection selection_of(const RecordedRun& run, const AttentionPoint& point);

/// The point after or before the selected one; where none is selected, the first one that begins in the visible window
/// or after it, or the last one that begins before its end. Nothing: there is no further one.
/// REQUIRES: run.timeline is set.
std::optional<std::size_t> attention_point(const RecordedRun& run, const ViewState& view, Direction direction);

/// What to look for: "T2" finds the jobs of tasks whose name contains it, ignoring case, or is equal to it where there
/// is such a task; "T2#3" only job 3 of them.
struct JobQuery {
    QString name;
    std::optional<std::uint64_t> number;

    static JobQuery parse(const QString& text);
};

/// The release of the job that follows `after` (from the first one on where it is nothing) in order of release, and
/// again from the start past the end. Nothing: there is no such job. O(releases).
std::optional<Mark> find_job(const RecordedRun& run, const JobQuery& query, std::optional<JobId> after,
                             Direction direction);

/// From its release to its completion, or to the end of the recording.
Window window_of_job(const RecordedRun& run, JobId job);
/// nullptr: there is none. O(log n).
const JobRecord* record_of(const RecordedRun& run, JobId job);

}  // namespace pinstack::gui
