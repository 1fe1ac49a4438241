// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/capacity_bars.hpp"

#include <algorithm>
#include <vector>

#include "analyzer/report/capacity_kinds.hpp"
#include "analyzer/report/chart/share_bar.hpp"
#include "analyzer/report/chart/svg_markup.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {

SvgPiece capacity_bars(const Comparison& runs) {
    constexpr double kTitleHeight = 18, kGap = 10;
    const auto occurs = [&](const CapacityKind& kind) {
        return kind.always || std::any_of(runs.outcomes.begin(), runs.outcomes.end(), [&](const Outcome& outcome) {
                   return outcome.applicable() && outcome.result->capacity.*kind.part > 0;
               });
    };
    std::vector<Share> legend;
    for (const CapacityKind& kind : capacity_kinds()) {
        if (occurs(kind)) legend.push_back({kind.name, kind.fill});
    }
    std::int64_t longest = 1;
    for (const Outcome& outcome : runs.outcomes) {
        if (outcome.applicable()) longest = std::max(longest, outcome.result->capacity.total);
    }
    SvgPiece piece{.fluid = true, .label = "Where the CPU time went"};
    std::string& out = piece.markup;
    double y = draw_share_legend(out, legend, 2) + 8;
    for (const Outcome& outcome : runs.outcomes) {
        if (!outcome.applicable()) continue;
        const CapacitySplit& capacity = outcome.result->capacity;
        std::vector<Share> shares;
        for (const CapacityKind& kind : capacity_kinds()) {
            const std::int64_t part = capacity.*kind.part;
            shares.push_back({kind.name, kind.fill, static_cast<double>(part), time_text(part)});
        }
        put(out, "<text x=\"0\" y=\"", y + 13, "\"><tspan class=\"head\">", xml_escaped(to_text(outcome.variant)),
            "</tspan>");
        put(out, "<tspan class=\"soft\" dx=\"8\">", percent_text(capacity.lost(), capacity.total),
            " lost</tspan></text>\n");
        draw_share_bar(out, shares, y + kTitleHeight,
                       100 * static_cast<double>(capacity.total) / static_cast<double>(longest));
        y += kTitleHeight + kShareBarHeight + kGap;
    }
    piece.height = y;
    return piece;
}

}  // namespace pinstack
