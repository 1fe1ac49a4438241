// SPDX-License-Identifier: Apache-2.0
//
// pinstack validate FILE...: every problem of every file, and what is suspicious in a valid one.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analyzer/command/arguments.hpp"
#include "analyzer/command/command.hpp"
#include "analyzer/command/exit_code.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/file/output.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/json/json_report.hpp"
#include "analyzer/report/time_scale.hpp"
#include "model/system/load.hpp"
#include "model/system/suggestion.hpp"

namespace pinstack {

namespace {

FileCheck check_file(const std::string& file) {
    FileCheck check;
    check.file = file;
    LoadOptions options;
    options.warnings = &check.warnings;
    const Result<System> system = load_system(file, options);
    if (!system) {
        check.problems = system.error();
        return check;
    }
    check.tasks = system->tasks.size();
    check.cpus = system->platform.cpus;
    check.variant = to_text(system->kernel);
    return check;
}

std::string line_of(const FileCheck& check) {
    std::string line = fmt::format("{}: valid: {} on {}, {}", printable(check.file), counted(check.tasks, "task"),
                                   counted(static_cast<std::uint64_t>(check.cpus), "CPU"), check.variant);
    if (!check.warnings.empty()) line += "; " + counted(check.warnings.size(), "warning");
    return line + "\n";
}

}  // namespace

int run_validate(const std::vector<std::string>& words) {
    std::vector<std::string> files;
    std::string format = "text";
    std::string output_file = "-";
    Arguments arguments(
        "validate", "FILE...",
        {"pinstack validate examples/*.pinstack.json", "pinstack validate --format json - < system.json"},
        "Reports every problem of every file: place, what was found, what is expected, a hint. "
        "Exit code 2 if there is one. Warns of what is possible and suspicious: a potential deadlock.");
    arguments.required_files(files);
    arguments.option("--format", format, "FORMAT",
                     "text (default): problems and warnings on standard error; json: on standard output");
    arguments.option("-o,--output", output_file, "FILE", "Write to FILE, whole or not at all; - is standard output");
    if (const auto code = arguments.parse(words)) return *code;
    if (format != "text" && format != "json") {
        constexpr std::array<std::string_view, 2> kFormats = {"text", "json"};
        return usage_error("unknown format " + printable(format), suggest(format, kFormats, "supported formats"));
    }
    if (std::count(files.begin(), files.end(), "-") > 1) return usage_error("standard input can be read only once");

    std::vector<FileCheck> checks;
    int code = kDone;
    for (const std::string& file : files) {
        checks.push_back(check_file(file));
        if (!checks.back().problems.empty()) code = kUsageOrInput;
    }

    Output output;
    if (format == "text") {
        for (const FileCheck& check : checks) {
            input_error(check.problems, check.file);
            input_warning(check.warnings, check.file);
        }
        if (code != kDone) return code;
    }
    if (const auto opened = output.open(output_file); !opened) return usage_error(opened.error());
    if (format == "json") {
        write_validate_json(output, checks);
    } else {
        for (const FileCheck& check : checks) output.write(line_of(check));
    }
    if (const auto written = output.commit(); !written) return usage_error(written.error());
    return code;
}

}  // namespace pinstack
