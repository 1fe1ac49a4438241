// SPDX-License-Identifier: Apache-2.0
//
// pinstack explore FILE: the releases under which the system does worst, exactly or by a search, and writes them as a
// system file.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

#include "analyzer/command/arguments.hpp"
#include "analyzer/command/command.hpp"
#include "analyzer/command/exit_code.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/command/progress.hpp"
#include "analyzer/command/run_arguments.hpp"
#include "analyzer/explore/exact/exact_worst_case.hpp"
#include "analyzer/explore/search.hpp"
#include "analyzer/file/output.hpp"
#include "analyzer/generate/word_reader.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/explore/explore_report.hpp"
#include "analyzer/report/time_scale.hpp"
#include "model/system/quote.hpp"
#include "model/system/suggestion.hpp"
#include "model/time/text.hpp"

namespace pinstack {

namespace {

struct ExploreWords {
    std::string method = "auto", objective = "response", evaluations = "20000", seed = "1", memory = "4GiB";
    std::optional<std::string> task, window, time, states, unit;
};

enum class Method : std::uint8_t {
    automatic,  ///< exact where that is possible within a budget, else a search
    exact,
    search,
};

struct ExploreSpec {
    Method method = Method::automatic;
    SearchSpec search;
    ExactSpec exact;
};

constexpr std::uint64_t kMostEvaluations = 1'000'000'000;
constexpr std::uint64_t kMostStates = 4'000'000'000;
constexpr std::uint64_t kAutomaticStates = 5'000'000;  // a second or two

/// "512MiB", "4GiB": in bytes.
std::optional<std::uint64_t> read_memory(std::string_view word) {
    int shift = 0;
    if (word.ends_with("MiB")) shift = 20;
    if (word.ends_with("GiB")) shift = 30;
    if (shift == 0) return std::nullopt;
    const auto number = read_natural(word.substr(0, word.size() - 3));
    if (!number || *number == 0 || *number > (std::uint64_t{1} << 20)) return std::nullopt;
    return *number << shift;
}

class Reader {
public:
    Reader(const ExploreWords& words, const System& system) : words_(words), system_(system) {}

    Result<ExploreSpec> read() {
        read_method();
        read_objective();
        read_limits();
        SearchSpec& search = spec_.search;
        if (const auto count = natural("--evaluations", words_.evaluations, 1, kMostEvaluations)) {
            search.evaluations = *count;
        }
        if (const auto seed = read_natural(words_.seed)) {
            search.seed = *seed;
        } else {
            misunderstood("--seed", words_.seed, "a whole number");
        }
        if (words_.window) search.window = duration("--window", *words_.window);
        if (words_.time) search.time = std::chrono::nanoseconds(duration("--time", *words_.time).ns);
        if (!problems_.empty()) return tl::unexpected(std::move(problems_));
        return spec_;
    }

private:
    void misunderstood(const char* option, const std::string& word, std::string expected) {
        Problem& problem = problems_.emplace_back();
        problem.where.file = option;
        problem.found = quote(word);
        problem.expected = std::move(expected);
    }
    std::optional<std::uint64_t> natural(const char* option, const std::string& word, std::uint64_t from,
                                         std::uint64_t to) {
        const auto count = read_natural(word);
        if (count && *count >= from && *count <= to) return count;
        misunderstood(option, word, fmt::format("a whole number from {} to {}", from, to));
        return std::nullopt;
    }
    Duration duration(const char* option, const std::string& word) {
        const auto read = parse_duration(word);
        if (read && read->ns > 0 && read->ns < kTimeLimitNs) return *read;
        misunderstood(option, word, "a duration greater than 0, such as 100ms");
        return {};
    }

    void read_method() {
        if (words_.method == "exact") {
            spec_.method = Method::exact;
        } else if (words_.method == "search") {
            spec_.method = Method::search;
        } else if (words_.method != "auto") {
            misunderstood("--method", words_.method, "auto, exact or search");
        }
    }
    void read_objective() {
        Objective& objective = spec_.search.objective;
        if (const auto kind = parse_objective(words_.objective)) {
            objective.kind = *kind;
        } else {
            misunderstood("--objective", words_.objective, "response, lateness, loss or depth");
        }
        if (!words_.task) return;
        for (std::uint32_t i = 0; i < system_.tasks.size(); ++i) {
            if (system_.tasks[i].name == *words_.task) objective.task = i;
        }
        if (!objective.task) misunderstood("--task", *words_.task, "the name of a task of the system");
    }
    void read_limits() {
        ExactSpec& exact = spec_.exact;
        exact.states = spec_.method == Method::exact ? kMostStates : kAutomaticStates;
        if (words_.states) {
            if (const auto count = natural("--states", *words_.states, 1, kMostStates)) exact.states = *count;
        }
        if (const auto bytes = read_memory(words_.memory)) {
            exact.bytes = *bytes;
        } else {
            misunderstood("--memory", words_.memory, "whole MiB or GiB, such as 512MiB");
        }
        if (words_.unit) exact.unit = duration("--unit", *words_.unit);
    }

    const ExploreWords& words_;
    const System& system_;
    ExploreSpec spec_;
    Problems problems_;
};

/// A search has other limits, and a grid of its own: the coarsest.
std::string why_not_searched(const ExploreSpec& spec, const ExploreWords& words) {
    if (spec.method == Method::search && (words.states || words.unit))
        return "--states and --unit are of --method exact";
    return "";
}

int write_witness(const System& witness, const std::string& file, const std::string& input) {
    Output output;
    if (const auto opened = open_output(output, file, input); !opened) return usage_error(opened.error());
    output.write(save_system(witness));
    if (const auto written = output.commit(); !written) return usage_error(written.error());
    return kDone;
}

template <class Report>
int write(const Report& report, const System& witness, ReportFormat format) {
    if (report.witness_file) {
        if (const int failed = write_witness(witness, *report.witness_file, report.file); failed != kDone)
            return failed;
    }
    Output output;
    if (const auto opened = output.open("-"); !opened) return usage_error(opened.error());
    write_explore(output, format, report, Style{wants_colour(STDOUT_FILENO)});
    if (const auto written = output.commit(); !written) return usage_error(written.error());
    return kDone;
}

/// Then a search may find worse.
std::string overrun_text(const System& system, const ExactResult& exact) {
    const auto overruns =
        std::find_if(exact.tasks.begin(), exact.tasks.end(), [](const ExactTask& task) { return task.overruns; });
    const auto index = static_cast<std::size_t>(overruns - exact.tasks.begin());
    return fmt::format("`{}` can be unfinished a period after its release, and what follows on that is left out",
                       system.tasks[index].name);
}

}  // namespace

int run_explore(const std::vector<std::string>& words) {
    ExploreWords explore_words;
    std::string file, format_word = "text";
    std::optional<std::string> witness_file;
    Arguments arguments(
        "explore", "FILE",
        {"pinstack explore examples/16-random-arrivals.pinstack.json --objective loss --evaluations 2000",
         "pinstack explore examples/16-random-arrivals.pinstack.json --task logging --seed 7 -o worst.pinstack.json"},
        "The worst that releases can do to the system: every job as long as it can be, no two jobs of a task closer "
        "than its period. Exactly where the system is small: no releases at whole units do worse. By a search where it "
        "is not: what that finds can happen, and worse may exist.");
    arguments.required_file(file);
    arguments.option("--objective", explore_words.objective, "WHAT",
                     "response (default), lateness, loss (to stacking) or depth (of a stack)");
    arguments.option("--task", explore_words.task, "NAME", "The task whose response or lateness counts; default: any");
    arguments.option("--method", explore_words.method, "METHOD",
                     "exact, search, or auto (default): exact up to 5000000 states, else search");
    arguments.option("--states", explore_words.states, "N", "Exact: explore at most about so many");
    arguments.option("--memory", explore_words.memory, "SIZE", "Exact: for states, as 512MiB; default: 4GiB");
    arguments.option("--unit", explore_words.unit, "DURATION",
                     "Exact: of releases; default: the greatest common divisor of all times, which it has to divide");
    arguments.option("--evaluations", explore_words.evaluations, "N", "Search: runs, at most; default: 20000");
    arguments.option("--time", explore_words.time, "DURATION",
                     "Search: end after so long on the clock, whatever has been found; default: no limit");
    arguments.option("--window", explore_words.window, "DURATION",
                     "Search: jobs are released within this time; default: twice the longest period");
    arguments.option("--seed", explore_words.seed, "S", "Of the search; default: 1");
    arguments.option("--format", format_word, "FORMAT", "text (default) or json");
    arguments.option("-o,--output", witness_file, "FILE",
                     "Write the worst as a system file: simulate replays it to the same figure");
    if (const auto code = arguments.parse(words)) return *code;

    const auto format = parse_report_format(format_word);
    if (!format) return usage_error("unknown format " + printable(format_word), suggest_report_format(format_word));
    if (!has_explore_format(*format))
        return usage_error("no " + format_word + " of a search", "there are text and json");
    const Result<System> system = load_system(file, {.amend_variant = {}, .check_horizon = false});
    if (!system) return input_error(system.error(), file);
    const Result<ExploreSpec> spec = Reader(explore_words, *system).read();
    if (!spec) return input_error(spec.error(), file);
    if (const std::string why = why_not_searched(*spec, explore_words); !why.empty()) return usage_error(why);

    std::string why_not_exact;
    if (spec->method != Method::search) {
        Progress bar("states");
        const auto exact = exact_worst_case(*system, spec->search.objective, spec->exact, {},
                                            [&](std::uint64_t states, std::uint64_t open) {
                                                bar.show(states - open, states, counted(open, "open state"));
                                            });
        if (exact && (exact->exact.is_exact() || spec->method == Method::exact)) {
            bar.finish(counted(exact->exact.states, "state"));
            return write(ExactReport{file, witness_file, *system, spec->search.objective, *exact}, exact->witness,
                         *format);
        }
        if (spec->method == Method::exact) return input_error(exact.error(), file);
        why_not_exact = exact ? overrun_text(*system, exact->exact) : exact.error().front().found;
    }
    Progress bar("runs");
    const auto result = search_worst_case(*system, spec->search, {},
                                          [&](std::uint64_t done, std::uint64_t all) { bar.show(done, all, ""); });
    if (!result) return input_error(result.error(), file);
    bar.finish(counted(result->evaluations, "run"));
    return write(ExploreReport{file, witness_file, *system, spec->search, *result, why_not_exact}, result->witness,
                 *format);
}

}  // namespace pinstack
