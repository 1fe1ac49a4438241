// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/share_bar.hpp"

#include <cmath>

#include "analyzer/report/chart/svg_markup.hpp"

namespace pinstack {

namespace {

// Of the width: on the narrowest phone there is room for "12.5 %".
constexpr double kLeastForText = 13;
constexpr std::size_t kLegendColumns = 3;
constexpr std::size_t kLegendColumn = 112;
constexpr double kLegendLine = 19;

}  // namespace

void draw_share_bar(std::string& out, std::span<const Share> shares, double top, double across) {
    double whole = 0;
    for (const Share& share : shares) whole += share.part;
    if (whole <= 0) return;
    const auto percent = [&](double part) { return std::round(100 * across * part / whole) / 100; };
    std::string labels;  // above all parts: none is cut by the next one
    double sum = 0;
    for (const Share& share : shares) {
        const double from = percent(sum);
        sum += share.part;
        const double width = percent(sum) - from;
        if (width <= 0) continue;
        const double exact = 100 * share.part / whole;
        put(out, "<rect class=\"", share.fill, "\" x=\"", from, "%\" y=\"", top, "\" width=\"", width, "%\" height=\"",
            kShareBarHeight, "\">");
        put(out, "<title>", share.name, ": ", share.text, share.text.empty() ? "" : ", ", fmt::format("{:.2f}", exact),
            " %</title></rect>\n");
        if (width < kLeastForText) continue;
        // On a plate, so that it can be read on any pattern.
        put(labels, "<svg class=\"label\" x=\"", from + width / 2, "%\" y=\"", top,
            "\"><rect class=\"plate\" x=\"-26\" y=\"4\" width=\"52\" ");
        put(labels, "height=\"14\"/><text text-anchor=\"middle\" y=\"15\">", fmt::format("{:.1f}", exact),
            " %</text></svg>\n");
    }
    put(out, "<rect class=\"frame\" x=\"0\" y=\"", top, "\" width=\"", percent(whole), "%\" height=\"", kShareBarHeight,
        "\"/>\n");
    out += labels;
}

double draw_share_legend(std::string& out, std::span<const Share> shares, double top) {
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const double y = top + static_cast<double>(i / kLegendColumns) * kLegendLine;
        put(out, "<g transform=\"translate(", kLegendColumn * (i % kLegendColumns), " ", y, ")\">");
        put(out, "<rect class=\"", shares[i].fill, "\" x=\"0.5\" y=\"1.5\" width=\"15\" height=\"12\"/>");
        out += "<rect class=\"frame\" x=\"0.5\" y=\"1.5\" width=\"15\" height=\"12\"/>";
        put(out, "<text class=\"small\" x=\"20\" y=\"12\">", shares[i].name, "</text></g>\n");
    }
    const std::size_t lines = (shares.size() + kLegendColumns - 1) / kLegendColumns;
    return static_cast<double>(lines) * kLegendLine;
}

}  // namespace pinstack
