// SPDX-License-Identifier: Apache-2.0
//
// The report of `plot`: text, Markdown and HTML with a table for each panel (HTML with charts, the tables closed at
// first), CSV with a row for each point, SVG with the charts alone.
#pragma once

#include <string>
#include <vector>

#include "analyzer/report/report_format.hpp"
#include "analyzer/report/sink.hpp"
#include "analyzer/report/style.hpp"
#include "analyzer/sweep/sweep_plot.hpp"

namespace pinstack {

struct SweepReport {
    const SweepSpec& spec;
    const SweepSums& sums;
    const std::vector<SweepPlot>& plots;
};

bool has_sweep_format(ReportFormat format);

/// "60 of 60 task sets, in 3 cells, under 5 variants."
std::string sweep_summary(const SweepSpec& spec, const SweepSums& sums);

/// `style` counts for text only. REQUIRES: has_sweep_format(format).
void write_sweep(Sink& sink, ReportFormat format, const SweepReport& report, const Style& style = {});

}  // namespace pinstack
