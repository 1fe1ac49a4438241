// SPDX-License-Identifier: Apache-2.0
//
// pinstack trace FILE: what a real kernel's trace shows; a system file fitted to it; beside a simulation.
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <cmath>

#include "analyzer/command/arguments.hpp"
#include "analyzer/command/command.hpp"
#include "analyzer/command/exit_code.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/command/progress.hpp"
#include "analyzer/command/run_arguments.hpp"
#include "analyzer/file/output.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/time_scale.hpp"
#include "analyzer/report/trace/trace_report.hpp"
#include "analyzer/run/condition.hpp"
#include "analyzer/trace/fit.hpp"
#include "analyzer/trace/line_parser.hpp"
#include "analyzer/trace/read_trace.hpp"
#include "model/system/load.hpp"
#include "model/system/quote.hpp"

namespace pinstack {

namespace {

struct TraceWords {
    std::string file, format = "text", output = "-";
    std::optional<std::string> cpus, tasks, from, to, gap, tick_hz, fit, against, offset, scale, tolerance;
    std::vector<std::string> fail_on;
    bool kernel_threads = false, seen_cpus = false, episodes = false;

    void declare(Arguments& arguments);
};

struct TraceSettings {
    TraceOptions read;
    FitOptions fit;
    AgainstOptions against;
    ReportFormat format = ReportFormat::text;
    std::vector<Condition> conditions;
};

void TraceWords::declare(Arguments& arguments) {
    arguments.required_file(file);
    arguments.option("--cpus", cpus, "LIST", "Only these CPUs, e.g. 0,2-3");
    arguments.option("--tasks", tasks, "NAMES",
                     "Threads that are tasks, e.g. T1,worker*; default: real-time threads but the kernel's own");
    arguments.flag("--kernel-threads", kernel_threads, "Real-time threads of the kernel are tasks, too");
    arguments.option("--from", from, "INSTANT", "Account from here on, by the trace's clock, e.g. 61.5s");
    arguments.option("--to", to, "INSTANT", "Account up to here");
    arguments.option("--gap", gap, "DURATION",
                     "Times without loss, up to so long, do not end a stacking episode; default: 200us");
    arguments.flag("--episodes", episodes, "Keep every stacking episode, not only the first 1000; in csv they are the rows");
    arguments.option("--tick-hz", tick_hz, "N", "How many ticks are a second, where times have no fraction");
    arguments.option("--fit", fit, "OUT",
                     "Write a system file with what was observed; - is standard output, and then no report is written");
    arguments.flag("--seen-cpus", seen_cpus, "With --fit: the CPUs a task was seen on are its affinity");
    arguments.option("--against", against, "SYSTEM",
                     "Compare with the simulation of this system file: who ran where when");
    arguments.option("--offset", offset, "INSTANT",
                     "With --against: where the run begins in the trace; default: by the first release, or as the kernel rig says");
    arguments.option("--scale", scale, "FACTOR",
                     "With --against: how many times slower the trace is than the file; default: 1, or as the kernel rig says");
    arguments.option(
        "--tolerance", tolerance, "DURATION",
        "With --against: a shorter difference is no divergence; default: a thousandth of what is compared");
    arguments.repeated("--fail-on", fail_on, "CONDITION",
                       "Exit with 1 where it holds: loss>PERCENT%, depth>N; may be repeated");
    arguments.option("--format", format, "FORMAT", "text (default), md, html, csv, json or junit");
    arguments.option("-o,--output", output, "FILE", "Write to FILE, whole or not at all; - is standard output");
}

class Understanding {
public:
    Problems problems;

    void problem(const char* option, const std::string& word, std::string expected, std::string hint = {}) {
        Problem& added = problems.emplace_back();
        added.where.file = option;
        added.found = quote(word);
        added.expected = std::move(expected);
        added.hint = std::move(hint);
    }
    std::optional<std::int64_t> time(const char* option, const std::optional<std::string>& word) {
        if (!word) return std::nullopt;
        if (*word == "0") return 0;
        const auto duration = parse_duration(*word);
        if (!duration) problem(option, *word, "a time with a unit, such as 61.5s or 200us");
        return duration ? std::optional(duration->ns) : std::nullopt;
    }
    std::vector<CpuId> cpus(const std::optional<std::string>& word) {
        std::vector<CpuId> out;
        if (!word) return out;
        for (const std::string& part : parts_of(*word)) {
            const std::size_t dash = part.find('-');
            const auto first = parse_decimal(part.substr(0, dash), 0, kMaxCpus - 1);
            const auto last = dash == std::string::npos ? first : parse_decimal(part.substr(dash + 1), 0, kMaxCpus - 1);
            if (!first || !last || *last < *first) {
                problem("--cpus", *word, "numbers of CPUs and ranges with commas between, such as 0,2-3");
                return {};
            }
            for (auto cpu = *first; cpu <= *last; ++cpu) out.push_back(static_cast<CpuId>(cpu));
        }
        return out;
    }
    static std::vector<std::string> parts_of(const std::string& text) {
        std::vector<std::string> out;
        for (std::size_t at = 0; at <= text.size();) {
            const std::size_t comma = std::min(text.find(',', at), text.size());
            out.push_back(text.substr(at, comma - at));
            at = comma + 1;
        }
        return out;
    }
    std::optional<double> scale(const std::optional<std::string>& word) {
        if (!word) return std::nullopt;
        double value = 0;
        const auto [end, error] = std::from_chars(word->data(), word->data() + word->size(), value);
        const bool good = error == std::errc{} && end == word->data() + word->size() && std::isfinite(value) &&
                          value >= 1e-6 && value <= 1e6;
        if (!good) problem("--scale", *word, "a number from 0.000001 to 1000000");
        return value;
    }
};

Result<TraceSettings> understand(const TraceWords& words) {
    TraceSettings out;
    Understanding it;
    const auto format = parse_report_format(words.format);
    if (!format || !has_trace_format(*format)) {
        it.problem("--format", words.format, "text, md, html, csv, json or junit",
                   format ? "a trace is drawn by the graphical program" : suggest_report_format(words.format));
    } else {
        out.format = *format;
    }
    out.read.cpus = it.cpus(words.cpus);
    if (words.tasks) out.read.tasks = Understanding::parts_of(*words.tasks);
    out.read.kernel_threads = out.fit.kernel_threads = words.kernel_threads;
    out.fit.seen_cpus = words.seen_cpus;
    if (words.episodes) out.read.keep_episodes = SIZE_MAX;
    if (const auto at = it.time("--from", words.from)) out.read.from = Instant{*at};
    if (const auto at = it.time("--to", words.to)) out.read.to = Instant{*at};
    if (const auto length = it.time("--gap", words.gap)) out.read.episode_gap = {*length};
    if (words.tick_hz) {
        out.read.read.tick_hz = parse_decimal(*words.tick_hz, 1, std::int64_t{1} << 40);
        if (!out.read.read.tick_hz) it.problem("--tick-hz", *words.tick_hz, "a whole number from 1 to 2^40");
    }
    if (const auto at = it.time("--offset", words.offset)) out.against.start = Instant{*at};
    if (const auto length = it.time("--tolerance", words.tolerance)) out.against.tolerance = Duration{*length};
    out.against.scale = it.scale(words.scale);
    for (const auto& [option, word] :
         {std::pair("--offset", &words.offset), {"--scale", &words.scale}, {"--tolerance", &words.tolerance}}) {
        if (*word && !words.against) it.problem(option, **word, "--against SYSTEM beside it");
    }
    for (const std::string& word : words.fail_on) {
        auto condition = parse_condition(word);
        const bool usable = condition && (std::holds_alternative<LossAbove>(condition->what) ||
                                          std::holds_alternative<DepthAbove>(condition->what));
        if (!usable) {
            it.problem("--fail-on", word, "loss>PERCENT% or depth>N", "a trace has no deadlines");
        } else {
            out.conditions.push_back(std::move(*condition));
        }
    }
    if (words.fit && *words.fit != "-" && *words.fit == words.output)
        it.problem("--fit", *words.fit, "another file than -o");
    if (!it.problems.empty()) return tl::unexpected(std::move(it.problems));
    return out;
}

Result<TraceRun> read_with_progress(const TraceWords& words, const TraceSettings& settings) {
    constexpr std::uint64_t kMegabyte = 1'000'000;
    Progress bar("MB");
    return read_trace(words.file, settings.read, [&](std::uint64_t done, std::uint64_t bytes) {
        bar.show(static_cast<std::size_t>(done / kMegabyte), static_cast<std::size_t>(bytes / kMegabyte + 1), "");
    });
}

/// kDone, or an error that is reported.
int write_fit(const TraceRun& run, const TraceWords& words, const TraceSettings& settings) {
    const Result<FittedSystem> fitted = fit_system(run, settings.fit);
    if (!fitted) return input_error(fitted.error(), words.file);
    Output output;
    if (const auto opened = open_output(output, *words.fit, words.file); !opened) return usage_error(opened.error());
    output.write(save_system(fitted->system));
    if (const auto written = output.commit(); !written) return usage_error(written.error());
    for (const std::string& note : fitted->notes) print_to_stderr("pinstack: --fit: " + note + "\n");
    return kDone;
}

int check_conditions(const std::vector<Condition>& conditions, const TraceRun& run) {
    RunSummary summary;
    summary.span_ns = run.window.length().ns;
    summary.capacity.stacking_loss = run.capacity.stacking_loss;
    summary.capacity.balancing_loss = run.capacity.unpinned_loss + run.capacity.unclear_loss;
    summary.capacity.total = run.capacity.total;
    summary.max_depth = run.stacking.max_depth;
    int code = kDone;
    for (const Condition& condition : conditions) {
        const std::string why = why_it_holds(condition, summary);
        if (why.empty()) continue;
        print_to_stderr(fmt::format("pinstack: --fail-on {}: {}\n", condition.text, why));
        code = kConditionHolds;
    }
    return code;
}

}  // namespace

int run_trace(const std::vector<std::string>& words) {
    TraceWords trace_words;
    Arguments arguments("trace", "FILE",
                        {"pinstack trace data/kernel-traces/raw/stack_md.6.1-rt.ftrace.txt.gz",
                         "pinstack trace data/kernel-traces/raw/stack_md.6.1-rt.ftrace.txt.gz "
                         "--against "
                         "examples/02-stack-md.pinstack.json --scale 25"},
                        "Reads a trace of a Linux kernel (the text of /sys/kernel/tracing/trace, or of trace-cmd "
                        "report, plain or gzip): who ran "
                        "where, stacking episodes, what they lost, sections, latencies. What the trace does not show "
                        "is never counted as a loss.");
    trace_words.declare(arguments);
    if (const auto code = arguments.parse(words)) return *code;
    const Result<TraceSettings> settings = understand(trace_words);
    if (!settings) return input_error(settings.error(), "");

    std::optional<System> system;
    if (trace_words.against) {
        Result<System> loaded = load_system(*trace_words.against);
        if (!loaded) return input_error(loaded.error(), *trace_words.against);
        system = std::move(*loaded);
    }
    const Result<TraceRun> run = read_with_progress(trace_words, *settings);
    if (!run) return input_error(run.error(), trace_words.file);
    std::optional<TraceComparison> against;
    if (system) {
        Result<TraceComparison> compared = compare_with_run(*run, *system, *trace_words.against, settings->against);
        if (!compared) return input_error(compared.error(), *trace_words.against);
        against = std::move(*compared);
    }
    if (trace_words.fit) {
        if (const int failed = write_fit(*run, trace_words, *settings); failed != kDone) return failed;
    }
    if (trace_words.fit != "-") {
        Output output;
        if (const auto opened = open_output(output, trace_words.output, trace_words.file); !opened)
            return usage_error(opened.error());
        write_trace(output, settings->format, {*run, against ? &*against : nullptr, trace_words.episodes},
                    Style{trace_words.output == "-" && wants_colour(STDOUT_FILENO)});
        if (const auto written = output.commit(); !written) return usage_error(written.error());
    }
    return check_conditions(settings->conditions, *run);
}

}  // namespace pinstack
