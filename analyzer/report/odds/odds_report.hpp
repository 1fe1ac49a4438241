// SPDX-License-Identifier: Apache-2.0
//
// The report of `odds`, in every format but those of drawings and verdicts.
#pragma once

#include <vector>

#include "analyzer/odds/odds_table.hpp"
#include "analyzer/report/report_format.hpp"
#include "analyzer/report/sink.hpp"
#include "analyzer/report/style.hpp"

namespace pinstack {

struct OddsReport {
    const OddsQuestion& question;
    const std::vector<OddsRow>& rows;
};

bool has_odds_format(ReportFormat format);

/// `style` counts for text only. REQUIRES: has_odds_format(format).
void write_odds(Sink& sink, ReportFormat format, const OddsReport& report, const Style& style = {});

}  // namespace pinstack
