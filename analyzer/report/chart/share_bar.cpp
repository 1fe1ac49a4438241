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
        append(out, "<rect class=\"{}\" x=\"{:.6g}%\" y=\"{:.6g}\" width=\"{:.6g}%\" height=\"{}\">", share.fill, from,
               top, width, kShareBarHeight);
        append(out, "<title>{}: {}{}{:.2f} %</title></rect>\n", share.name, share.text, share.text.empty() ? "" : ", ",
               exact);
        if (width < kLeastForText) continue;
        // On a plate, so that it can be read on any pattern.
        append(labels,
               "<svg class=\"label\" x=\"{:.6g}%\" y=\"{:.6g}\"><rect class=\"plate\" x=\"-26\" y=\"4\" width=\"52\" ",
               from + width / 2, top);
        append(labels, "height=\"14\"/><text text-anchor=\"middle\" y=\"15\">{:.1f} %</text></svg>\n", exact);
    }
    append(out, "<rect class=\"frame\" x=\"0\" y=\"{:.6g}\" width=\"{:.6g}%\" height=\"{}\"/>\n", top, percent(whole),
           kShareBarHeight);
    out += labels;
}

double draw_share_legend(std::string& out, std::span<const Share> shares, double top) {
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const double y = top + static_cast<double>(i / kLegendColumns) * kLegendLine;
        append(out, "<g transform=\"translate({} {:.6g})\">", kLegendColumn * (i % kLegendColumns), y);
        append(out, "<rect class=\"{}\" x=\"0.5\" y=\"1.5\" width=\"15\" height=\"12\"/>", shares[i].fill);
        out += "<rect class=\"frame\" x=\"0.5\" y=\"1.5\" width=\"15\" height=\"12\"/>";
        append(out, "<text class=\"small\" x=\"20\" y=\"12\">{}</text></g>\n", shares[i].name);
    }
    const std::size_t lines = (shares.size() + kLegendColumns - 1) / kLegendColumns;
    return static_cast<double>(lines) * kLegendLine;
}

}  // namespace pinstack
