// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/odds/odds_report.hpp"

#include <fmt/format.h>

#include <string>

#include "analyzer/report/csv_writer.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/json/json_writer.hpp"
#include "analyzer/report/page/html_page.hpp"
#include "analyzer/report/page/markdown_page.hpp"
#include "analyzer/report/table.hpp"
#include "analyzer/report/time_scale.hpp"
#include "analyzer/report/version.hpp"

namespace pinstack {
namespace {

constexpr std::string_view kTitle = "Stacking odds";

/// Nothing stacks for ever: the figures of the long run say nothing.
bool ends(const OddsReport& report) { return report.rows.front().odds.transient.has_value(); }

// Five digits: the equations are solved to more, and nobody needs them.
std::string figure(double value) { return fmt::format("{:.5g}", value); }
std::string percent(double share) { return fmt::format("{:.4g} %", 100 * share); }

const char* rule(const OddsRow& row) { return row.spec.push_away ? "wake-previous-push" : "wake-previous"; }

std::string tasks_text(const OddsQuestion& question) {
    if (question.extra_tasks == 0) return "As many tasks as CPUs";
    return counted(static_cast<std::uint64_t>(question.extra_tasks), "task") + " more than there are CPUs";
}

std::string model_text(const OddsQuestion& question) {
    return fmt::format(
        "{}, each of another urgency. A task thinks, then runs, then is in a migrate-disabled section: for {}, {} and "
        "{} "
        "in the mean, exponentially distributed. It wakes up {}, and preempts a less urgent task there.",
        tasks_text(question), time_text(question.think.ns), time_text(question.plain.ns),
        time_text(question.section.ns), question.sticky ? "on the CPU it ran on last" : "on any CPU, each as likely");
}

std::string result_text(const OddsReport& report) {
    if (!ends(report)) return "CPUs lost: how many idle, on average, while a pinned task waits for another one.";
    return "Once every task has a CPU of its own nothing stacks any more. Until then, from all tasks on CPU 0:";
}

Table table_of(const OddsReport& report) {
    using Column = Table::Column;
    std::vector<Column> columns = {{"CPUs"}, {"tasks"}, {"rule", Table::Align::left}};
    if (ends(report)) {
        columns.insert(columns.end(), {{"mean time\nuntil then"}, {"CPU time\nlost"}, {"states"}});
    } else {
        columns.insert(columns.end(), {{"some CPU\nis lost"},
                                       {"CPUs\nlost"},
                                       {"share of\ncapacity"},
                                       {"all tasks\non one CPU"},
                                       {"CPUs\nbusy"},
                                       {"states"}});
    }
    Table table(columns);
    for (const OddsRow& row : report.rows) {
        const LongRun& run = row.odds.long_run;
        std::vector<Table::Cell> cells = {std::to_string(row.spec.cpus), std::to_string(row.spec.tasks), rule(row)};
        if (row.odds.transient) {
            cells.emplace_back(rounded_time_text(row.odds.transient->mean_time));
            cells.emplace_back(rounded_time_text(row.odds.transient->lost_cpu_time));
        } else {
            cells.insert(cells.end(), {percent(run.any_stack), figure(run.lost_cpus), percent(run.loss(row.spec.cpus)),
                                       percent(run.full_stack), figure(run.busy_cpus)});
        }
        cells.emplace_back(std::to_string(row.odds.states));
        table.add_row(std::move(cells));
    }
    return table;
}

void write_page(Page& page, const OddsReport& report) {
    page.begin(kTitle);
    page.paragraph(model_text(report.question));
    page.paragraph(result_text(report));
    page.table(table_of(report));
    page.end(fmt::format("pinstack {}", version()));
}

void write_text(Sink& sink, const OddsReport& report, const Style& style) {
    constexpr std::size_t kColumns = 100;
    sink.write(fmt::format("{}\n\n", kTitle));
    sink.write(folded(model_text(report.question), kColumns, 2));
    sink.write(folded(result_text(report), kColumns, 2));
    sink.write("\n");
    sink.write(table_of(report).text(style));
}

void write_csv(Sink& sink, const OddsReport& report) {
    CsvWriter csv(sink, {"cpus", "tasks", "wake_up", "balancer", "think_mean_ns", "plain_mean_ns", "section_mean_ns",
                         "states", "any_stack", "lost_cpus", "utilization_loss", "full_stack", "busy_cpus",
                         "spread_after_ns", "spread_lost_ns"});
    for (const OddsRow& row : report.rows) {
        const OddsQuestion& question = report.question;
        const LongRun& run = row.odds.long_run;
        CsvRow line;
        line.integer(row.spec.cpus).integer(row.spec.tasks).text(question.sticky ? "previous" : "any").text(rule(row));
        line.integer(question.think.ns).integer(question.plain.ns).integer(question.section.ns);
        line.natural(row.odds.states).ratio(run.any_stack).ratio(run.lost_cpus).ratio(run.loss(row.spec.cpus));
        line.ratio(run.full_stack).ratio(run.busy_cpus);
        if (row.odds.transient) line.number(row.odds.transient->mean_time).number(row.odds.transient->lost_cpu_time);
        csv.row(line);
    }
}

void write_json(Sink& sink, const OddsReport& report) {
    const OddsQuestion& question = report.question;
    JsonWriter json(sink);
    json.begin_object();
    json.key("pinstack");
    json.begin_object(JsonWriter::Layout::inlined);
    json.integer("format", kReportFormat);
    json.string("version", version());
    json.end_object();
    json.string("wake_up", question.sticky ? "previous" : "any");
    json.integer("think_mean_ns", question.think.ns);
    json.integer("plain_mean_ns", question.plain.ns);
    json.integer("section_mean_ns", question.section.ns);
    json.key("odds");
    json.begin_array();
    for (const OddsRow& row : report.rows) {
        const LongRun& run = row.odds.long_run;
        json.begin_object(JsonWriter::Layout::inlined);
        json.integer("cpus", row.spec.cpus);
        json.integer("tasks", row.spec.tasks);
        json.string("balancer", rule(row));
        json.natural("states", row.odds.states);
        json.ratio("any_stack", run.any_stack);
        json.ratio("lost_cpus", run.lost_cpus);
        json.ratio("utilization_loss", run.loss(row.spec.cpus));
        json.ratio("full_stack", run.full_stack);
        json.ratio("busy_cpus", run.busy_cpus);
        if (row.odds.transient) {
            json.key("spread");
            json.begin_object(JsonWriter::Layout::inlined);
            json.key("after_ns");
            json.number(row.odds.transient->mean_time);
            json.key("lost_ns");
            json.number(row.odds.transient->lost_cpu_time);
            json.end_object();
        }
        json.end_object();
    }
    json.end_array();
    json.end_object();
    json.finish();
}

}  // namespace

bool has_odds_format(ReportFormat format) { return format != ReportFormat::svg && format != ReportFormat::junit; }

void write_odds(Sink& sink, ReportFormat format, const OddsReport& report, const Style& style) {
    switch (format) {
        case ReportFormat::text:
            return write_text(sink, report, style);
        case ReportFormat::json:
            return write_json(sink, report);
        case ReportFormat::csv:
            return write_csv(sink, report);
        case ReportFormat::html: {
            HtmlPage page(sink);
            return write_page(page, report);
        }
        case ReportFormat::md: {
            MarkdownPage page(sink);
            return write_page(page, report);
        }
        case ReportFormat::junit:
        case ReportFormat::svg:
            return;
    }
}

}  // namespace pinstack
