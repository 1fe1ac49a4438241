// SPDX-License-Identifier: Apache-2.0
#include "analyzer/trace/fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/time_scale.hpp"
#include "model/system/load.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kFewestForPeriod = 3;
constexpr std::int64_t kJitterPart = 10;  // of a period: at most a tenth

VariableDuration between(std::int64_t min, std::int64_t max) {
    min = std::max<std::int64_t>(min, 1);
    max = std::max(min, max);
    return {{min}, {max}, min == max ? Distribution::constant : Distribution::uniform};
}

/// Relative to the start of the window.
std::vector<std::int64_t> releases_of(const TraceRun& run, const TraceTask& task) {
    std::vector<std::int64_t> out;
    for (const TraceJob& job : task.jobs) out.push_back((job.release - run.window.from).ns);
    std::sort(out.begin(), out.end());
    return out;
}

/// Jobs that were not seen whole leave holes, where a distance is that of two periods or more.
bool has_holes(const TraceTask& task) {
    return !task.jobs.empty() && task.jobs.back().number - task.jobs.front().number + 1 != task.jobs.size();
}

std::optional<Periodic> regular(const std::vector<std::int64_t>& releases) {
    const auto count = static_cast<std::int64_t>(releases.size());
    const std::int64_t period = (releases.back() - releases.front() + (count - 1) / 2) / (count - 1);
    if (period <= 0) return std::nullopt;
    std::int64_t earliest = INT64_MAX, latest = INT64_MIN;
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t off = releases[static_cast<std::size_t>(i)] - releases.front() - i * period;
        earliest = std::min(earliest, off);
        latest = std::max(latest, off);
    }
    if (latest - earliest > period / kJitterPart) return std::nullopt;
    const std::int64_t offset = releases.front() + earliest;
    if (offset < 0) return std::nullopt;
    return Periodic{{period}, {offset}, {latest - earliest}};
}

void set_releases(Task& out, const TraceRun& run, const TraceTask& task) {
    const std::vector<std::int64_t> releases = releases_of(run, task);
    if (releases.size() >= kFewestForPeriod && !has_holes(task)) {
        if (const auto periodic = regular(releases)) {
            out.releases = *periodic;
            out.deadline = periodic->period;
            return;
        }
        std::int64_t shortest = INT64_MAX, longest = 0;
        for (std::size_t i = 1; i < releases.size(); ++i) {
            shortest = std::min(shortest, releases[i] - releases[i - 1]);
            longest = std::max(longest, releases[i] - releases[i - 1]);
        }
        shortest = std::max<std::int64_t>(shortest, 1);
        out.releases = Sporadic{between(shortest, longest), {releases.front()}, {0}};
        out.deadline = {shortest};
        return;
    }
    ExplicitReleases instants;
    for (const std::int64_t at : releases) instants.instants.push_back({at});
    out.releases = std::move(instants);
    out.deadline = run.window.length();
}

class BodyMaker {
public:
    BodyMaker(std::int64_t shortest, std::int64_t longest) : shortest_(shortest), longest_(longest) {}

    /// Up to this CPU time of the longest job.
    void run_to(std::int64_t end, std::optional<OperationKind> section) {
        const std::int64_t length = std::min(end, longest_) - done_;
        if (length <= 0) return;
        done_ += length;
        const auto min = static_cast<std::int64_t>(static_cast<__int128>(length) * shortest_ / longest_);
        Operation run{OperationKind::run, between(min, length), {}};
        body_.push_back(section ? Operation{*section, {}, {std::move(run)}} : std::move(run));
    }
    Body take() && { return std::move(body_); }

private:
    std::int64_t shortest_, longest_, done_ = 0;
    Body body_;
};

Body body_of(const TraceTask& task) {
    const auto longest = std::max_element(task.jobs.begin(), task.jobs.end(),
                                          [](const TraceJob& a, const TraceJob& b) { return a.run < b.run; });
    BodyMaker body(std::max<std::int64_t>(task.run.min().ns, 1), std::max<std::int64_t>(longest->run.ns, 1));
    std::vector<TraceSection> sections;
    for (const TraceSection& each : task.section_list) {
        if (each.job == longest->number) sections.push_back(each);
    }
    std::sort(sections.begin(), sections.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
    for (const TraceSection& each : sections) {
        body.run_to((each.begin_min.ns + each.begin.ns) / 2, std::nullopt);
        body.run_to((each.end.ns + each.end_max.ns + 1) / 2,
                    each.non_preemptible ? OperationKind::preempt_disable : OperationKind::migrate_disable);
    }
    body.run_to(INT64_MAX, std::nullopt);
    return std::move(body).take();
}

Task task_of(const TraceRun& run, const TraceTask& task, const FitOptions& options, int cpus) {
    Task out;
    out.name = printable(task.name);
    out.priority = std::clamp(task.priority, 1, 99);
    set_releases(out, run, task);
    out.body = body_of(task);
    if (task.first_cpu != kNoCpu && task.first_cpu < cpus) out.home_cpu = task.first_cpu;
    if (options.seen_cpus) {
        CpuSet seen(cpus);
        for (const CpuId cpu : task.cpus) {
            if (cpu < cpus) seen.insert(cpu);
        }
        if (!seen.empty()) out.affinity = seen;
    }
    return out;
}

std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t kMost = 8;
    std::string out;
    for (std::size_t i = 0; i < std::min(names.size(), kMost); ++i) out += (i == 0 ? "" : ", ") + names[i];
    if (names.size() > kMost) out += fmt::format(" and {} more", names.size() - kMost);
    return out;
}

void add_notes(FittedSystem& out, const TraceRun& run, const FitOptions& options,
               const std::vector<std::string>& left_out, const std::vector<std::string>& fair) {
    const auto note = [&](std::string text) { out.notes.push_back(std::move(text)); };
    note(options.seen_cpus ? "affinity: the CPUs a task was seen on; it may be allowed more"
                           : "affinity: none; a trace does not show where a task may not run");
    note("deadlines: the period or shortest distance, else the length of the trace; a trace shows none");
    note("run times: those that were seen; a longer job can exist");
    if (!run.input.flags.shows_pins()) note("sections: none but marked ones; the flags have no migrate-disable column");
    if (!fair.empty()) note("not real-time, lowest priority: " + listed(fair));
    if (!left_out.empty()) note("left out: " + listed(left_out));
}

}  // namespace

Result<FittedSystem> fit_system(const TraceRun& run, const FitOptions& options) {
    FittedSystem out;
    System& system = out.system;
    system.name = printable(std::filesystem::path(run.file).stem().string());
    if (system.name.empty() || run.file == "-") system.name = "trace";
    system.description = "Fitted to a trace";
    system.time_unit = TimeUnit::ns;
    system.platform.cpus = run.cpus.back() + 1;
    system.kernel.sections = Protection::migrate_disable;
    system.kernel.balancer = {"linux-rt-5.15", std::nullopt};
    system.horizon = run.window.length();
    std::vector<std::string> left_out, fair;
    for (const TraceTask& task : run.tasks) {
        if (task.is_kernel && !options.kernel_threads) {
            left_out.push_back(printable(task.name) + " (a thread of the kernel)");
        } else if (task.jobs.empty()) {
            left_out.push_back(printable(task.name) + " (no whole job)");
        } else {
            if (task.priority == 0) fair.push_back(printable(task.name));
            system.tasks.push_back(task_of(run, task, options, system.platform.cpus));
        }
    }
    if (system.tasks.empty()) {
        return tl::unexpected(Problems{{{run.file, 0, 0, ""},
                                        "no task with a whole job",
                                        "a task that is woken, runs and sleeps in the window",
                                        "--tasks names threads that are not real-time"}});
    }
    add_notes(out, run, options, left_out, fair);
    if (Problems problems = check_system(system); !problems.empty()) return tl::unexpected(std::move(problems));
    return out;
}

}  // namespace pinstack
