// SPDX-License-Identifier: Apache-2.0
//
// pinstack analyze FILE: every schedulability test, and a run of each variant that its bounds hold under.
#include <fmt/format.h>
#include <unistd.h>

#include <array>

#include "analyzer/bounds/analysis_summary.hpp"
#include "analyzer/bounds/job_sets/sag.hpp"
#include "analyzer/bounds/job_sets/schedule_graph.hpp"
#include "analyzer/command/arguments.hpp"
#include "analyzer/command/command.hpp"
#include "analyzer/command/exit_code.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/command/run_arguments.hpp"
#include "analyzer/file/output.hpp"
#include "analyzer/report/analysis/analysis_report.hpp"
#include "analyzer/report/analysis/sag_jobs.hpp"
#include "analyzer/report/display_text.hpp"
#include "model/system/load.hpp"
#include "model/system/suggestion.hpp"

namespace pinstack {
namespace {

/// More than that nobody looks at; Graphviz takes minutes for less.
constexpr std::size_t kMostStatesDrawn = 10'000;

struct SagFiles {
    std::optional<std::string> jobs, graph;
    bool any() const { return jobs || graph; }
};

/// What sag knows beside its bounds. kDone, or the error said.
int write_sag_files(const SagFiles& files, const System& system, const Analysis& analysis, const std::string& input) {
    for (const TestOutcome& outcome : analysis.tests) {
        if (outcome.test->id != "sag" || outcome.applicable()) continue;
        return usage_error(fmt::format("{}: sag does not apply: {}", printable(input), outcome.why_not));
    }
    ScheduleGraph graph(kMostStatesDrawn);
    const auto parts = explore_parts(system, make_task_set(system), files.graph ? &graph : nullptr);
    if (!parts) return usage_error(parts.error());
    const auto write = [&](const std::string& target, auto write_to) {
        Output output;
        if (const auto opened = open_output(output, target, input); !opened) return usage_error(opened.error());
        write_to(output);
        if (const auto written = output.commit(); !written) return usage_error(written.error());
        return static_cast<int>(kDone);
    };
    if (files.graph && graph.is_too_large()) {
        return usage_error(fmt::format("--sag-dot: the graph has more than {} states", kMostStatesDrawn),
                           "--sag-jobs writes what becomes of each job");
    }
    if (files.jobs) {
        const int code = write(*files.jobs, [&](Sink& sink) { write_sag_jobs(sink, system, *parts); });
        if (code != kDone) return code;
    }
    if (!files.graph) return kDone;
    std::vector<std::string> names;
    for (const Task& task : system.tasks) names.push_back(task.name);
    return write(*files.graph, [&](Sink& sink) { sink.write(graph.dot(names)); });
}

}  // namespace

int run_analyze(const std::vector<std::string>& words) {
    std::string file, format_word = "text", output_file = "-";
    std::optional<std::string> order_word;
    std::vector<std::string> fail_on;
    SagFiles sag_files;
    Arguments arguments(
        "analyze", "FILE",
        {"pinstack analyze examples/17-edf.pinstack.json", "pinstack analyze system.json --format html -o bounds.html"},
        "Makes every schedulability test: which prove that no deadline is missed, the response bound "
        "of each task beside its simulated maximum, and why the others do not apply.");
    arguments.required_file(file);
    arguments.option("--order", order_word, "ORDER", "fp, edf or linux, in place of the file's");
    arguments.option("--format", format_word, "FORMAT", "text (default), md, html, csv, json or junit");
    arguments.option("-o,--output", output_file, "FILE", "Write to FILE, whole or not at all; - is standard output");
    arguments.repeated("--fail-on", fail_on, "CONDITION",
                       "unschedulable: exit with 1 where no test proves the system's own variant");
    arguments.option("--sag-jobs", sag_files.jobs, "FILE",
                     "Of jobs that are never preempted: the best and worst completion of each, as csv");
    arguments.option("--sag-dot", sag_files.graph, "FILE",
                     "... and the graph of all orders in which they can be dispatched, for Graphviz");
    if (const auto code = arguments.parse(words)) return *code;

    const auto format = parse_report_format(format_word);
    if (!format || !has_analysis_format(*format)) {
        if (format) return usage_error("no picture of an analysis", "html has the tables of it");
        return usage_error("unknown format " + printable(format_word), suggest_report_format(format_word));
    }
    std::optional<Order> order;
    if (order_word) {
        order = parse_order(*order_word);
        if (!order) {
            return usage_error("unknown order " + printable(*order_word), suggest(*order_word, kOrders, "orders"));
        }
    }
    for (const std::string& word : fail_on) {
        if (word == "unschedulable") continue;
        return usage_error("unknown condition " + printable(word), "analyze has unschedulable; others are of runs");
    }
    // Tests need no horizon.
    const Result<System> system = load_system(file, {.amend_variant =
                                                         [&](Variant& own) {
                                                             if (order) own.order = *order;
                                                         },
                                                     .check_variant = false,
                                                     .check_horizon = false});
    if (!system) return input_error(system.error(), file);
    // Tests say themselves where the file's own variant is impossible. What is so under every variant is an error.
    if (const Problems own = check_variant(*system, system->kernel); !own.empty()) {
        Variant any = system->kernel;
        any.sections = Protection::none;
        any.balancer = {"shift", std::nullopt};
        if (!check_variant(*system, any).empty()) return input_error(own, file);
    }
    Output output;
    if (const auto opened = open_output(output, output_file, file); !opened) return usage_error(opened.error());
    const Analysis analysis = analyze(*system);
    if (sag_files.any()) {
        if (const int code = write_sag_files(sag_files, *system, analysis, file); code != kDone) return code;
    }
    const BoundCheck check = check_bounds(*system, analysis);
    write_analysis(output, *format, {.file = file, .system = *system, .analysis = analysis, .check = check},
                   Style{output_file == "-" && wants_colour(STDOUT_FILENO)});
    if (const auto written = output.commit(); !written) return usage_error(written.error());
    const std::string why = why_not_proved(summary_of(*system, analysis, check));
    if (fail_on.empty() || why.empty()) return kDone;
    print_to_stderr(fmt::format("pinstack: --fail-on unschedulable: {}: {}\n", to_text(system->kernel), why));
    return kConditionHolds;
}

}  // namespace pinstack
