// SPDX-License-Identifier: Apache-2.0
//
// pinstack analyze FILE: every schedulability test, and a run of each variant that its bounds hold under.
#include <fmt/format.h>
#include <unistd.h>

#include <array>

#include "analyzer/bounds/analysis_summary.hpp"
#include "analyzer/command/arguments.hpp"
#include "analyzer/command/command.hpp"
#include "analyzer/command/exit_code.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/command/run_arguments.hpp"
#include "analyzer/file/output.hpp"
#include "analyzer/report/analysis/analysis_report.hpp"
#include "analyzer/report/display_text.hpp"
#include "model/system/load.hpp"
#include "model/system/suggestion.hpp"

namespace pinstack {

int run_analyze(const std::vector<std::string>& words) {
    std::string file, format_word = "text", output_file = "-";
    std::optional<std::string> order_word;
    std::vector<std::string> fail_on;
    Arguments arguments(
        "analyze", "FILE",
        {"pinstack analyze examples/17-edf.pinstack.json", "pinstack analyze system.json --format html -o bounds.html"},
        "Makes every schedulability test: which prove that no deadline is missed, the response bound "
        "of each task beside its simulated maximum, and why the others do not apply.");
    arguments.required_file(file);
    arguments.option("--order", order_word, "ORDER", "fp or edf, in place of the file's");
    arguments.option("--format", format_word, "FORMAT", "text (default), md, html, csv, json or junit");
    arguments.option("-o,--output", output_file, "FILE", "Write to FILE, whole or not at all; - is standard output");
    arguments.repeated("--fail-on", fail_on, "CONDITION",
                       "unschedulable: exit with 1 where no test proves the system's own variant");
    if (const auto code = arguments.parse(words)) return *code;

    const auto format = parse_report_format(format_word);
    if (!format || !has_analysis_format(*format)) {
        if (format) return usage_error("no picture of an analysis", "html has the tables of it");
        return usage_error("unknown format " + printable(format_word), suggest_report_format(format_word));
    }
    std::optional<Order> order;
    if (order_word) {
        constexpr std::array<std::string_view, 2> kOrders = {"fp", "edf"};
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
