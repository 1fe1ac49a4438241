// SPDX-License-Identifier: Apache-2.0
//
// pinstack explore FILE: searches for releases under which the system does badly, and writes them as a system file.
#include <fmt/format.h>
#include <unistd.h>

#include <string>

#include "analyzer/command/arguments.hpp"
#include "analyzer/command/command.hpp"
#include "analyzer/command/exit_code.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/command/progress.hpp"
#include "analyzer/command/run_arguments.hpp"
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
    std::string objective = "response", evaluations = "20000", seed = "1";
    std::optional<std::string> task, window;
};

constexpr std::uint64_t kMostEvaluations = 1'000'000'000;

Result<SearchSpec> understand(const ExploreWords& words, const System& system) {
    SearchSpec spec;
    Problems problems;
    const auto misunderstood = [&](const char* option, const std::string& word, std::string expected) {
        Problem& problem = problems.emplace_back();
        problem.where.file = option;
        problem.found = quote(word);
        problem.expected = std::move(expected);
    };
    if (const auto kind = parse_objective(words.objective)) {
        spec.objective.kind = *kind;
    } else {
        misunderstood("--objective", words.objective, "response, lateness, loss or depth");
    }
    if (words.task) {
        for (std::uint32_t i = 0; i < system.tasks.size(); ++i) {
            if (system.tasks[i].name == *words.task) spec.objective.task = i;
        }
        if (!spec.objective.task) misunderstood("--task", *words.task, "the name of a task of the system");
    }
    if (const auto count = read_natural(words.evaluations); count && *count >= 1 && *count <= kMostEvaluations) {
        spec.evaluations = *count;
    } else {
        misunderstood("--evaluations", words.evaluations, fmt::format("a whole number from 1 to {}", kMostEvaluations));
    }
    if (const auto seed = read_natural(words.seed)) {
        spec.seed = *seed;
    } else {
        misunderstood("--seed", words.seed, "a whole number");
    }
    if (words.window) {
        const auto window = parse_duration(*words.window);
        if (window && window->ns > 0 && window->ns < kTimeLimitNs) {
            spec.window = *window;
        } else {
            misunderstood("--window", *words.window, "a duration greater than 0, such as 100ms");
        }
    }
    if (!problems.empty()) return tl::unexpected(std::move(problems));
    return spec;
}

int write_witness(const SearchResult& result, const std::string& file, const std::string& input) {
    Output output;
    if (const auto opened = open_output(output, file, input); !opened) return usage_error(opened.error());
    output.write(save_system(result.witness));
    if (const auto written = output.commit(); !written) return usage_error(written.error());
    return kDone;
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
        "Searches for releases under which the system does badly: every job as long as it can be, no two "
        "jobs of a task closer than its period. What it finds can happen; it does not prove that "
        "nothing worse can.");
    arguments.required_file(file);
    arguments.option("--objective", explore_words.objective, "WHAT",
                     "response (default), lateness, loss (to stacking) or depth (of a stack)");
    arguments.option("--task", explore_words.task, "NAME", "The task whose response or lateness counts; default: any");
    arguments.option("--evaluations", explore_words.evaluations, "N", "Runs, at most; default: 20000");
    arguments.option("--window", explore_words.window, "DURATION",
                     "Jobs are released within this time; default: twice the longest period");
    arguments.option("--seed", explore_words.seed, "S", "Of the search; default: 1");
    arguments.option("--format", format_word, "FORMAT", "text (default) or json");
    arguments.option("-o,--output", witness_file, "FILE",
                     "Write what was found as a system file: simulate replays it to the same figure");
    if (const auto code = arguments.parse(words)) return *code;

    const auto format = parse_report_format(format_word);
    if (!format) return usage_error("unknown format " + printable(format_word), suggest_report_format(format_word));
    if (!has_explore_format(*format))
        return usage_error("no " + format_word + " of a search", "there are text and json");
    const Result<System> system = load_system(file, {.amend_variant = {}, .check_horizon = false});
    if (!system) return input_error(system.error(), file);
    const Result<SearchSpec> spec = understand(explore_words, *system);
    if (!spec) return input_error(spec.error(), file);
    Progress bar("runs");
    const auto result =
        search_worst_case(*system, *spec, {}, [&](std::uint64_t done, std::uint64_t all) { bar.show(done, all, ""); });
    if (!result) return input_error(result.error(), file);
    bar.finish(counted(result->evaluations, "run"));
    if (witness_file) {
        if (const int failed = write_witness(*result, *witness_file, file); failed != kDone) return failed;
    }
    Output output;
    if (const auto opened = output.open("-"); !opened) return usage_error(opened.error());
    write_explore(output, *format, {file, witness_file, *system, *spec, *result}, Style{wants_colour(STDOUT_FILENO)});
    if (const auto written = output.commit(); !written) return usage_error(written.error());
    return kDone;
}

}  // namespace pinstack
