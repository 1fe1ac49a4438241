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
.chart .md { fill:none; stroke:var(--ink); stroke-width:2; }
.chart .np { fill:url(#np-hatch); stroke:var(--ink); stroke-width:1; }
.chart .wait { fill:var(--paper); stroke-width:2; }
.chart text.halo { stroke-width:4; paint-order:stroke; stroke-linejoin:round; }
.chart .sleep { stroke-dasharray:4 3; }
.chart .miss, .chart text.miss { fill:var(--lost); stroke:none; }
.chart path.miss { stroke:var(--lost); fill:none; stroke-width:2; }
.chart path.mark { stroke:var(--soft); fill:none; stroke-width:1.5; }
.chart .any { fill:#999; } .chart .any-line { stroke:#999; }
.chart .md, .chart .np, .chart text { pointer-events:none; }
.chart .frame { fill:none; stroke:var(--soft); stroke-width:1; }
.chart .label { overflow:visible; } .chart .plate { fill:var(--paper); }
.chart .small { font-size:11px; }
.chart .tiny { font-size:10px; }
.chart .limit { stroke:var(--lost); stroke-width:1.5; }
.chart .late { fill:var(--lost-fill); }
.chart .line { fill:none; stroke-width:2; stroke-linejoin:round; }
.chart .peak { fill:var(--lost-fill); stroke:var(--lost); stroke-width:1; }
.chart .s-run { fill:#0072b2; } .chart .s-busy { fill:#9ecae1; } .chart .s-queued { fill:#6e7781; } .chart .s-idle { fill:var(--idle); }
.chart .s-np { fill:url(#s-np); } .chart .s-pinned { fill:url(#s-pinned); } .chart .s-kernel { fill:url(#s-kernel); }
.chart .s-stack { fill:url(#s-stack); } .chart .s-mask { fill:url(#s-mask); } .chart .s-move { fill:url(#s-move); }
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
    for (std::size_t i = 0; i < kLines.size(); ++i) {
        out += fmt::format(".chart .v{0} {{ stroke:{1}; {2}}} .chart .f{0} {{ fill:{1}; }}\n", i, kLines[i].colour,
                           *kLines[i].dashes == '\0' ? "" : fmt::format("stroke-dasharray:{}; ", kLines[i].dashes));
    }
    return out;
}

std::string svg_definitions() {
    // A colour and what is drawn over it, in a square of 7 units.
    const auto tile = [](const char* id, const char* colour, const char* over) {
        return fmt::format(
            "<pattern id=\"{}\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\">"
            "<path fill=\"{}\" d=\"M0 0h7v7H0z\"/><path {}/></pattern>",
            id, colour, over);
    };
    constexpr const char* kRising = "stroke=\"#fff\" stroke-width=\"1.6\" d=\"M-1 1 1-1M0 7 7 0M6 8 8 6\"";
    constexpr const char* kFalling = "stroke=\"#000\" stroke-width=\"1.2\" d=\"M-1 6 1 8M0 0 7 7M6-1 8 1\"";
    constexpr const char* kUpright = "stroke=\"#fff\" stroke-width=\"1.6\" d=\"M3.5 0V7\"";
    constexpr const char* kLevel = "stroke=\"#000\" stroke-width=\"1.2\" d=\"M0 3.5H7\"";
    constexpr const char* kDots = "fill=\"#000\" d=\"M2 2h2.2v2.2H2z\"";
    constexpr const char* kCross = "stroke=\"#fff\" stroke-width=\"1.2\" d=\"M0 3.5H7M3.5 0V7\"";
    return "<defs>" + tile("s-np", "#cc79a7", kFalling) + tile("s-pinned", "#e69f00", kLevel) +
           tile("s-kernel", "#8c564b", kCross) + tile("s-stack", "#cf222e", kRising) +
           tile("s-mask", "#f0e442", kDots) + tile("s-move", "#d55e00", kUpright) +
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
