// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/html_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analyzer/report/compared_tasks.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/gantt_svg.hpp"
#include "analyzer/report/outcome_tables.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/tie_rule.hpp"
#include "analyzer/report/time_scale.hpp"
#include "model/time/text.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kTasksCompared = 12;
constexpr std::size_t kTasksShown = 200;
constexpr std::size_t kEpisodesShown = 50;

constexpr const char* kPageStyle = R"css(
:root { color-scheme: light dark; --ink:#1b1f24; --soft:#57606a; --line:#d8dee4; --paper:#fff; --bad:#cf222e; }
@media (prefers-color-scheme: dark) { :root { --ink:#e6edf3; --soft:#9198a1; --line:#343b44; --paper:#0d1117; --bad:#ff6b66; } }
@media print { :root { --ink:#000; --soft:#444; --line:#bbb; --paper:#fff; --bad:#b00020; } }
body { margin:0 auto; padding:1.2rem; max-width:62rem; background:var(--paper); color:var(--ink);
  font:16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { font-size:1.5rem; margin:.2rem 0; overflow-wrap:anywhere; }
h2 { font-size:1.15rem; margin:2rem 0 .4rem; overflow-wrap:anywhere; }
h3 { font-size:1rem; margin:1rem 0 .3rem; }
p { margin:.4rem 0; overflow-wrap:anywhere; }
ul { margin:.4rem 0; padding-left:1.2rem; }
footer, .soft { color:var(--soft); }
footer { margin-top:2rem; border-top:1px solid var(--line); padding-top:.6rem; font-size:.85rem; }
.scroll { overflow-x:auto; margin:.5rem 0; }
.scroll svg { display:block; min-width:44rem; width:100%; height:auto; }
table { border-collapse:collapse; font-size:.9rem; font-variant-numeric:tabular-nums; }
th, td { padding:.25rem .6rem; text-align:right; border-bottom:1px solid var(--line); white-space:nowrap; vertical-align:bottom; }
th { color:var(--soft); font-weight:600; white-space:normal; }
@media (max-width: 40rem) { td.left { white-space:normal; } }
.left { text-align:left; }
.bad { color:var(--bad); font-weight:600; }
.faint { color:var(--soft); }
details { margin:.5rem 0; } summary { cursor:pointer; color:var(--soft); }
section { break-inside:avoid-page; }
@media print { body { max-width:none; padding:0; font-size:11pt; } .scroll { overflow:visible; } .scroll svg { min-width:0; } }
)css";

std::string paragraph(std::string_view text, std::string_view classes = "") {
    const std::string attribute = classes.empty() ? "" : fmt::format(" class=\"{}\"", classes);
    return fmt::format("<p{}>{}</p>\n", attribute, xml_escaped(text));
}

std::string heading(int level, std::string_view text) {
    return fmt::format("<h{0}>{1}</h{0}>\n", level, xml_escaped(text));
}

std::string svg_element(const SvgPiece& piece, std::string_view label) {
    return fmt::format(
        "<div class=\"scroll\"><svg class=\"chart\" viewBox=\"0 0 {} {:.0f}\" role=\"img\" "
        "aria-label=\"{}\">\n{}</svg></div>\n",
        GanttSvg::kWidth, piece.height, xml_escaped(label), piece.markup);
}

std::string list_of(const std::vector<std::string>& lines) {
    std::string out = "<ul>\n";
    for (const std::string& line : lines) out += "<li>" + xml_escaped(line) + "</li>\n";
    return out + "</ul>\n";
}

std::string window_text(const Picture& picture) {
    const Window& window = picture.drawn.window;
    std::string out = fmt::format("Drawn: {} to {}, {}.", time_text(window.from.ns), time_text(window.to.ns),
                                  reason_text(picture.drawn));
    if (picture.cut) out += " There is more in this interval than a page can hold: only its beginning is drawn.";
    return out;
}

std::string comparison_section(const System& system, const Comparison& comparison) {
    const std::vector<std::uint32_t> tasks = tasks_to_compare(system, comparison, kTasksCompared);
    const UnitTable variants = comparison_table(system, comparison, tasks);
    std::string out = variants.table.html();
    out += paragraph(fmt::format("* baseline. Task columns: worst response in {}, ! where the task misses a deadline.",
                                 variants.unit),
                     "soft");
    if (tasks.size() < system.tasks.size()) {
        out += paragraph(fmt::format("{} not shown: those above differ most between the variants.",
                                     counted(system.tasks.size() - tasks.size(), "more task")),
                         "soft");
    }
    return out;
}

std::string details_of(const System& system, const Outcome& outcome, const RunRequest& request, bool open) {
    const RunResult& result = *outcome.result;
    const std::vector<std::uint32_t> shown = most_affected_tasks(result, kTasksShown);
    const UnitTable tasks = task_table(system, outcome, request.jobs, shown);
    std::string out = fmt::format("<details{}><summary>Capacity, tasks, episodes</summary>\n", open ? " open" : "");
    out += capacity_table(result).html();
    out += heading(3, fmt::format("Tasks (times in {})", tasks.unit)) + tasks.table.html();
    if (shown.size() < system.tasks.size()) {
        out += paragraph(fmt::format("{} not shown: those above missed most or waited longest.",
                                     counted(system.tasks.size() - shown.size(), "more task")),
                         "soft");
    }
    const Stacking& stacking = result.stacking;
    if (!stacking.episodes.empty()) {
        const std::size_t count = std::min(kEpisodesShown, stacking.episodes.size());
        const UnitTable episodes = episode_table(system, stacking, count);
        out += heading(3, fmt::format("Stacking episodes (times in {})", episodes.unit)) + episodes.table.html();
        if (count < stacking.episodes_total) {
            out += paragraph(fmt::format("The first {} of {}.", count, stacking.episodes_total), "soft");
        }
    }
    return out + "</details>\n";
}

}  // namespace

void write_html(Sink& sink, const System& system, std::span<const Outcome> outcomes, const Comparison* comparison,
                const RunRequest& request, const Picture& picture) {
    const GanttSvg gantt(system, picture);
    const Order order = outcomes.front().variant.order;
    sink.write("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    sink.write("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    sink.write(fmt::format("<title>{}</title>\n<style>{}{}</style>\n</head>\n<body>\n",
                           xml_escaped(heading_text(system)), kPageStyle, svg_style()));
    sink.write("<svg width=\"0\" height=\"0\" style=\"position:absolute\" aria-hidden=\"true\">" + svg_definitions() +
               "</svg>\n");
    sink.write(heading(1, heading_text(system)));
    if (!system.description.empty()) sink.write(paragraph(system.description));
    sink.write(
        paragraph(comparison == nullptr ? order_text(system, order) : comparison_text(system, *comparison), "soft"));
    if (comparison != nullptr) sink.write(comparison_section(system, *comparison));
    sink.write(paragraph(window_text(picture), "soft"));
    sink.write(svg_element(gantt.legend(), "Legend"));

    std::map<std::string, std::string> drawn;  // chart -> the first variant that looks like this
    std::size_t index = 0;
    for (const Outcome& outcome : outcomes) {
        sink.write("<section>\n" + heading(2, variant_text(outcome.variant)));
        if (!outcome.applicable()) {
            sink.write(paragraph("Not applicable: " + why_not_text(outcome.why_not)) + "</section>\n");
            continue;
        }
        sink.write(list_of(findings(system, outcome)));
        SvgPiece chart = gantt.chart(picture.timelines[index++]);
        const auto [same, is_new] = drawn.emplace(chart.markup, to_text(outcome.variant));
        if (is_new) {
            sink.write(svg_element(chart, "Schedule under " + to_text(outcome.variant)));
        } else {
            sink.write(paragraph("In this interval the same schedule as " + same->second + ".", "soft"));
        }
        sink.write(details_of(system, outcome, request, comparison == nullptr) + "</section>\n");
    }
    sink.write("<footer>" + xml_escaped(reproduction_text(system, order)) + "</footer>\n</body>\n</html>\n");
}

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
        GanttSvg::kWidth, y, xml_escaped(heading_text(system)), svg_style(), svg_definitions(), body));
}

}  // namespace pinstack
