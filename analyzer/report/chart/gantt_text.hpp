// SPDX-License-Identifier: Apache-2.0
//
// A Gantt chart in ASCII. One row for each CPU, a letter for each task:
//
//     CPU 0     aaAAbbBBccCCddDDDDDDDDCCCCCCBBBBBBAAAAAA
//      pinned,              [c------]
//      waiting          [b------------]
//                   [a------------------]
//     CPU 1     ....!!!!!!!!!!!!!!!!!!!!!!!!!!........
//
// lower case runs, UPPER CASE runs inside MD, `A###` runs inside NP; under the CPU the pile of the jobs that are
// pinned to it and wait. Idle CPUs are dots, lost ones `!`. All charts of one GanttText share the time raster, so
// they can be compared line by line.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/report/chart/gantt_layout.hpp"
#include "analyzer/report/chart/time_axis.hpp"
#include "analyzer/report/style.hpp"
#include "analyzer/run/drawing_window.hpp"
#include "model/system/system.hpp"

namespace pinstack {

class GanttText {
public:
    /// REQUIRES: system and picture outlive this.
    GanttText(const System& system, const Picture& picture, const Style& style);

    /// What is drawn, why, and how long a column is.
    std::string title() const;
    /// The chart of one timeline of the picture, axis included.
    std::string chart(const Timeline& timeline) const;
    /// The meaning of the signs, and the names of the tasks.
    std::string legend() const;

private:
    std::string axis() const;
    std::string row(std::string_view label, const std::string& cells) const;
    std::string running_cells(const CpuTrack& track) const;
    std::string pinned_cells(const CpuTrack& track, int lane) const;
    std::string mark_cells(const std::vector<Mark>& marks, bool missed_only) const;
    char letter_of(std::uint32_t task) const;

    const System& system_;
    const Picture& picture_;
    Style style_;
    ColumnRaster raster_;
    std::vector<std::uint32_t> tasks_;
    std::unordered_map<std::uint32_t, char> letters_;  // lower case
};

}  // namespace pinstack
