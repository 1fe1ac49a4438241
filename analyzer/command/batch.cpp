// SPDX-License-Identifier: Apache-2.0
//
// pinstack batch FILE|DIR... -o DIR: many system files, a report each and an index.
#include "analyzer/batch/batch.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <system_error>
#include <utility>

#include "analyzer/batch/index_report.hpp"
#include "analyzer/command/arguments.hpp"
#include "analyzer/command/command.hpp"
#include "analyzer/command/exit_code.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/command/progress.hpp"
#include "analyzer/command/run_arguments.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/time_scale.hpp"
#include "analyzer/run/comparison.hpp"
#include "model/system/quote.hpp"

namespace pinstack {

namespace {

struct BatchWords {
    std::vector<std::string> files;
    std::optional<std::string> variants, threads, folder;
    std::string formats = "html";
    bool force = false;
};

/// "html,junit": each once, in the order given.
Result<std::vector<ReportFormat>> parse_formats(std::string_view text) {
    std::vector<ReportFormat> formats;
    while (true) {
        const std::size_t comma = std::min(text.find(','), text.size());
        const std::string_view name = text.substr(0, comma);
        const auto format = parse_report_format(name);
        if (!format || *format == ReportFormat::svg) {
            return tl::unexpected(
                Problems{{{"--format", 0, 0, ""},
                          quote(name),
                          "text, md, html, csv, json or junit, or several with commas between",
                          format ? "a picture alone is made by compare" : suggest_report_format(name)}});
        }
        if (std::find(formats.begin(), formats.end(), *format) == formats.end()) formats.push_back(*format);
        if (comma == text.size()) return formats;
        text.remove_prefix(comma + 1);
    }
}

Result<BatchRequest> understand(const BatchWords& words, const RunSettings& settings) {
    BatchRequest request;
    request.overrides = settings.overrides;
    request.run = settings.request;
    request.variants = words.variants;
    request.force = words.force;
    auto formats = parse_formats(words.formats);
    if (!formats) return tl::unexpected(std::move(formats.error()));
    request.formats = std::move(*formats);
    for (const ReportFormat format : request.formats) {
        if (const Problems wrong = check_request(format, request.run); !wrong.empty()) return tl::unexpected(wrong);
    }
    if (words.variants) {
        if (auto variants = parse_variants(*words.variants, Variant{}); !variants) {
            for (Problem& problem : variants.error()) problem.where.file = "--variants";
            return tl::unexpected(std::move(variants.error()));
        }
    }
    if (words.threads) {
        const std::string& text = *words.threads;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), request.threads);
        if (error != std::errc{} || end != text.data() + text.size() || request.threads < 1 || request.threads > 1024) {
            return tl::unexpected(
                Problems{{{"--threads", 0, 0, ""}, quote(text), "a whole number from 1 to 1024", ""}});
        }
    }
    return request;
}

std::string note_of(const BatchProgress& progress) {
    std::string note;
    if (progress.unchanged > 0) note = fmt::format("{} unchanged", progress.unchanged);
    if (progress.failed > 0) note += fmt::format("{}{} with problems", note.empty() ? "" : ", ", progress.failed);
    return note;
}

std::string index_path(const BatchRequest& request, ReportFormat format) {
    return request.folder + "/index" + std::string(extension_of(format));
}

/// What speaks against writing, before anything is run: a report that would overwrite a system file, a folder that
/// cannot be written. Empty = nothing.
std::string first_target_in_the_way(const BatchRequest& request, const std::vector<BatchInput>& inputs) {
    std::vector<std::string> targets;
    for (const ReportFormat format : request.formats) {
        targets.push_back(index_path(request, format));
        Output probe;
        if (const auto opened = probe.open(targets.back()); !opened) return opened.error();
    }
    for (const BatchInput& input : inputs) {
        for (const std::string& path : report_paths(input, request.formats)) {
            targets.push_back(request.folder + "/" + path);
        }
    }
    const std::string hit = overwritten_input(targets, inputs);
    return hit.empty() ? "" : printable(hit) + ": a report would overwrite this system file";
}

/// The index in every format, and the summary on standard output. kDone or an error.
int write_indexes(const BatchRequest& request, BatchIndex index) {
    for (std::size_t i = 0; i < request.formats.size(); ++i) {
        const ReportFormat format = request.formats[i];
        index.format_index = i;
        Output output;
        auto done = output.open(index_path(request, format));
        if (done) {
            write_batch_index(output, format, index);
            done = output.commit();
        }
        if (!done) return usage_error(done.error());
    }
    Output output;
    static_cast<void>(output.open("-"));
    write_batch_index(output, ReportFormat::text, index, Style{wants_colour(STDOUT_FILENO)});
    if (const auto written = output.commit(); !written) return usage_error(written.error());
    return kDone;
}

/// Says on standard error for how many files each condition holds, and for which first.
int check_conditions(const std::vector<Condition>& conditions, const std::vector<BatchEntry>& entries) {
    int code = kDone;
    for (const Condition& condition : conditions) {
        const std::size_t files = files_where_it_holds(condition, entries);
        if (files == 0) continue;
        const auto first = std::find_if(entries.begin(), entries.end(), [&](const BatchEntry& entry) {
            return where_it_holds(condition, entry).has_value();
        });
        const ConditionMet met = *where_it_holds(condition, *first);
        const std::string more = files > 1 ? fmt::format("; and in {}", counted(files - 1, "more file")) : "";
        print_to_stderr(fmt::format("pinstack: --fail-on {}: {} under {}: {}{}\n", condition.text,
                                    printable(first->file), met.variant, met.why, more));
        code = kConditionHolds;
    }
    return code;
}

int report_problems(const std::vector<BatchEntry>& entries) {
    int code = kDone;
    for (const BatchEntry& entry : entries) {
        if (entry.problems.empty()) continue;
        input_error(entry.problems, entry.file);
        code = std::max<int>(code, entry.is_internal_error ? kInternal : kUsageOrInput);
    }
    return code;
}

}  // namespace

int run_batch_command(const std::vector<std::string>& words) {
    RunWords run_words;
    run_words.analyzes = true;
    BatchWords batch_words;
    Arguments arguments(
        "batch", "FILE|DIR...",
        {"pinstack batch examples -o reports",
         "pinstack batch systems --format html,junit --fail-on miss --fail-on unschedulable -o reports"},
        "Runs every system file (of a folder: every *.pinstack.json in it and below) under several variants and "
        "makes the schedulability tests of its own; writes a report for each, an index of all, and a summary on "
        "standard output. A file with a problem is listed and does "
        "not stop the others; the exit code is then 2. A file that has not changed since the last batch into the same "
        "folder is not run again.");
    arguments.required_files(batch_words.files);
    arguments.option("-o,--output", batch_words.folder, "DIR", "Folder of the reports; made where there is none");
    arguments.option("--variants", batch_words.variants, "V,V,...",
                     "Variants, each SECTIONS/BALANCER; default: those of compare");
    arguments.option("--format", batch_words.formats, "FORMAT,...",
                     "Of the reports and of the index: text, md, html (default), csv, json, junit");
    arguments.option("--threads", batch_words.threads, "N", "How many files at a time; default: one for each core");
    arguments.flag("--force", batch_words.force, "Run unchanged files again, too");
    run_words.declare_run(arguments);
    if (const auto code = arguments.parse(words)) return *code;
    if (!batch_words.folder) return usage_error("no folder for the reports", "-o DIR names it");
    if (std::count(batch_words.files.begin(), batch_words.files.end(), "-") > 0) {
        return usage_error("standard input cannot be part of a batch", "name files or folders");
    }

    const Result<RunSettings> settings = understand(run_words);
    if (!settings) return input_error(settings.error(), "");
    Result<BatchRequest> request = understand(batch_words, *settings);
    if (!request) return input_error(request.error(), "");
    request->folder = *batch_words.folder;
    const BatchPlan plan = plan_batch(batch_words.files, request->folder);

    std::error_code error;
    std::filesystem::create_directories(request->folder, error);
    if (!std::filesystem::is_directory(request->folder)) {
        return usage_error(fmt::format("{}: cannot be made a folder{}", printable(request->folder),
                                       error ? ": " + error.message() : ""));
    }

    if (const std::string hit = first_target_in_the_way(*request, plan.inputs); !hit.empty()) return usage_error(hit);

    std::vector<BatchEntry> entries;
    {
        Progress bar("files");
        BatchProgress last;
        entries = run_batch(plan.inputs, *request, [&](const BatchProgress& progress) {
            bar.show(progress.done, progress.files, note_of(progress));
            last = progress;
        });
        bar.finish(counted(last.done, "file") + (note_of(last).empty() ? "" : ", " + note_of(last)));
    }
    for (const Problem& problem : plan.problems) {
        BatchEntry& entry = entries.emplace_back();
        entry.file = problem.where.file;
        entry.is_folder = true;
        entry.problems = {problem};
    }
    if (const int failed = write_indexes(*request, {entries, settings->conditions}); failed != kDone) return failed;
    const int wrong = report_problems(entries);
    const int judged = check_conditions(settings->conditions, entries);
    return wrong != kDone ? wrong : judged;
}

}  // namespace pinstack
