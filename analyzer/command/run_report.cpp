// SPDX-License-Identifier: Apache-2.0
#include "analyzer/command/run_report.hpp"

#include <unistd.h>

#include "analyzer/command/message.hpp"
#include "analyzer/report/html_report.hpp"
#include "analyzer/report/json_report.hpp"
#include "analyzer/report/text_report.hpp"
#include "analyzer/run/drawing_window.hpp"
#include "model/balancer/balancer.hpp"

namespace pinstack {

namespace {

// What a reader can take in at once; also bounds the size of a page.
constexpr std::size_t kTextBars = 1'500;
constexpr std::size_t kPageBars = 2'000;

}  // namespace

void write_run_report(Sink& sink, const System& system, std::span<const Outcome> outcomes, const Comparison* comparison,
                      const RunSettings& settings) {
    if (settings.format == ReportFormat::json) {
        if (comparison != nullptr) {
            write_compare_json(sink, system, *comparison, settings.request);
        } else {
            write_simulate_json(sink, system, outcomes.front(), settings.request);
        }
        return;
    }
    const bool is_text = settings.format == ReportFormat::text;
    const Picture picture = record_picture(system, outcomes, settings.window, is_text ? kTextBars : kPageBars);
    if (settings.format == ReportFormat::html)
        return write_html(sink, system, outcomes, comparison, settings.request, picture);
    if (settings.format == ReportFormat::svg) return write_svg(sink, system, outcomes, picture);
    const Style style{settings.output == "-" && wants_colour(STDOUT_FILENO)};
    if (comparison != nullptr) {
        write_compare_text(sink, system, *comparison, picture, style);
    } else {
        write_simulate_text(sink, system, outcomes.front(), settings.request, picture, style);
    }
}

std::string balancer_help() {
    std::string out;
    for (const BalancerInfo& info : balancers()) {
        if (!out.empty()) out += ", ";
        out += info.name;
        if (!info.parameter.empty()) out += ":" + std::string(info.parameter);
    }
    return out;
}

}  // namespace pinstack
