// SPDX-License-Identifier: Apache-2.0
//
// pinstack generate: random task sets as system files.
#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "analyzer/command/arguments.hpp"
#include "analyzer/command/command.hpp"
#include "analyzer/command/exit_code.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/command/progress.hpp"
#include "analyzer/file/output.hpp"
#include "analyzer/generate/generate_words.hpp"
#include "analyzer/generate/set_generator.hpp"
#include "analyzer/generate/word_reader.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/time_scale.hpp"
#include "model/system/load.hpp"
#include "model/system/quote.hpp"

namespace pinstack {

namespace {

constexpr std::uint64_t kMostSets = 1'000'000;

/// Which sets, and where they go.
struct SetRange {
    std::uint64_t first = 0;
    std::optional<std::uint64_t> count;  ///< nothing = one file
    std::string output = "-";            ///< a file, or with a count a folder
};

Result<SetRange> understand(const std::optional<std::string>& first, const std::optional<std::string>& count,
                            const std::optional<std::string>& output) {
    SetRange range;
    Problems problems;
    const auto misunderstood = [&](const char* option, const std::string& word, std::string expected) {
        problems.push_back({{option, 0, 0, ""}, quote(word), std::move(expected), ""});
    };
    if (first) {
        const auto value = read_natural(*first);
        if (value && *value < UINT64_MAX - kMostSets) {
            range.first = *value;
        } else {
            misunderstood("--first", *first, "the number of a set, from 0");
        }
    }
    if (count) {
        range.count = read_natural(*count);
        if (!range.count || *range.count < 1 || *range.count > kMostSets)
            misunderstood("--count", *count, fmt::format("a whole number from 1 to {}", kMostSets));
        if (!output || *output == "-") {
            problems.push_back({{"--count", 0, 0, ""},
                                "no folder",
                                "-o DIR: the folder in which the files go",
                                "without --count, -o names the file"});
        }
    }
    if (output) range.output = *output;
    if (!problems.empty()) return tl::unexpected(std::move(problems));
    return range;
}

/// One set into one file. kDone, or an error that is reported.
int write_set(const SetGenerator& generator, std::uint64_t number, const std::string& file) {
    const Result<GeneratedSet> set = generator.make(number);
    if (!set) return input_error(set.error(), "");
    const System system = generator.system_of(*set);
    if (const auto horizon = resolve_horizon(system); !horizon) return input_error(horizon.error(), "--horizon");
    Output output;
    if (const auto opened = output.open(file); !opened) return usage_error(opened.error());
    output.write(save_system(system));
    if (const auto written = output.commit(); !written) return usage_error(written.error());
    return kDone;
}

int write_many(const SetGenerator& generator, const SetRange& range) {
    std::error_code error;
    std::filesystem::create_directories(range.output, error);
    if (!std::filesystem::is_directory(range.output)) {
        return usage_error(
            fmt::format("{}: cannot be made a folder{}", printable(range.output), error ? ": " + error.message() : ""));
    }
    Progress bar("files");
    for (std::uint64_t i = 0; i < *range.count; ++i) {
        const std::uint64_t number = range.first + i;
        const std::string file = fmt::format("{}/{}-{:06}.pinstack.json", range.output, generator.spec().name, number);
        if (const int failed = write_set(generator, number, file); failed != kDone) {
            if (i > 0)
                print_to_stderr(fmt::format("pinstack: {} of {} made before that, whole and kept in {}\n",
                                            counted(i, "file"), *range.count, printable(range.output)));
            return failed;
        }
        bar.show(i + 1, *range.count, "");
    }
    bar.finish(counted(*range.count, "file"));
    return kDone;
}

}  // namespace

int run_generate(const std::vector<std::string>& words) {
    GenerateWords generate_words;
    std::optional<std::string> first, count, output;
    Arguments arguments(
        "generate", "--tasks N --cpus M --utilization U",
        {"pinstack generate --tasks 20 --cpus 4 --utilization 2.4 --md-share 0.5 -o set.pinstack.json",
         "pinstack generate --tasks 12 --cpus 4 --utilization 3 --method randfixedsum --periods automotive "
         "--count 100 -o sets"},
        "Writes random task sets as system files. Set number I of a command line has the same bytes on every machine, "
        "however many are made; its description has the command that makes it again.");
    for (const GenerateOption& option : generate_options()) {
        arguments.option(std::string(option.name), generate_words.*option.word, std::string(option.placeholder),
                         std::string(option.help));
    }
    arguments.option("--first", first, "I", "The number of the (first) set; default: 0");
    arguments.option("--count", count, "N", "Make N sets: files NAME-I.pinstack.json in the folder of -o");
    arguments.option("-o,--output", output, "FILE|DIR",
                     "Write the set to FILE, whole or not at all; - is standard output (default). With --count a "
                     "folder, made where there is none");
    if (const auto code = arguments.parse(words)) return *code;

    const Result<SetRange> range = understand(first, count, output);
    const Result<SetSpec> spec = understand(generate_words);
    if (!spec) input_error(spec.error(), "");
    if (!range) return input_error(range.error(), "");
    if (!spec) return kUsageOrInput;
    const Result<SetGenerator> generator = SetGenerator::create(*spec);
    if (!generator) return input_error(generator.error(), "");
    if (range->count) return write_many(*generator, *range);
    return write_set(*generator, range->first, range->output);
}

}  // namespace pinstack
