// SPDX-License-Identifier: Apache-2.0
#include "analyzer/export/ftrace.hpp"

#include <fmt/format.h>

#include <utility>

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/tie_rule.hpp"
#include "analyzer/report/version.hpp"

namespace pinstack {

namespace {

constexpr std::string_view kDrawing =
    "#\n"
    "#                                _-----=> irqs-off/BH-disabled\n"
    "#                               / _----=> need-resched\n"
    "#                              | / _---=> hardirq/softirq\n"
    "#                              || / _--=> preempt-depth\n"
    "#                              ||| / _-=> migrate-disable\n"
    "#                              |||| /     delay\n"
    "#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION\n"
    "#              | |         |   |||||     |         |\n";

char depth_digit(int depth) { return depth == 0 ? '.' : static_cast<char>('0' + depth); }

}  // namespace

FtraceWriter::Flags FtraceWriter::flags_of(const char (&first)[4], Protections protections, int depth) {
    return {first[0], first[1], first[2], depth_digit(depth + int{protections.non_preemptible}),
            depth_digit(int{protections.migrate_disabled})};
}

FtraceWriter::Words FtraceWriter::words_of(const std::string& comm, const std::string& header_name, std::int64_t pid,
                                           std::int32_t prio) {
    return {WordText(fmt::format("{:>16}-{:<7} [", header_name, pid)),
            WordText(fmt::format("sched_switch: prev_comm={} prev_pid={} prev_prio={} prev_state=", comm, pid, prio)),
            WordText(fmt::format(" ==> next_comm={} next_pid={} next_prio={}\n", comm, pid, prio)),
            WordText(fmt::format("comm={} pid={} prio={}", comm, pid, prio)), WordText(fmt::format("{}", pid))};
}

FtraceWriter::FtraceWriter(Sink& sink, const System& system, const Variant& variant, Instant watch_from, Events events)
    : ScheduleFollower(system, watch_from),
      out_(sink),
      events_(events),
      sections_(system.tasks.size()),
      was_woken_(system.tasks.size(), 0) {
    for (const TraceTask& task : trace_tasks(system, variant.order)) {
        tasks_.push_back(words_of(task.comm, task.comm, task.pid, task.prio));
        job_words_.emplace_back(fmt::format("{}|{}|", task.pid, task.comm));
        task_words_.emplace_back(fmt::format("task={} job=", task.comm));
    }
    for (CpuId cpu = 0; cpu < system.platform.cpus; ++cpu) {
        idle_.push_back(words_of(fmt::format("swapper/{}", cpu), "<idle>", 0, 120));
        cpu_words_.emplace_back(fmt::format("{:03}] ", cpu));
        const std::string stopper = fmt::format("migration/{}", cpu);
        stoppers_.push_back(words_of(stopper, stopper, kFirstStopperPid + cpu, 0));
    }
    stamp(watch_from);
    write_header(system, variant);
    if (events_ == Events::all) mark_cpus(watch_from, "begin");
}

void FtraceWriter::write_header(const System& system, const Variant& variant) {
    // Readers know the format by its first line.
    out_ << "# tracer: nop\n#\n";
    out_ << "# simulated by pinstack " << version() << ": " << printable(system.name) << "\n";
    out_ << "# " << to_text(variant) << ", " << order_text(system, variant.order) << ", seed " << system.seed << "\n";
    out_ << "# ties: " << tie_rule(system, variant) << "\n";
    out_ << "#\n# the number of events is at the end   #P:" << system.platform.cpus << "\n" << kDrawing;
}

const FtraceWriter::Words& FtraceWriter::words(std::int32_t task, CpuId cpu) const {
    if (task >= 0) return tasks_[static_cast<std::size_t>(task)];
    return (task == kIdleTask ? idle_ : stoppers_)[static_cast<std::size_t>(cpu)];
}

void FtraceWriter::stamp(Instant at) {
    constexpr std::int64_t kSecond = 1'000'000'000;
    constexpr std::size_t kBehind = std::string_view("0000000005: ").size();  // the point
    stamp_at_ = at;
    if (const std::int64_t second = at.ns / kSecond; second != stamp_second_) {
        stamp_second_ = second;
        stamp_ = WordText(fmt::format(" {:>5}.0000000005: ", second));
    }
    put_nine_digits(stamp_.at(stamp_.size() - kBehind), at.ns % kSecond);
}

void FtraceWriter::begin_line(Instant at, const Words& who, CpuId cpu, const Flags& flags) {
    ++lines_;
    if (at != stamp_at_) stamp(at);  // several lines are of one instant
    out_ << who.header << cpu_words_[static_cast<std::size_t>(cpu)] << flags << stamp_;
}

void FtraceWriter::begin_line_on(Instant at, CpuId cpu, const char (&flags)[4], int depth) {
    const std::int32_t current = current_of(cpu);
    begin_line(at, words(current, cpu), cpu, flags_of(flags, protections_of(current), depth));
}

void FtraceWriter::mark_cpus(Instant at, std::string_view text) {
    for (CpuId cpu = 0; cpu < cpu_count(); ++cpu) {
        begin_line_on(at, cpu, "...", 0);
        out_ << "tracing_mark_write: pinstack: " << text << '\n';
    }
}

void FtraceWriter::job_released(Instant at, JobId job, Instant deadline, CpuId cpu) {
    if (events_ != Events::all) return;
    begin_line_on(at, cpu, "d.h", 1);
    out_ << "tracing_mark_write: S|" << job_words_[job.task] << job.number << '\n';
    begin_line_on(at, cpu, "d.h", 1);
    out_ << "tracing_mark_write: "
         << "pinstack: release " << task_words_[job.task] << job.number << " deadline=";
    out_.seconds(deadline.ns) << '\n';
}

void FtraceWriter::job_completed(Instant at, JobId job, bool missed, CpuId cpu) {
    if (events_ != Events::all) return;
    begin_line_on(at, cpu, "...", 0);
    out_ << "tracing_mark_write: F|" << job_words_[job.task] << job.number << '\n';
    if (!missed) return;
    begin_line_on(at, cpu, "...", 0);
    out_ << "tracing_mark_write: "
         << "pinstack: missed " << task_words_[job.task] << job.number << '\n';
}

void FtraceWriter::task_woken(Instant at, std::int32_t task, CpuId cpu) {
    begin_line_on(at, cpu, "d.h", 2);
    const bool is_new = std::exchange(was_woken_[static_cast<std::size_t>(task)], 1) == 0;
    out_ << (is_new ? "sched_wakeup_new: " : "sched_waking: ") << words(task, cpu).who << " target_cpu=";
    out_.padded(cpu, 3) << '\n';
}

void FtraceWriter::task_migrated(Instant at, std::int32_t task, CpuId from, CpuId to) {
    begin_line_on(at, to, "d..", 2);
    out_ << "sched_migrate_task: " << words(task, to).who << " orig_cpu=" << from << " dest_cpu=" << to << '\n';
}

void FtraceWriter::switched(Instant at, CpuId cpu, std::int32_t previous, OffReason reason, std::int32_t next) {
    const Words& from = words(previous, cpu);
    begin_line(at, from, cpu, flags_of("d..", protections_of(previous), 2));
    out_ << from.previous;
    if (previous == kIdleTask) {
        out_ << 'R';
    } else if (reason == OffReason::preempted) {
        out_ << "R+";
    } else {
        out_ << (reason == OffReason::blocked ? 'D' : 'S');
    }
    out_ << words(next, cpu).next;
}

void FtraceWriter::protections_changed(Instant at, std::int32_t task, Protections, CpuId cpu) {
    if (events_ != Events::all) return;
    const Words& who = words(task, cpu);
    const auto mark = [&](Protections now) -> TextBuffer& {
        begin_line(at, who, cpu, flags_of("...", now, 0));
        return out_ << "tracing_mark_write: ";
    };
    sections_[static_cast<std::size_t>(task)].change(
        protections_of(task), [&](Protections now) { mark(now) << "E|" << who.pid << '\n'; },
        [&](SectionKind kind, Protections now) { mark(now) << "B|" << who.pid << '|' << name_of(kind) << '\n'; });
}

void FtraceWriter::ended(Instant at) {
    if (events_ == Events::all) {
        mark_cpus(at, "end");
        out_ << std::string_view("# entries-in-buffer/entries-written: ") << lines_ << '/' << lines_
             << "   #P:" << cpu_count() << '\n';
    }
    out_.flush();
}

}  // namespace pinstack
