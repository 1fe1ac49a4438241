// SPDX-License-Identifier: Apache-2.0
#include "analyzer/command/run_arguments.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <utility>

#include "analyzer/command/exit_code.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/run/drawing_window.hpp"
#include "model/balancer/balancer.hpp"
#include "model/system/load.hpp"
#include "model/system/quote.hpp"
#include "model/system/suggestion.hpp"

namespace pinstack {

namespace {

constexpr const char* kRunConditions = "miss, loss>PERCENT% or depth>N";

Problem misunderstood(std::string_view option, std::string_view word, std::string expected, std::string hint = {}) {
    return {{std::string(option), 0, 0, ""}, quote(word), std::move(expected), std::move(hint)};
}

std::optional<std::uint64_t> parse_natural(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<Horizon> parse_horizon(std::string_view text) {
    constexpr std::string_view kMany = "hyperperiods:";
    if (text == "drain") return UntilDrained{};
    if (text == "hyperperiod") return Hyperperiods{1};
    if (text.starts_with(kMany)) {
        const auto count = parse_natural(text.substr(kMany.size()));
        if (!count || *count == 0 || *count >= static_cast<std::uint64_t>(kTimeLimitNs)) return std::nullopt;
        return Hyperperiods{static_cast<std::int64_t>(*count)};
    }
    const auto duration = parse_duration(text);
    if (!duration || duration->ns <= 0) return std::nullopt;
    return *duration;
}

std::optional<Window> parse_window(std::string_view text) {
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos) return std::nullopt;
    const auto instant = [](std::string_view part) -> std::optional<Instant> {
        if (part == "0") return Instant{0};
        const auto duration = parse_duration(part);
        return duration ? std::optional(Instant{duration->ns}) : std::nullopt;
    };
    const auto from = instant(text.substr(0, dots));
    const auto to = instant(text.substr(dots + 2));
    if (!from || !to || !(*from < *to)) return std::nullopt;
    return Window{*from, *to};
}

std::optional<std::uint64_t> parse_tie_orders(std::string_view text) {
    constexpr std::string_view kPermute = "permute:";
    if (!text.starts_with(kPermute)) return std::nullopt;
    const auto count = parse_natural(text.substr(kPermute.size()));
    if (!count || *count == 0 || *count > 1'000'000) return std::nullopt;
    return count;
}

bool is_same_file(const std::string& a, const std::string& b) {
    struct stat first {
    }, second{};
    if (::stat(a.c_str(), &first) != 0 || ::stat(b.c_str(), &second) != 0) return false;
    return S_ISREG(first.st_mode) && first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

constexpr std::string_view kTraceFormats[] = {"ftrace", "perfetto", "timehist"};

/// What --format takes.
std::string formats(bool traces) {
    return traces ? report_formats() + "; as a trace: ftrace, perfetto or timehist" : report_formats();
}

std::string suggest_format(const std::string& word, bool traces) {
    std::string hint = suggest_report_format(word);
    if (!traces || hint.starts_with("did you mean")) return hint;
    return suggest(word, kTraceFormats, "formats of traces");
}

/// A trace has events, and no room for these.
void check_trace_request(const RunWords& words, Problems& problems) {
    const std::pair<bool, const char*> asked[] = {
        {words.jobs, "--jobs"}, {words.episodes, "--episodes"}, {words.series, "--series"}, {words.ties.has_value(), "--ties"}};
    for (const auto& [is_asked, option] : asked) {
        if (!is_asked) continue;
        problems.push_back({{"--format", 0, 0, ""},
                            words.format + " with " + option,
                            "no such option: a trace holds events only",
                            "json has room for it"});
    }
}

}  // namespace

void RunWords::declare(Arguments& arguments) {
    arguments.required_file(file);
    declare_run(arguments);
    arguments.option("--window", window, "FROM..TO", "What to draw, e.g. 0..20ms; default: the worst stacking episode");
    arguments.option("--format", format, "FORMAT", formats(traces) + "; default: text");
    arguments.option("-o,--output", output, "FILE",
                     "Write the report to FILE, whole or not at all; - is standard output");
}

void RunWords::declare_run(Arguments& arguments) {
    arguments.option("--order", order, "ORDER", "fp, edf or linux, in place of the file's");
    arguments.option("--horizon", horizon, "HORIZON",
                     "How long to simulate: a duration (200ms), hyperperiod, hyperperiods:N, drain");
    arguments.option("--seed", seed, "N", "Seed of jitter, arrivals and run times, in place of the file's");
    arguments.flag("--jobs", jobs, "Report each job (json, csv, and text of simulate); percentiles are then exact");
    arguments.flag("--episodes", episodes, "Report every stacking episode, not only the first ones");
    arguments.flag("--series", series, "Report stack depth and loss over time (json, csv, and text of simulate)");
    arguments.option("--ties", ties, "permute:N",
                     "Run again with N other orders of equally urgent tasks: does a verdict change?");
    arguments.repeated("--fail-on", fail_on, "CONDITION",
                       analyzes ? "Exit with 1 where it holds: miss, unschedulable, loss>PERCENT%, depth>N; may be "
                                  "repeated"
                                : "Exit with 1 where it holds: miss, loss>PERCENT%, depth>N; may be repeated");
}

Problems check_request(ReportFormat format, const RunRequest& request) {
    const int tables = int{request.jobs} + int{request.series} + int{request.all_episodes};
    if (format != ReportFormat::csv || tables < 2) return {};
    return {{{"--format", 0, 0, ""},
             "csv with more than one of --jobs, --series and --episodes",
             "at most one of them: a csv file holds one table",
             "json holds them all"}};
}

Result<RunSettings> understand(const RunWords& words) {
    RunSettings settings;
    Problems problems;
    settings.request.jobs = words.jobs;
    settings.request.all_episodes = words.episodes;
    settings.request.series = words.series;
    settings.output = words.output;

    if (words.traces) settings.trace = parse_trace_format(words.format);
    if (settings.trace) {
        check_trace_request(words, problems);
    } else if (const auto format = parse_report_format(words.format)) {
        settings.format = *format;
    } else {
        problems.push_back(misunderstood("--format", words.format, formats(words.traces),
                                         suggest_format(words.format, words.traces)));
    }
    const Problems too_much = check_request(settings.format, settings.request);
    problems.insert(problems.end(), too_much.begin(), too_much.end());
    if (words.order) {
        settings.overrides.order = parse_order(*words.order);
        if (!settings.overrides.order) {
            problems.push_back(
                misunderstood("--order", *words.order, "fp, edf or linux", suggest(*words.order, kOrders, "orders")));
        }
    }
    if (words.horizon) {
        settings.overrides.horizon = parse_horizon(*words.horizon);
        if (!settings.overrides.horizon) {
            problems.push_back(
                misunderstood("--horizon", *words.horizon,
                              "a duration greater than 0 such as 200ms, hyperperiod, hyperperiods:N or drain"));
        }
    }
    if (words.seed) {
        settings.overrides.seed = parse_natural(*words.seed);
        if (!settings.overrides.seed)
            problems.push_back(misunderstood("--seed", *words.seed, "a whole number from 0 to 2^64 - 1"));
    }
    if (words.ties) {
        if (const auto orders = parse_tie_orders(*words.ties)) {
            settings.request.tie_orders = *orders;
        } else {
            problems.push_back(misunderstood("--ties", *words.ties, "permute:N with N from 1 to 1000000"));
        }
    }
    if (words.window) {
        settings.window = parse_window(*words.window);
        if (!settings.window) {
            problems.push_back(
                misunderstood("--window", *words.window, "two instants, the earlier first, such as 0..20ms"));
        }
    }
    for (const std::string& word : words.fail_on) {
        auto condition = parse_condition(word);
        if (condition && is_of_analysis(*condition) && !words.analyzes) {
            problems.push_back(
                misunderstood("--fail-on", word, kRunConditions, "schedulability tests are made by analyze and batch"));
        } else if (condition) {
            settings.conditions.push_back(std::move(*condition));
        } else {
            Problem problem = condition.error().front();
            if (!words.analyzes) problem.expected = kRunConditions;
            problem.where.file = "--fail-on";
            problems.push_back(std::move(problem));
        }
    }
    if (!problems.empty()) return tl::unexpected(std::move(problems));
    return settings;
}

Result<System> load_with(const Overrides& overrides, const std::string& file, const LoadOptions& options) {
    auto text = read_system_file(file);
    if (!text) return tl::unexpected(std::move(text.error()));
    return parse_overridden(*text, file, overrides, options);
}

Output::Done open_output(Output& output, const std::string& target, const std::string& input) {
    if (target != "-" && input != "-" && is_same_file(target, input)) {
        return tl::unexpected(target + ": the report would overwrite the system file");
    }
    return output.open(target);
}

namespace {

/// Problems of --window that show only after the runs: it begins after their end.
Problems check_window(const RunReport& report) {
    if (!report.window) return {};
    const Instant end = end_of_runs(report.runs.outcomes);
    if (report.window->from < end) return {};
    const std::string found = to_text(Duration{report.window->from.ns}) + " as its start";
    return {{{"--window", 0, 0, ""}, found, "an instant before the end of the run, " + to_text(Duration{end.ns}), ""}};
}

}  // namespace

int judge(const std::vector<Condition>& conditions, const Comparison& runs) {
    int code = kDone;
    for (const Condition& condition : conditions) {
        for (const Outcome& outcome : runs.outcomes) {
            if (!outcome.applicable()) continue;
            const std::string why = why_it_holds(condition, summary_of(*outcome.result));
            if (why.empty()) continue;
            print_to_stderr(
                fmt::format("pinstack: --fail-on {}: {}: {}\n", condition.text, to_text(outcome.variant), why));
            code = kConditionHolds;
        }
    }
    return code;
}

int write_and_judge(Output& output, const RunReport& report, const RunSettings& settings) {
    if (const Problems wrong = check_window(report); !wrong.empty()) return input_error(wrong, "");
    const bool to_terminal = settings.output == "-" && wants_colour(STDOUT_FILENO);
    write_run_report(output, settings.format, report, Style{to_terminal});
    if (const auto written = output.commit(); !written) return usage_error(written.error());
    return judge(settings.conditions, report.runs);
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
