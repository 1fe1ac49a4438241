// SPDX-License-Identifier: Apache-2.0
//
// pinstack analyze FILE: every schedulability test, without running anything.
#include <unistd.h>

#include <array>

#include "analyzer/bounds/analysis.hpp"
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
    Arguments arguments(
        "analyze", "FILE",
        {"pinstack analyze examples/17-edf.pinstack.json", "pinstack analyze system.json --format json -o bounds.json"},
        "Makes every schedulability test: which prove that no deadline is missed, the response bound "
        "of each task, and why the others do not apply.");
    arguments.required_file(file);
    arguments.option("--order", order_word, "ORDER", "fp or edf, in place of the file's");
    arguments.option("--format", format_word, "FORMAT", "text (default) or json");
    arguments.option("-o,--output", output_file, "FILE", "Write to FILE, whole or not at all; - is standard output");
    if (const auto code = arguments.parse(words)) return *code;

    const auto format = parse_report_format(format_word);
    if (!format || !has_analysis_format(*format)) {
        constexpr std::array<std::string_view, 2> kFormats = {"text", "json"};
        return usage_error("unknown format " + printable(format_word),
                           suggest(format_word, kFormats, "supported formats"));
    }
    std::optional<Order> order;
    if (order_word) {
        constexpr std::array<std::string_view, 2> kOrders = {"fp", "edf"};
        order = parse_order(*order_word);
        if (!order) {
            return usage_error("unknown order " + printable(*order_word), suggest(*order_word, kOrders, "orders"));
        }
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
    write_analysis(output, *format, {.file = file, .system = *system, .analysis = analysis},
                   Style{output_file == "-" && wants_colour(STDOUT_FILENO)});
    if (const auto written = output.commit(); !written) return usage_error(written.error());
    return kDone;
}

}  // namespace pinstack
