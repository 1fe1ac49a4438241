// SPDX-License-Identifier: Apache-2.0
#include "analyzer/trace/read_trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "analyzer/report/time_scale.hpp"
#include "analyzer/trace/run_builder.hpp"
#include "analyzer/trace/trace_survey.hpp"

namespace pinstack {

namespace {

constexpr int kFirstFairPriority = 100;

bool is_task(const TraceOptions& options, const std::string& name, int kernel_priority) {
    if (!options.tasks.empty()) {
        return std::any_of(options.tasks.begin(), options.tasks.end(),
                           [&](const std::string& pattern) { return matches_pattern(name, pattern); });
    }
    if (kernel_priority >= kFirstFairPriority) return false;
    return !is_kernel_name(name) || (options.kernel_threads && !name.starts_with("migration/"));
}

std::vector<TraceTask> tasks_of(const TraceSurvey& survey, const TraceOptions& options) {
    std::vector<TraceTask> tasks;
    std::map<std::string, int> times;
    const ThreadTable& threads = survey.threads();
    for (ThreadId thread = 0; thread < threads.size(); ++thread) {
        const SurveyedThread& surveyed = survey.surveyed()[thread];
        if (!is_task(options, threads.name(thread), surveyed.base_priority())) continue;
        TraceTask task;
        task.thread = thread;
        task.name = threads.name(thread);
        task.pid = threads.pid(thread);
        task.priority = linux_priority(surveyed.base_priority());
        task.is_kernel = is_kernel_name(task.name);
        task.has_job_marks = surveyed.marks_jobs;
        ++times[task.name];
        tasks.push_back(std::move(task));
    }
    for (TraceTask& task : tasks) {
        if (times[task.name] > 1) task.name += fmt::format("-{}", task.pid);
    }
    std::sort(tasks.begin(), tasks.end(), [](const TraceTask& a, const TraceTask& b) {
        return std::tuple(-a.priority, a.name, a.thread) < std::tuple(-b.priority, b.name, b.thread);
    });
    return tasks;
}

/// Which CPUs there are, those to look at, and those without an event.
void choose_cpus(TraceRun& run, const TraceSurvey& survey, const TraceOptions& options) {
    const auto seen = static_cast<CpuId>(survey.cpus().size());
    const CpuId all = std::max<CpuId>(seen, run.input.declared_cpus);
    for (CpuId cpu = 0; cpu < all; ++cpu) {
        if (!options.cpus.empty() && std::find(options.cpus.begin(), options.cpus.end(), cpu) == options.cpus.end())
            continue;
        run.cpus.push_back(cpu);
        const bool is_silent = cpu >= seen || survey.cpus()[static_cast<std::size_t>(cpu)].events == 0;
        const bool has_gap = cpu < seen && !survey.cpus()[static_cast<std::size_t>(cpu)].gaps.empty();
        if (is_silent && !has_gap && cpu < run.input.declared_cpus && !run.input.overwritten)
            run.silent_cpus.push_back(cpu);
    }
}

Problem about(const std::string& option, std::string found, std::string expected) {
    return {{option, 0, 0, ""}, std::move(found), std::move(expected), ""};
}

Problems check(const TraceRun& run) {
    Problems problems;
    const TraceInput& input = run.input;
    const std::string span = fmt::format("{} to {}", instant_text(input.first.ns), instant_text(input.last.ns));
    if (run.window.from >= run.window.to) {
        problems.push_back(
            about("", input.first == input.last ? "a trace of a single instant" : "a window with nothing in it",
                  "a window within the trace, from " + span));
    }
    if (run.cpus.empty()) problems.push_back(about("--cpus", "none of the CPUs in the trace", "at least one"));
    const auto time = static_cast<__int128>(run.window.to.ns - run.window.from.ns) * static_cast<int>(run.cpus.size());
    if (time >= INT64_MAX) problems.push_back(about("", "a trace from " + span, "CPUs times its length below 2^63 ns"));
    return problems;
}

}  // namespace

int linux_priority(int kernel_priority) {
    if (kernel_priority < 0) return 100;
    return kernel_priority < kFirstFairPriority ? 99 - kernel_priority : 0;
}

Result<TraceRun> read_trace(const std::string& file, const TraceOptions& options, const TraceProgress& progress,
                            const std::stop_token& stop) {
    const auto stopped = [&] {
        return tl::unexpected(Problems{{{file, 0, 0, ""}, "an interruption", "to read it all", ""}});
    };
    Result<LineSource> source = LineSource::open(file, stop);
    if (!source) return tl::unexpected(std::move(source.error()));
    const auto half = [&](bool second) {
        return [&progress, second](std::uint64_t done, std::uint64_t bytes) {
            if (progress) progress(second ? bytes + done : done, 2 * bytes);
        };
    };
    TraceRun run;
    run.file = file;
    TraceSurvey survey;
    Result<TraceInput> input = read_events(*source, file, options.read, survey, half(false), stop);
    if (stop.stop_requested()) return stopped();
    if (!input) return tl::unexpected(std::move(input.error()));
    run.input = std::move(*input);
    run.window = {std::max(options.from.value_or(run.input.first), run.input.first),
                  std::min(options.to.value_or(run.input.last), run.input.last)};
    choose_cpus(run, survey, options);
    if (Problems problems = check(run); !problems.empty()) {
        for (Problem& problem : problems) {
            if (problem.where.file.empty()) problem.where.file = file;
        }
        return tl::unexpected(std::move(problems));
    }
    run.tasks = tasks_of(survey, options);
    std::vector<std::uint32_t> task_of(survey.threads().size(), RunBuilder::kNoTask);
    for (std::uint32_t task = 0; task < run.tasks.size(); ++task) task_of[run.tasks[task].thread] = task;

    RunBuilder builder(survey, task_of, run, options.keep_jobs, options.keep_intervals, options.keep_episodes,
                       options.episode_gap);
    if (!source->rewind()) {
        return tl::unexpected(Problems{{{file, 0, 0, ""}, source->end_error(), "a file that can be read twice", ""}});
    }
    const Result<TraceInput> again = read_events(*source, file, options.read, builder, half(true), stop);
    if (stop.stop_requested()) return stopped();
    if (!again) return tl::unexpected(again.error());
    if (again->lines != run.input.lines || again->last != run.input.last) {
        return tl::unexpected(
            Problems{{{file, 0, 0, ""}, "a file that changes while it is read", "a finished trace", ""}});
    }
    builder.finish();
    return run;
}

}  // namespace pinstack
