// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/analysis_summary.hpp"

#include <fmt/format.h>

namespace pinstack {

AnalysisSummary summary_of(const System& system, const Analysis& analysis, const BoundCheck& check) {
    AnalysisSummary summary;
    summary.variant = to_text(system.kernel);
    summary.exceeded = check.exceeded.size();
    for (const TestCheck& test : check.tests) summary.applicable += test.covers_own ? 1 : 0;
    for (const std::size_t test : check.proved_by) summary.proved_by.emplace_back(analysis.tests[test].test->id);
    for (const std::size_t test : check.cut_short) summary.cut_short.emplace_back(analysis.tests[test].test->id);
    return summary;
}

std::string why_not_proved(const AnalysisSummary& summary) {
    if (summary.is_proved()) return "";
    std::string out = summary.applicable == 0 ? "no schedulability test applies"
                      : summary.applicable == 1
                          ? "the one schedulability test that applies proves nothing"
                          : fmt::format("none of the {} schedulability tests that apply proves it", summary.applicable);
    if (!summary.cut_short.empty()) {
        out += fmt::format("; the budget of {} more was used up", summary.cut_short.size());
    }
    return out;
}

}  // namespace pinstack
