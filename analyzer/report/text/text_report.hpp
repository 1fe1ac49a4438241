// SPDX-License-Identifier: Apache-2.0
//
// The reports of `simulate` and `compare` for people at a terminal: what was lost and who missed first, then the
// tables, then the picture. Made for 100 columns; tasks that do not fit are counted, never silently dropped.
#pragma once

#include "analyzer/report/sink.hpp"
#include "analyzer/report/style.hpp"
#include "analyzer/run/comparison.hpp"
#include "analyzer/run/drawing_window.hpp"
#include "analyzer/run/outcome.hpp"

namespace pinstack {

struct AnalysisReport;

/// REQUIRES: outcome.applicable(), and it was run with this request; picture.timelines has one element.
void write_simulate_text(Sink& sink, const System& system, const Outcome& outcome, const RunRequest& request,
                         const Picture& picture, const Style& style);

/// REQUIRES: an outcome is applicable. `analysis`: where there is one, of the same system.
void write_compare_text(Sink& sink, const System& system, const Comparison& comparison, const Picture& picture,
                        const Style& style, const AnalysisReport* analysis = nullptr);

}  // namespace pinstack
