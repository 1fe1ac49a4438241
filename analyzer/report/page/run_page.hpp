// SPDX-License-Identifier: Apache-2.0
//
// The report of `simulate` and `compare` as a page: first what was lost, who missed and why, then the schedule of the
// worst interval, where the capacity and the response times went, the stacking episodes, and the system itself.
#pragma once

#include <vector>

#include "analyzer/report/page/page.hpp"
#include "analyzer/report/run_report.hpp"
#include "analyzer/run/drawing_window.hpp"

namespace pinstack {

/// `misses`: drawn after the picture. REQUIRES: picture.timelines has one element for each applicable outcome.
void write_run_page(Page& page, const RunReport& report, const Picture& picture,
                    const std::vector<MissPicture>& misses = {});

}  // namespace pinstack
