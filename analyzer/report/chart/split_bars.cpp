// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/split_bars.hpp"

#include <algorithm>

#include "analyzer/report/chart/share_bar.hpp"
#include "analyzer/report/chart/svg_markup.hpp"
#include "analyzer/report/job_state_text.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {

SvgPiece split_bars(const System& system, const Outcome& outcome, const std::vector<std::uint32_t>& tasks) {
    constexpr double kTitleHeight = 17, kGap = 9;
    const RunResult& result = *outcome.result;
    std::vector<Share> legend;
    for (std::size_t i = 0; i < kJobStates; ++i) {
        const auto state = static_cast<JobState>(i);
        const bool occurs = std::any_of(tasks.begin(), tasks.end(),
                                        [&](auto task) { return result.tasks[task].response_split[i] > 0; });
        if (occurs) legend.push_back({name_of(state), fill_of(state)});
    }
    SvgPiece piece{.fluid = true, .label = "Where the mean response times went under " + to_text(outcome.variant)};
    std::string& out = piece.markup;
    double y = draw_share_legend(out, legend, 2) + 8;
    for (const std::uint32_t task : tasks) {
        const TaskResult& row = result.tasks[task];
        if (row.response.count() == 0) continue;
        const auto jobs = static_cast<double>(row.response.count());
        std::vector<Share> shares;
        for (std::size_t i = 0; i < kJobStates; ++i) {
            const auto state = static_cast<JobState>(i);
            const double mean = static_cast<double>(row.response_split[i]) / jobs;
            shares.push_back({name_of(state), fill_of(state), mean, rounded_time_text(mean) + " on average"});
        }
        put(out, "<text x=\"0\" y=\"", y + 12, "\"><tspan class=\"head\">",
            xml_escaped(shortened_inside(system.tasks[task].name, 28)), "</tspan>");
        put(out, "<tspan class=\"soft\" dx=\"8\">mean ", rounded_time_text(row.response.mean_ns()),
            "</tspan></text>\n");
        draw_share_bar(out, shares, y + kTitleHeight);
        y += kTitleHeight + kShareBarHeight + kGap;
    }
    piece.height = y;
    return piece;
}

}  // namespace pinstack
