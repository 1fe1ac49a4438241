// SPDX-License-Identifier: Apache-2.0
//
// pinstack plot R.sqlite: the figures of a sweep.
#include <fmt/format.h>
#include <unistd.h>

#include "analyzer/command/arguments.hpp"
#include "analyzer/command/command.hpp"
#include "analyzer/command/exit_code.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/command/run_arguments.hpp"
#include "analyzer/file/output.hpp"
#include "analyzer/generate/word_reader.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/sweep/sweep_report.hpp"

namespace pinstack {

namespace {

struct PlotWords {
    std::vector<std::string> where;
    std::optional<std::string> axis, figures;
};

tl::expected<PlotQuestion, std::string> understand(const PlotWords& words) {
    PlotQuestion question{.axis = words.axis, .ids = {}, .where = {}};
    if (words.figures) {
        for (const std::string_view id : split(*words.figures, ',')) question.ids.emplace_back(id);
    }
    for (const std::string& word : words.where) {
        const std::size_t equals = word.find('=');
        if (equals == std::string::npos) return tl::unexpected("--where: expected KEY=VALUE, found " + printable(word));
        question.where.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    }
    return question;
}

}  // namespace

int run_plot(const std::vector<std::string>& words) {
    PlotWords plot_words;
    std::string file, format_word = "text", target = "-";
    Arguments arguments(
        "plot", "FILE",
        {"pinstack plot small.sqlite --format html -o small.html",
         "pinstack plot small.sqlite --figure acceptance,loss --where utilization_per_cpu=0.8"},
        "Shows the results of a sweep: acceptance ratios, weighted schedulability, capacity lost, response "
        "inflation, latency, each with confidence intervals, over one parameter of the grid and in a "
        "panel for each combination of the others. A sweep that still runs can be looked at.");
    arguments.required_file(file);
    arguments.option("--x", plot_words.axis, "KEY", "Over this parameter; default: utilization, else the last one");
    arguments.option("--figure", plot_words.figures, "NAME[,NAME...]",
                     "acceptance, deadlines, weighted, weighted-deadlines, loss, inversion, inflation, latency, "
                     "searched; default: all "
                     "there is data for");
    arguments.repeated("--where", plot_words.where, "KEY=VALUE",
                       "Only cells with this value; may be given several times");
    arguments.option("--format", format_word, "FORMAT", "text (default), md, html, csv or svg");
    arguments.option("-o,--output", target, "FILE",
                     "Write to FILE, whole or not at all; - is standard output (default)");
    if (const auto code = arguments.parse(words)) return *code;

    const auto format = parse_report_format(format_word);
    if (!format) return usage_error("unknown format " + printable(format_word), suggest_report_format(format_word));
    if (!has_sweep_format(*format)) return usage_error("no " + format_word + " of a sweep", "csv is for programs");
    const auto question = understand(plot_words);
    if (!question) return usage_error(question.error());
    const auto store = ResultStore::open_read(file);
    if (!store) return usage_error(store.error());
    const auto sums = SweepSums::of(*store);
    if (!sums) return usage_error(sums.error());
    const auto plots = plots_of(store->spec(), *sums, *question);
    if (!plots) return input_error(plots.error(), "");
    Output output;
    if (const auto opened = open_output(output, target, file); !opened) return usage_error(opened.error());
    write_sweep(output, *format, {store->spec(), *sums, *plots}, Style{target == "-" && wants_colour(STDOUT_FILENO)});
    if (const auto written = output.commit(); !written) return usage_error(written.error());
    return kDone;
}

}  // namespace pinstack
