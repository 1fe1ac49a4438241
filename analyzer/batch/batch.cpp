// SPDX-License-Identifier: Apache-2.0
#include "analyzer/batch/batch.hpp"

#include <fmt/format.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>

#include <exception>
#include <filesystem>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <utility>

#include "analyzer/batch/batch_journal.hpp"
#include "analyzer/batch/digest.hpp"
#include "analyzer/file/output.hpp"
#include "analyzer/report/analysis/analysis_report.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/run_report.hpp"
#include "analyzer/run/comparison.hpp"

namespace pinstack {

namespace {

namespace fs = std::filesystem;

std::string text_of(const std::optional<Horizon>& horizon) {
    if (!horizon) return "own";
    if (const auto* duration = std::get_if<Duration>(&*horizon)) return fmt::format("{}ns", duration->ns);
    if (const auto* many = std::get_if<Hyperperiods>(&*horizon)) return fmt::format("hyperperiods:{}", many->count);
    return "drain";
}

/// Everything but the file that decides what a report says.
std::string text_of(const BatchRequest& request) {
    const Overrides& overrides = request.overrides;
    // Another program may say something else under the same version.
    std::string out =
        fmt::format("program {}; order {}; horizon {}; seed {}; jobs {}; episodes {}; series {}; ties {}",
                    digest_of_file("/proc/self/exe"), overrides.order ? name_of(*overrides.order) : "own",
                    text_of(overrides.horizon), overrides.seed ? std::to_string(*overrides.seed) : "own",
                    request.run.jobs, request.run.all_episodes, request.run.series, request.run.tie_orders);
    out += "; variants " + request.variants.value_or("default") + "; formats";
    for (const ReportFormat format : request.formats) out += " " + std::string(name_of(format));
    return out;
}

std::string path_of(const BatchInput& input, ReportFormat format) {
    return input.stem + std::string(extension_of(format));
}

/// What an earlier batch wrote of a file that has a problem now says what is no longer so.
void remove_reports(const BatchEntry& earlier, const std::string& folder) {
    for (const WrittenReport& report : earlier.reports) {
        const std::string file = folder + "/" + report.path;
        std::error_code ignored;
        if (digest_of_file(file) == report.digest) fs::remove(file, ignored);
    }
}

/// Runs one file and writes its reports.
class FileRun {
public:
    FileRun(const BatchRequest& request, const BatchInput& input) : request_(request), input_(input) {
        entry_.file = input.file;
    }

    /// As run_checked(), with what goes wrong in the program as a problem of this file alone.
    BatchEntry run(const std::string& asked, const BatchEntry* earlier) {
        const auto internal = [&](std::string what) {
            entry_.is_internal_error = true;
            return failed({{{"", 0, 0, ""}, "internal error: " + what, "a run to its end", "please report it"}});
        };
        try {
            return run_checked(asked, earlier);
        } catch (const std::bad_alloc&) {
            return internal("out of memory");
        } catch (const std::exception& error) {
            return internal(error.what());
        }
    }

private:
    /// `asked`: text_of(request). `earlier`: what an earlier batch found out about the file, or nullptr.
    BatchEntry run_checked(const std::string& asked, const BatchEntry* earlier) {
        const auto text = read_system_file(input_.file);
        if (!text) return failed(text.error());
        // The stem is part of it: another set of files may lead to other names of reports.
        entry_.digest = digest_of(fmt::format("{}\n{}\n{}", asked, input_.stem, *text));
        if (earlier != nullptr && !request_.force && is_current(*earlier)) {
            BatchEntry kept = *earlier;
            kept.is_unchanged = true;
            return kept;
        }
        // A file that is impossible under its own variant may be possible under those asked for.
        const Result<System> system =
            parse_overridden(*text, input_.file, request_.overrides, {.amend_variant = {}, .check_variant = false});
        if (!system) return failed(system.error());
        const Comparison comparison = compare(*system, variants_for(*system), request_.run);
        if (worst_outcome(comparison.outcomes) == nullptr) return failed(reasons_of(comparison));
        const Analysis analysis = analyze(*system);
        // Most bounds are of variants that were run; placements would be as many runs again.
        const BoundCheck check = check_bounds(*system, analysis, {.at_hand = comparison.outcomes, .placements = false});
        describe(*system, comparison);
        entry_.analysis = summary_of(*system, analysis, check);
        const AnalysisReport bounds{.file = input_.file, .system = *system, .analysis = analysis, .check = check};
        const RunReport report{
            .file = input_.file, .system = *system, .runs = comparison, .request = request_.run, .analysis = &bounds};
        for (const ReportFormat format : request_.formats) write(format, report);
        return std::move(entry_);
    }

    bool is_current(const BatchEntry& earlier) const {
        if (earlier.digest != entry_.digest || earlier.reports.size() != request_.formats.size()) return false;
        for (const WrittenReport& report : earlier.reports) {
            if (digest_of_file(request_.folder + "/" + report.path) != report.digest) return false;
        }
        return true;
    }

    std::vector<Variant> variants_for(const System& system) const {
        if (!request_.variants) return default_variants(system);
        return *parse_variants(*request_.variants, system.kernel);
    }

    void describe(const System& system, const Comparison& comparison) {
        entry_.system = system.name;
        entry_.order = name_of(comparison.base().variant.order);
        entry_.tasks = system.tasks.size();
        entry_.cpus = static_cast<std::uint64_t>(system.platform.cpus);
        entry_.warnings = warning_sentences(system);
        for (const Outcome& outcome : comparison.outcomes) {
            BatchRow& row = entry_.rows.emplace_back();
            row.variant = to_text(outcome.variant);
            if (outcome.applicable()) row.summary = summary_of(*outcome.result);
            row.why_not = why_not_text(outcome.why_not);
        }
    }

    void write(ReportFormat format, const RunReport& report) {
        const std::string path = path_of(input_, format);
        const std::string file = request_.folder + "/" + path;
        std::error_code error;
        fs::create_directories(fs::path(file).parent_path(), error);
        Output output;
        DigestSink sink(output);
        Output::Done done = output.open(file);
        if (done) {
            write_run_report(sink, format, report);
            done = output.commit();
        }
        if (done) {
            entry_.reports.push_back({path, sink.hex()});
        } else {
            entry_.problems.push_back(
                {{"", 0, 0, ""}, "the report " + done.error(), "a report that can be written", ""});
        }
    }

    BatchEntry failed(Problems problems) {
        entry_.problems = std::move(problems);
        for (Problem& problem : entry_.problems) {
            // An option that does not fit this file: "--horizon" alone would not tell which one.
            std::string& place = problem.where.file;
            if (place.starts_with("--")) place = input_.file + ": " + place;
        }
        return std::move(entry_);
    }

    const BatchRequest& request_;
    const BatchInput& input_;
    BatchEntry entry_;
};

}  // namespace

std::vector<std::string> report_paths(const BatchInput& input, const std::vector<ReportFormat>& formats) {
    std::vector<std::string> paths;
    for (const ReportFormat format : formats) paths.push_back(path_of(input, format));
    return paths;
}

std::vector<BatchEntry> run_batch(const std::vector<BatchInput>& inputs, const BatchRequest& request,
                                  const std::function<void(const BatchProgress&)>& on_progress) {
    std::vector<BatchEntry> entries(inputs.size());
    BatchJournal journal(request.folder);
    const std::string asked = text_of(request);
    BatchProgress progress{.files = inputs.size()};
    std::mutex mutex;
    const std::size_t threads = request.threads > 0 ? request.threads : std::thread::hardware_concurrency();
    const oneapi::tbb::global_control limit(oneapi::tbb::global_control::max_allowed_parallelism, threads);
    const oneapi::tbb::blocked_range<std::size_t> all(0, inputs.size(), 1);
    const auto run_some = [&](const oneapi::tbb::blocked_range<std::size_t>& some) {
        for (std::size_t i = some.begin(); i < some.end(); ++i) {
            entries[i] = FileRun(request, inputs[i]).run(asked, journal.find(inputs[i].file));
            const BatchEntry& entry = entries[i];
            const BatchEntry* earlier = journal.find(inputs[i].file);
            if (!entry.problems.empty() && earlier != nullptr) remove_reports(*earlier, request.folder);
            if (entry.problems.empty() && !entry.is_unchanged) journal.append(entry);
            const std::lock_guard lock(mutex);
            ++progress.done;
            progress.unchanged += entry.is_unchanged ? 1 : 0;
            progress.failed += entry.problems.empty() ? 0 : 1;
            if (on_progress) on_progress(progress);
        }
    };
    oneapi::tbb::parallel_for(all, run_some, oneapi::tbb::simple_partitioner());
    journal.replace_all(entries);
    return entries;
}

}  // namespace pinstack
