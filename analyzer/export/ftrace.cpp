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

std::array<char, 5> flags_of(std::string_view first, Protections protections, int depth) {
    return {first[0], first[1], first[2], depth_digit(depth + int{protections.non_preemptible}),
            depth_digit(int{protections.migrate_disabled})};
}

std::string_view text_of(const std::array<char, 5>& flags) { return {flags.data(), flags.size()}; }

}  // namespace

FtraceWriter::Words FtraceWriter::words_of(const std::string& comm, const std::string& header_name, std::int64_t pid,
                                           std::int32_t prio) {
    return {fmt::format("{:>16}-{:<7} [", header_name, pid),
            fmt::format("prev_comm={} prev_pid={} prev_prio={} prev_state=", comm, pid, prio),
            fmt::format(" ==> next_comm={} next_pid={} next_prio={}\n", comm, pid, prio),
            fmt::format("comm={} pid={} prio={}", comm, pid, prio), fmt::format("{}", pid)};
}

FtraceWriter::FtraceWriter(Sink& sink, const System& system, const Variant& variant, Instant watch_from, Events events)
    : ScheduleFollower(system, watch_from), out_(sink), events_(events), sections_(system.tasks.size()), was_woken_(system.tasks.size(), 0) {
    for (const TraceTask& task : trace_tasks(system, variant.order)) {
        tasks_.push_back(words_of(task.comm, task.comm, task.pid, task.prio));
        names_.push_back(task.comm);
    }
    for (CpuId cpu = 0; cpu < system.platform.cpus; ++cpu) {
        idle_.push_back(words_of(fmt::format("swapper/{}", cpu), "<idle>", 0, 120));
        cpu_words_.push_back(fmt::format("{:03}] ", cpu));
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
    stamp_at_ = at;
    std::array<char, 24> digits;
    char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), at.ns / 1'000'000'000).ptr;
    stamp_.assign(1, ' ');
    if (const auto count = static_cast<std::size_t>(end - digits.data()); count < 5) stamp_.append(5 - count, ' ');
    stamp_.append(digits.data(), end).append(".0000000005: ");
    std::int64_t rest = at.ns % 1'000'000'000;
    for (std::size_t i = stamp_.size() - 4; rest > 0; --i, rest /= 10) stamp_[i] = static_cast<char>('0' + rest % 10);
}

void FtraceWriter::begin_line(Instant at, const Words& who, CpuId cpu, std::string_view flags) {
    ++lines_;
    if (at != stamp_at_) stamp(at);  // several lines are of one instant
    out_ << who.header << cpu_words_[static_cast<std::size_t>(cpu)] << flags << stamp_;
}

void FtraceWriter::begin_line_on(Instant at, CpuId cpu, std::string_view flags, int depth) {
    const std::int32_t current = current_of(cpu);
    begin_line(at, words(current, cpu), cpu, text_of(flags_of(flags, protections_of(current), depth)));
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
    out_ << "tracing_mark_write: S|" << tasks_[job.task].pid << '|' << names_[job.task] << '|' << job.number << '\n';
    begin_line_on(at, cpu, "d.h", 1);
    out_ << "tracing_mark_write: pinstack: release task=" << names_[job.task] << " job=" << job.number << " deadline=";
    out_.fraction(deadline.ns, 9) << '\n';
}

void FtraceWriter::job_completed(Instant at, JobId job, bool missed, CpuId cpu) {
    if (events_ != Events::all) return;
    begin_line_on(at, cpu, "...", 0);
    out_ << "tracing_mark_write: F|" << tasks_[job.task].pid << '|' << names_[job.task] << '|' << job.number << '\n';
    if (!missed) return;
    begin_line_on(at, cpu, "...", 0);
    out_ << "tracing_mark_write: pinstack: missed task=" << names_[job.task] << " job=" << job.number << '\n';
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
    begin_line(at, from, cpu, text_of(flags_of("d..", protections_of(previous), 2)));
    out_ << "sched_switch: " << from.previous;
    if (previous == kIdleTask) {
        out_ << 'R';
    } else {
        out_ << (reason == OffReason::preempted ? "R+" : reason == OffReason::blocked ? "D" : "S");
    }
    out_ << words(next, cpu).next;
}

void FtraceWriter::protections_changed(Instant at, std::int32_t task, Protections, CpuId cpu) {
    if (events_ != Events::all) return;
    const Words& who = words(task, cpu);
    const auto mark = [&](Protections now) -> TextBuffer& {
        begin_line(at, who, cpu, text_of(flags_of("...", now, 0)));
        return out_ << "tracing_mark_write: ";
    };
    sections_[static_cast<std::size_t>(task)].change(
        protections_of(task), [&](Protections now) { mark(now) << "E|" << who.pid << '\n'; },
        [&](SectionKind kind, Protections now) { mark(now) << "B|" << who.pid << '|' << name_of(kind) << '\n'; });
}

void FtraceWriter::ended(Instant at) {
    if (events_ == Events::all) {
        mark_cpus(at, "end");
        out_ << "# entries-in-buffer/entries-written: " << lines_ << '/' << lines_ << "   #P:" << cpu_count() << '\n';
    }
    out_.flush();
}

}  // namespace pinstack
