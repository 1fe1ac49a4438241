// SPDX-License-Identifier: Apache-2.0
//
// pinstack odds: how often tasks stack by chance.
#include <unistd.h>

#include <charconv>
#include <string>
#include <utility>

#include "analyzer/command/arguments.hpp"
#include "analyzer/command/command.hpp"
#include "analyzer/command/exit_code.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/file/output.hpp"
#include "analyzer/generate/word_reader.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/odds/odds_report.hpp"
#include "model/system/quote.hpp"
#include "model/time/text.hpp"

namespace pinstack {

namespace {

struct OddsWords {
    std::string cpus = "2-4", extra_tasks = "0", think = "1ms", plain = "1ms", section = "1ms", wake = "any";
};

std::optional<int> read_between(std::string_view word, int least, int most) {
    const auto value = read_natural(word);
    if (!value || *value < static_cast<std::uint64_t>(least) || *value > static_cast<std::uint64_t>(most)) return {};
    return static_cast<int>(*value);
}

Result<OddsQuestion> understand(const OddsWords& words) {
    OddsQuestion question;
    Problems problems;
    const auto misunderstood = [&](const char* option, const std::string& word, std::string expected) {
        Problem& problem = problems.emplace_back();
        problem.where.file = option;
        problem.found = quote(word);
        problem.expected = std::move(expected);
    };
    const std::size_t dash = words.cpus.find('-');
    const auto first = read_between(words.cpus.substr(0, dash), 1, ChainState::kMostTasks);
    const auto last = dash == std::string::npos
                          ? first
                          : read_between(words.cpus.substr(dash + 1), first.value_or(1), ChainState::kMostTasks);
    if (first && last) {
        question.first_cpus = *first;
        question.last_cpus = *last;
    } else {
        misunderstood("--cpus", words.cpus, "a number of CPUs from 1 to 62, or two: 2-4");
    }
    if (const auto extra = read_between(words.extra_tasks, 0, ChainState::kMostTasks - question.last_cpus)) {
        question.extra_tasks = *extra;
    } else {
        misunderstood("--extra-tasks", words.extra_tasks, "a whole number; with the CPUs at most 62");
    }
    const auto length = [&](const char* option, const std::string& word, Duration& value) {
        const auto read = parse_duration(word);
        if (read && read->ns > 0) {
            value = *read;
        } else {
            misunderstood(option, word, "a duration greater than 0, such as 500us");
        }
    };
    length("--think", words.think, question.think);
    length("--plain", words.plain, question.plain);
    length("--section", words.section, question.section);
    question.sticky = words.wake == "previous";
    if (words.wake != "any" && words.wake != "previous") misunderstood("--wake-up", words.wake, "any or previous");
    if (!problems.empty()) return tl::unexpected(std::move(problems));
    return question;
}

}  // namespace

int run_odds(const std::vector<std::string>& words) {
    OddsWords odds_words;
    std::string format_word = "text", output_file = "-";
    Arguments arguments(
        "odds", "",
        {"pinstack odds --cpus 2-4", "pinstack odds --cpus 3 --extra-tasks 1 --section 200us --wake-up previous"},
        "How often tasks stack by chance: the stationary distribution of a Markov chain of tasks that "
        "think, run, and are in a migrate-disabled section, for random times.");
    arguments.option("--cpus", odds_words.cpus, "M|M-N", "How many CPUs, or from how many to how many; default: 2-4");
    arguments.option("--extra-tasks", odds_words.extra_tasks, "N", "Tasks beyond one for each CPU; default: 0");
    arguments.option("--think", odds_words.think, "DURATION", "Mean time between jobs; default: 1ms");
    arguments.option("--plain", odds_words.plain, "DURATION", "Mean run time before the section; default: 1ms");
    arguments.option("--section", odds_words.section, "DURATION", "Mean run time in the section; default: 1ms");
    arguments.option("--wake-up", odds_words.wake, "any|previous",
                     "The CPU that a waking task tries first: any (default), or the one it ran on last");
    arguments.option("--format", format_word, "FORMAT", "text (default), md, html, csv or json");
    arguments.option("-o,--output", output_file, "FILE", "Write to FILE, whole or not at all; - is standard output");
    if (const auto code = arguments.parse(words)) return *code;

    const auto format = parse_report_format(format_word);
    if (!format) return usage_error("unknown format " + printable(format_word), suggest_report_format(format_word));
    if (!has_odds_format(*format)) return usage_error("no " + format_word + " of odds", "html has the table of them");
    const Result<OddsQuestion> question = understand(odds_words);
    if (!question) return input_error(question.error(), "");
    const auto rows = tabulate(*question);
    if (!rows) return input_error(rows.error(), "");
    Output output;
    if (const auto opened = output.open(output_file); !opened) return usage_error(opened.error());
    write_odds(output, *format, {*question, *rows}, Style{output_file == "-" && wants_colour(STDOUT_FILENO)});
    if (const auto written = output.commit(); !written) return usage_error(written.error());
    return kDone;
}

}  // namespace pinstack
