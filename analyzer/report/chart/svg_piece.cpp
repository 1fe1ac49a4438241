// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/svg_piece.hpp"

#include <fmt/format.h>

#include <array>

#include "analyzer/report/chart/palette.hpp"

namespace pinstack {

namespace {

constexpr const char* kRules = R"css(
.chart { --ink:#1b1f24; --soft:#57606a; --grid:#d8dee4; --paper:#ffffff; --lost:#cf222e; --lost-fill:#cf222e26; --idle:#f3f5f7;
  font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
@media (prefers-color-scheme: dark) {
  .chart { --ink:#e6edf3; --soft:#9198a1; --grid:#343b44; --paper:#0d1117; --lost:#ff6b66; --lost-fill:#ff6b6633; --idle:#161b22; }
}
@media print {
  .chart { --ink:#000; --soft:#444; --grid:#ccc; --paper:#fff; --lost:#b00020; --lost-fill:#b0002026; --idle:#f4f4f4;
    print-color-adjust:exact; -webkit-print-color-adjust:exact; }
}
.chart text { fill:var(--ink); }
.chart .soft { fill:var(--soft); }
.chart .head { font-weight:600; }
.chart .grid { stroke:var(--grid); stroke-width:1; }
.chart .base { stroke:var(--soft); stroke-width:1; }
.chart .idle { fill:var(--idle); }
.chart .lost { fill:var(--lost-fill); }
.chart .other { fill:url(#other-loss); }
.chart .md { stroke:var(--ink); stroke-width:2; }
.chart .np { fill:url(#np-hatch); stroke:var(--ink); stroke-width:1; }
.chart .wait { fill:var(--paper); stroke-width:2; }
.chart text.halo { stroke-width:4; paint-order:stroke; stroke-linejoin:round; }
.chart .sleep { stroke-dasharray:4 3; }
.chart .miss, .chart text.miss { fill:var(--lost); stroke:none; }
.chart path.miss { stroke:var(--lost); fill:none; stroke-width:2; }
.chart path.mark { stroke:var(--soft); fill:none; stroke-width:1.5; }
.chart .depth { fill:var(--soft); fill-opacity:.35; stroke:var(--soft); stroke-width:1; }
)css";

}  // namespace

std::string svg_style() {
    std::string out = kRules;
    for (std::size_t i = 0; i < kPalette.size(); ++i) {
        const TaskColour& colour = kPalette[i];
        out += fmt::format(
            ".chart .c{0} {{ fill:{1}; }} .chart .w{0} {{ stroke:{1}; }} .chart text.on{0} {{ fill:{2}; }}\n", i,
            colour.fill, colour.text);
    }
    return out;
}

std::string svg_definitions() {
    return "<defs>"
           "<pattern id=\"np-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
           "patternTransform=\"rotate(45)\">"
           "<line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\" stroke=\"#000\" stroke-opacity=\".55\" "
           "stroke-width=\"2.4\"/></pattern>"
           "<pattern id=\"other-loss\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
           "patternTransform=\"rotate(-45)\">"
           "<line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\" stroke=\"#cf222e\" stroke-opacity=\".5\" "
           "stroke-width=\"2\"/></pattern>"
           "</defs>";
}

}  // namespace pinstack
