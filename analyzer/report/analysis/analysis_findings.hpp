// SPDX-License-Identifier: Apache-2.0
//
// An analysis in sentences, what matters first: is the system schedulable under its own variant, and who says so; what
// is proved under other variants; does a simulation contradict a bound, which would be a defect of the program.
#pragma once

#include <string>
#include <vector>

#include "analyzer/report/analysis/analysis_report.hpp"

namespace pinstack {

std::vector<std::string> analysis_findings(const AnalysisReport& report);

/// What an exceeded bound is, with the first of them: "DEFECT: ...". Empty where none is.
std::string defect_sentence(const AnalysisReport& report);

}  // namespace pinstack
