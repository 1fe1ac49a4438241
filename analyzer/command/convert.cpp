// SPDX-License-Identifier: Apache-2.0
//
// pinstack convert FILE -o OUT: other people's formats in and out.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "analyzer/command/arguments.hpp"
#include "analyzer/command/command.hpp"
#include "analyzer/command/exit_code.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/command/run_arguments.hpp"
#include "analyzer/convert/conversion.hpp"
#include "analyzer/convert/decimal.hpp"
#include "analyzer/convert/finish_import.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/time_scale.hpp"
#include "model/system/load.hpp"
#include "model/system/quote.hpp"
#include "model/system/suggestion.hpp"

namespace pinstack {

namespace {

struct ConvertWords {
    std::string file;
    std::optional<std::string> output, from, to, cpus, unit, set;
    std::vector<std::string> sections;
    bool strict = false;
};

struct ConvertSettings {
    std::optional<FileFormat> from, to;
    ImportOptions options;
    std::optional<std::size_t> set;  ///< from 1
};

Problem misunderstood(const char* option, const std::string& word, std::string expected, std::string hint = {}) {
    return {{option, 0, 0, ""}, quote(word), std::move(expected), std::move(hint)};
}

void read_section(const std::string& word, ConvertSettings& settings, Problems& problems) {
    const std::size_t equals = word.rfind('=');
    const std::string kind = equals == std::string::npos ? "" : word.substr(equals + 1);
    const std::string name = word.substr(0, equals);
    LockMeaning meaning;
    if (kind == "preempt" || kind == "preempt_disable") {
        meaning = LockMeaning::preempt_disable;
    } else if (kind == "migrate" || kind == "migrate_disable") {
        meaning = LockMeaning::migrate_disable;
    } else if (kind == "section") {
        meaning = LockMeaning::section;
    } else {
        problems.push_back(misunderstood("--section", word, "NAME=preempt, NAME=migrate or NAME=section"));
        return;
    }
    if (!settings.options.sections.emplace(name, meaning).second) {
        problems.push_back(misunderstood("--section", word, "each name once"));
    }
}

Result<ConvertSettings> understand(const ConvertWords& words) {
    ConvertSettings settings;
    Problems problems;
    const auto take = [&](const char* option, auto parsed, auto& into) {
        if (parsed) {
            into = *parsed;
        } else {
            for (Problem& problem : parsed.error()) {
                problem.where.file = option;
                problems.push_back(std::move(problem));
            }
        }
    };
    if (words.from) take("--from", parse_input_format(*words.from), settings.from);
    if (words.to) take("--to", parse_output_format(*words.to), settings.to);
    if (words.unit) {
        if (const auto unit = parse_time_unit(*words.unit)) {
            settings.options.unit = *unit;
        } else {
            problems.push_back(misunderstood("--time-unit", *words.unit, "ns, us, ms or s"));
        }
    }
    if (words.cpus) {
        const auto cpus = parse_whole(*words.cpus);
        if (cpus && *cpus >= 1 && *cpus <= kMaxCpus) {
            settings.options.cpus = static_cast<int>(*cpus);
        } else {
            problems.push_back(misunderstood("--cpus", *words.cpus, fmt::format("a whole number from 1 to {}", kMaxCpus)));
        }
    }
    if (words.set) {
        const auto set = parse_whole(*words.set);
        if (set && *set >= 1) {
            settings.set = static_cast<std::size_t>(*set);
        } else {
            problems.push_back(misunderstood("--set", *words.set, "the number of a task set, from 1"));
        }
    }
    for (const std::string& word : words.sections) read_section(word, settings, problems);
    settings.options.file = words.file;
    if (!problems.empty()) return tl::unexpected(std::move(problems));
    return settings;
}

bool is_folder(const std::string& output) {
    std::error_code ignored;
    return output.ends_with('/') || std::filesystem::is_directory(output, ignored);
}

/// Takes everything and keeps nothing.
class NoSink : public Sink {
public:
    void write(std::string_view) override {}
};

/// What a conversion has to say of one system, each once, with --strict as errors. Returns whether to go on.
bool report(const Problems& warnings, const std::string& file, bool strict) {
    if (warnings.empty()) return true;
    if (!strict) {
        input_warning(warnings, file);
        return true;
    }
    input_error(warnings, file);
    return false;
}

int write_one(const System& system, FileFormat format, const std::string& target, const ConvertWords& words, TimeUnit unit) {
    Output output;
    if (const auto opened = open_output(output, target, words.file); !opened) return usage_error(opened.error());
    const Result<Exported> exported = export_system(output, system, format, unit);
    if (!exported) return input_error(exported.error(), words.file);
    if (!report(exported->warnings, words.file, words.strict)) return kUsageOrInput;
    if (const auto written = output.commit(); !written) return usage_error(written.error());
    for (const std::string& note : exported->notes) print_to_stderr(fmt::format("pinstack: {}: {}\n", printable(target), note));
    return kDone;
}

/// Several files: none is written unless all can be.
int check_all(const std::vector<System>& systems, FileFormat format, const ConvertWords& words, TimeUnit unit) {
    if (format != FileFormat::rt_app && format != FileFormat::sag && format != FileFormat::rig) return kDone;
    NoSink nowhere;
    for (const System& system : systems) {
        const Result<Exported> exported = export_system(nowhere, system, format, unit);
        if (!exported) return input_error(exported.error(), words.file);
        if (words.strict && !report(exported->warnings, words.file, true)) return kUsageOrInput;
    }
    return kDone;
}

int write_folder(const std::vector<System>& systems, FileFormat format, const ConvertWords& words, const ConvertSettings& settings) {
    const std::string& folder = *words.output;
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (!std::filesystem::is_directory(folder)) {
        return usage_error(fmt::format("{}: cannot be made a folder{}", printable(folder), error ? ": " + error.message() : ""));
    }
    if (const int failed = check_all(systems, format, words, settings.options.unit); failed != kDone) return failed;
    const std::size_t digits = std::to_string(systems.size()).size();
    const std::string stem = stem_of(words.file);
    for (std::size_t i = 0; i < systems.size(); ++i) {
        const std::string number = systems.size() == 1 ? "" : fmt::format("-{:0{}}", i + 1, digits);
        const std::string target = fmt::format("{}/{}{}{}", folder, stem, number, ending_of(format));
        if (const int failed = write_one(systems[i], format, target, words, settings.options.unit); failed != kDone) return failed;
    }
    return kDone;
}

}  // namespace

int run_convert(const std::vector<std::string>& words) {
    ConvertWords given;
    Arguments arguments(
        "convert", "FILE -o OUT",
        {"pinstack convert examples/convert/camera.json --cpus 2 -o camera.pinstack.json",
         "pinstack convert examples/01-zijlstra-stacking.pinstack.json -o stacking.ftrace"},
        "Reads " + readable_formats() + "; writes " + writable_formats() +
            ". The content tells the format of FILE, the name that of OUT. What cannot be carried over is listed.");
    arguments.required_file(given.file);
    arguments.option("-o,--output", given.output, "FILE|DIR",
                     "Write to FILE, whole or not at all; - is standard output. To a folder (or a name that ends with /): "
                     "a file for each task set");
    arguments.option("--from", given.from, "FORMAT", "The format of FILE: " + readable_formats());
    arguments.option("--to", given.to, "FORMAT", "The format of OUT: " + writable_formats());
    arguments.option("--cpus", given.cpus, "N", "CPUs, where the format has no number of them");
    arguments.option("--time-unit", given.unit, "UNIT", "Of numbers without a unit (schedcat, sag): ns, us, ms, s; default: us");
    arguments.repeated("--section", given.sections, "NAME=KIND",
                       "The lock NAME (rt-app, schedcat) is a section: preempt, migrate or section; may be repeated");
    arguments.option("--set", given.set, "N", "Only the N-th task set of the file, from 1");
    arguments.flag("--strict", given.strict, "What cannot be carried over is an error");
    if (const auto code = arguments.parse(words)) return *code;

    const Result<ConvertSettings> settings = understand(given);
    if (!settings) return input_error(settings.error(), "");
    if (!given.output) return usage_error("no output", "-o names it; - is standard output");
    const bool to_folder = *given.output != "-" && is_folder(*given.output);
    Result<FileFormat> to = FileFormat::pinstack;
    if (settings->to) {
        to = *settings->to;
    } else if (!to_folder) {
        to = recognise_output(*given.output);
    }
    if (!to) return input_error(to.error(), "-o");

    const Result<std::string> text = read_system_file(given.file);
    if (!text) return input_error(text.error(), given.file);
    Result<FileFormat> from = FileFormat::pinstack;
    if (settings->from) {
        from = *settings->from;
    } else {
        from = recognise_input(*text, given.file);
    }
    if (!from) return input_error(from.error(), given.file);
    if (*from == FileFormat::pinstack && (given.cpus || !given.sections.empty())) {
        return usage_error(given.cpus ? "--cpus: a system file has its number of CPUs" : "--section: a system file has its sections");
    }

    Result<Imported> imported = import_text(*text, *from, settings->options);
    if (!imported) return input_error(imported.error(), given.file);
    std::vector<System>& systems = imported->systems;
    if (settings->set) {
        if (*settings->set > systems.size()) {
            return input_error({misunderstood("--set", *given.set, fmt::format("at most {}: the file has {}", systems.size(),
                                                                              counted(systems.size(), "task set")))},
                               "");
        }
        systems = {std::move(systems[*settings->set - 1])};
    }
    if (systems.size() > 1 && !to_folder) {
        return usage_error(fmt::format("{}: {}, and one file to write to", printable(given.file), counted(systems.size(), "task set")),
                           "-o FOLDER/ takes a file for each; --set N takes one of them");
    }
    if (!report(imported->warnings, given.file, given.strict)) return kUsageOrInput;
    if (to_folder) return write_folder(systems, *to, given, *settings);
    return write_one(systems.front(), *to, *given.output, given, settings->options.unit);
}

}  // namespace pinstack
