// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/svg_report.hpp"

#include <fmt/format.h>

#include <map>

#include "analyzer/report/chart/gantt_svg.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/outcome_text.hpp"

namespace pinstack {

void write_svg(Sink& sink, const System& system, std::span<const Outcome> outcomes, const Picture& picture) {
    constexpr double kTitleHeight = 28;
    const GanttSvg gantt(system, picture);
    std::string body;
    double y = 8;
    const auto place = [&](const SvgPiece& piece) {
        body += fmt::format("<g transform=\"translate(0 {:.0f})\">\n{}</g>\n", y, piece.markup);
        y += piece.height;
    };
    std::map<std::string, std::string> drawn;
    std::size_t index = 0;
    for (const Outcome& outcome : outcomes) {
        if (!outcome.applicable()) continue;
        const SvgPiece chart = gantt.chart(picture.timelines[index++]);
        const auto [same, is_new] = drawn.emplace(chart.markup, to_text(outcome.variant));
        const std::string said = is_new ? findings(system, outcome).front() : "the same schedule as " + same->second;
        body += fmt::format(
            "<text x=\"4\" y=\"{:.0f}\"><tspan class=\"head\">{}</tspan><tspan class=\"soft\">: {}</tspan></text>\n",
            y + 14, xml_escaped(variant_text(outcome.variant)), xml_escaped(said));
        y += kTitleHeight;
        if (is_new) {
            place(chart);
            y += 12;
        }
    }
    place(gantt.legend());
    sink.write(fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {0} {1:.0f}\" width=\"{0}\" "
        "height=\"{1:.0f}\">\n<title>{2}</title>\n<style>{3}</style>\n{4}\n"
        "<rect style=\"fill:var(--paper)\" width=\"100%\" height=\"100%\"/>\n{5}</svg>\n",
        kDrawingWidth, y, xml_escaped(heading_text(system)), svg_style(), svg_definitions(), body));
}

}  // namespace pinstack
