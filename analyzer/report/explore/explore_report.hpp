// SPDX-License-Identifier: Apache-2.0
//
// The report of `explore`: what was looked for, what the file's own releases give, the worst that there is or that was
// found.
#pragma once

#include <optional>
#include <string>

#include "analyzer/explore/exact/exact_worst_case.hpp"
#include "analyzer/explore/search.hpp"
#include "analyzer/report/report_format.hpp"
#include "analyzer/report/sink.hpp"
#include "analyzer/report/style.hpp"

namespace pinstack {

struct ExploreReport {
    std::string file;                         ///< as the user named it
    std::optional<std::string> witness_file;  ///< where the witness went
    const System& system;
    const SearchSpec& spec;
    const SearchResult& result;
    std::string why_not_exact{};  ///< where exact exploration was tried first
};

struct ExactReport {
    std::string file;
    std::optional<std::string> witness_file;
    const System& system;
    const Objective& objective;
    const ExactWorstCase& result;
};

/// text and json.
bool has_explore_format(ReportFormat format);

/// `style` counts for text only. REQUIRES: has_explore_format(format).
void write_explore(Sink& sink, ReportFormat format, const ExploreReport& report, const Style& style = {});
void write_explore(Sink& sink, ReportFormat format, const ExactReport& report, const Style& style = {});

}  // namespace pinstack
