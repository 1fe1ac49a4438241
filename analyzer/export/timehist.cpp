// SPDX-License-Identifier: Apache-2.0
#include "analyzer/export/timehist.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analyzer/export/trace_tasks.hpp"
#include "analyzer/report/display_text.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kLabelColumns = 30;

/// To so many columns; a long one pushes the rest to the right, as perf lets it.
std::string padded_label(const std::string& label, std::size_t columns) {
    const std::size_t width = display_width(label);
    return label + std::string(width < columns ? columns - width : 0, ' ');
}

std::string msec(Duration time) { return fmt::format("{}.{:06}", time.ns / 1'000'000, time.ns % 1'000'000); }

}  // namespace

TimehistWriter::TimehistWriter(Sink& sink, const System& system, const Variant& variant, Instant watch_from)
    : ScheduleFollower(system, watch_from),
      out_(sink),
      begin_(watch_from),
      idle_since_(static_cast<std::size_t>(system.platform.cpus), watch_from),
      idle_(idle_since_.size()) {
    for (const TraceTask& task : trace_tasks(system, variant.order)) {
        tracks_.push_back({});
        tracks_.back().label = fmt::format("{}[{}]", printable(task.comm), task.pid);
    }
    const auto heading = [&](const char* time, const char* cpu, const char* name, const char* a, const char* b,
                             const char* c) {
        out_ << fmt::format("{:>15} {:>6}  {:<30}  {:>12} {:>12} {:>12}\n", time, cpu, name, a, b, c);
    };
    const std::string line(kLabelColumns, '-');
    heading("time", "cpu", "task name", "wait time", "sch delay", "run time");
    heading("", "", "[tid/pid]", "(msec)", "(msec)", "(msec)");
    heading("---------------", "------", line.c_str(), "------------", "------------", "------------");
}

void TimehistWriter::task_woken(Instant at, std::int32_t task, CpuId) {
    tracks_[static_cast<std::size_t>(task)].ready = at;
}

void TimehistWriter::task_migrated(Instant, std::int32_t task, CpuId, CpuId) {
    ++tracks_[static_cast<std::size_t>(task)].migrations;
}

void TimehistWriter::switched(Instant at, CpuId cpu, std::int32_t previous, OffReason reason, std::int32_t next) {
    const auto place = static_cast<std::size_t>(cpu);
    ++switches_;
    if (previous >= 0) {
        Track& task = tracks_[static_cast<std::size_t>(previous)];
        leaves(at, cpu, task);
        if (reason == OffReason::preempted) task.ready = at;
    } else if (previous == kIdleTask) {
        idle_[place] = idle_[place] + (at - idle_since_[place]);
    }
    if (next >= 0) {
        Track& task = tracks_[static_cast<std::size_t>(next)];
        task.wait = task.left.ns < 0 ? Duration{} : at - task.left;
        task.delay = at - task.ready;
        task.on_since = at;
    } else if (next == kIdleTask) {
        idle_since_[place] = at;
    }
}

void TimehistWriter::leaves(Instant at, CpuId cpu, Track& task) {
    const Duration run = at - task.on_since;
    out_.seconds(at.ns, 5) << " [";
    out_.padded(cpu, 4) << "]  " << padded_label(task.label, kLabelColumns) << "  ";
    out_.fraction(task.wait.ns, 6, 5) << ' ';
    out_.fraction(task.delay.ns, 6, 5) << ' ';
    out_.fraction(run.ns, 6, 5) << '\n';

    task.left = at;
    task.shortest = task.count == 0 ? run : std::min(task.shortest, run);
    task.longest = std::max(task.longest, run);
    task.run = task.run + run;
    ++task.count;
    const double off = static_cast<double>(run.ns) - task.mean;
    task.mean += off / static_cast<double>(task.count);
    task.squares += off * (static_cast<double>(run.ns) - task.mean);
}

void TimehistWriter::ended(Instant at) {
    for (CpuId cpu = 0; cpu < cpu_count(); ++cpu) {
        const std::int32_t current = current_of(cpu);
        const auto place = static_cast<std::size_t>(cpu);
        if (current >= 0) leaves(at, cpu, tracks_[static_cast<std::size_t>(current)]);
        if (current == kIdleTask) idle_[place] = idle_[place] + (at - idle_since_[place]);
    }
    write_summary(at);
    out_.flush();
}

void TimehistWriter::write_summary(Instant end) {
    out_ << "\nRuntime summary\n";
    const auto row = [&](std::string_view name, std::string_view count, std::string_view run, std::string_view min,
                         std::string_view avg, std::string_view max, std::string_view deviation,
                         std::string_view moves) {
        out_ << fmt::format("{}{}  {:>9} {:>14} {:>12} {:>12} {:>12} {:>7} {:>11}\n",
                            std::string(kLabelColumns - std::min(kLabelColumns, display_width(name)), ' '), name, count,
                            run, min, avg, max, deviation, moves);
    };
    row("comm", "sched-in", "run-time", "min-run", "avg-run", "max-run", "stddev", "migrations");
    row("", "(count)", "(msec)", "(msec)", "(msec)", "(msec)", "%", "");
    out_ << std::string(kLabelColumns + 86, '-') << '\n';
    std::int64_t seen = 0;
    Duration run{};
    for (const Track& task : tracks_) {
        if (task.count == 0) continue;
        ++seen;
        run = run + task.run;
        const double count = static_cast<double>(task.count);
        const double variance = task.count < 2 ? 0.0 : task.squares / (count - 1);
        const double deviation = task.mean == 0 ? 0.0 : 100 * std::sqrt(variance / count) / task.mean;
        row(task.label, std::to_string(task.count), msec(task.run), msec(task.shortest),
            msec({task.run.ns / task.count}), msec(task.longest), fmt::format("{:.2f}", deviation),
            std::to_string(task.migrations));
    }
    const Duration span = end - begin_;
    out_ << "\nIdle stats:\n";
    for (CpuId cpu = 0; cpu < cpu_count(); ++cpu) {
        const Duration idle = idle_[static_cast<std::size_t>(cpu)];
        const double share = span.ns == 0 ? 0.0 : 100 * static_cast<double>(idle.ns) / static_cast<double>(span.ns);
        out_ << fmt::format("    CPU {:>4} idle for {:>14}  msec  ({:>6.2f}%)\n", cpu, msec(idle), share);
    }
    out_ << fmt::format("\n    Total number of unique tasks: {}\nTotal number of context switches: {}\n", seen,
                        switches_);
    out_ << fmt::format("           Total run time (msec): {}\n    Total scheduling time (msec): {} (x {})\n",
                        msec(run), msec(span), cpu_count());
}

}  // namespace pinstack
