// SPDX-License-Identifier: Apache-2.0
//
// A Gantt chart as SVG. One row for each CPU: bars coloured by task, outlined inside MD, hatched inside NP; under the
// CPU the pile of hollow bars of the jobs that are pinned to it and wait; releases as arrows up, deadlines as
// arrows down (missed ones red); idle CPUs that are lost shaded; at the bottom the stack depth. Every bar has a
// title with its job, state and times.
//
// Colours come from the style sheet of svg_piece.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/report/chart/gantt_layout.hpp"
#include "analyzer/report/chart/svg_piece.hpp"
#include "analyzer/run/drawing_window.hpp"
#include "model/system/system.hpp"

namespace pinstack {

class GanttSvg {
public:
    /// `coloured`: the tasks that have a colour on the page already, in its order, which they keep here.
    /// REQUIRES: system and picture outlive this.
    GanttSvg(const System& system, const Picture& picture, std::vector<std::uint32_t> coloured = {});

    /// The chart of one timeline of the picture. All charts share time axis, colours and the scale of the depth.
    SvgPiece chart(const Timeline& timeline) const;
    /// What the marks mean, and the colours of the tasks.
    SvgPiece legend() const;
    /// For the next drawing of the page.
    const std::vector<std::uint32_t>& coloured() const { return coloured_; }

private:
    class NarrowBars;

    double x_of(Instant at) const;
    int colour_of(std::uint32_t task) const;
    void put_job(std::string& out, JobId job) const;
    void draw_axis(std::string& out, double top, double bottom) const;
    void draw_marks(std::string& out, const std::vector<Mark>& marks, bool deadlines, double top) const;
    void draw_track(std::string& out, const CpuTrack& track, double top) const;
    void draw_idle(std::string& out, const CpuTrack& track, double top) const;
    void draw_running(std::string& out, NarrowBars& narrow, const GanttBar& bar, CpuId cpu, double top) const;
    void draw_pinned(std::string& out, NarrowBars& narrow, const GanttBar& bar, CpuId cpu, double top) const;
    void draw_depth(std::string& out, const Timeline& timeline, double top) const;

    const System& system_;
    const Picture& picture_;
    std::vector<std::uint32_t> tasks_;
    std::vector<std::uint32_t> coloured_;
    std::unordered_map<std::uint32_t, int> colours_;
    std::unordered_map<std::uint32_t, std::string> titles_;  // name of the task, shortened and escaped
    int max_depth_ = 0;                                      // over all timelines, as the next
    bool has_deadlines_ = false;
};

}  // namespace pinstack
