// SPDX-License-Identifier: Apache-2.0
#include "analyzer/export/perfetto.hpp"

#include <fmt/format.h>

#include "analyzer/export/trace_tasks.hpp"
#include "analyzer/report/json/json_writer.hpp"
#include "analyzer/report/tie_rule.hpp"
#include "analyzer/report/version.hpp"

namespace pinstack {

namespace {

std::string json_text(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

std::int64_t cpu_tid(CpuId cpu) { return kCpusPid + 1 + cpu; }
std::int64_t task_tid(std::uint32_t task) { return kTasksPid + 1 + task; }

constexpr std::string_view kProtectionNames[] = {"none", "migrate_disable", "preempt_disable",
                                                 "migrate_disable preempt_disable"};

std::string_view name_of(Protections protections) {
    return kProtectionNames[int{protections.migrate_disabled} + 2 * int{protections.non_preemptible}];
}

}  // namespace

PerfettoWriter::PerfettoWriter(Sink& sink, const System& system, const Variant& variant, Instant watch_from)
    : ScheduleFollower(system, watch_from),
      out_(sink),
      sections_(system.tasks.size()),
      depth_(static_cast<std::size_t>(system.platform.cpus), 0) {
    out_ << "{\"displayTimeUnit\":\"ns\",\n\"otherData\":{\"program\":"
         << json_text(fmt::format("pinstack {}", version())) << ",\"system\":" << json_text(system.name)
         << ",\"variant\":" << json_text(to_text(variant))
         << ",\"order\":" << json_text(order_text(system, variant.order))
         << ",\"ties\":" << json_text(tie_rule(system, variant)) << ",\"cpus\":" << system.platform.cpus
         << ",\"seed\":" << system.seed << "},\n\"traceEvents\":[";
    name_process(kCpusPid, "\"CPUs\"");
    for (CpuId cpu = 0; cpu < system.platform.cpus; ++cpu) {
        name_thread(kCpusPid, cpu_tid(cpu), json_text(fmt::format("CPU {}", cpu)), cpu);
    }
    name_process(kTasksPid, "\"Tasks\"");
    for (std::uint32_t task = 0; task < system.tasks.size(); ++task) {
        names_.push_back(json_text(system.tasks[task].name));
        name_thread(kTasksPid, task_tid(task), names_.back(), task);
    }
}

TextBuffer& PerfettoWriter::begin_event(std::string_view phase, std::int64_t pid, std::int64_t tid, Instant at) {
    out_ << (is_first_ ? "\n" : ",\n") << "{\"ph\":\"" << phase << "\",\"pid\":" << pid << ",\"tid\":" << tid
         << ",\"ts\":";
    is_first_ = false;
    return out_.fraction(at.ns, 3);
}

void PerfettoWriter::name_process(std::int64_t pid, std::string_view name) {
    begin_event("M", pid, pid, {}) << ",\"name\":\"process_name\",\"args\":{\"name\":" << name << "}}";
    begin_event("M", pid, pid, {}) << ",\"name\":\"process_sort_index\",\"args\":{\"sort_index\":" << pid << "}}";
}

void PerfettoWriter::name_thread(std::int64_t pid, std::int64_t tid, std::string_view name, std::int64_t place) {
    begin_event("M", pid, tid, {}) << ",\"name\":\"thread_name\",\"args\":{\"name\":" << name << "}}";
    begin_event("M", pid, tid, {}) << ",\"name\":\"thread_sort_index\",\"args\":{\"sort_index\":" << place << "}}";
}

void PerfettoWriter::job_interval(const JobInterval& interval) {
    if (interval.state == JobState::queued) return;  // its task's other job is on the thread
    const std::string_view state = pinstack::name_of(interval.state);
    const auto finish = [&](bool with_cpu) {
        out_ << ",\"args\":{\"job\":" << interval.job.number;
        if (with_cpu && interval.cpu != kNoCpu) out_ << ",\"cpu\":" << interval.cpu;
        out_ << ",\"state\":\"" << state << "\",\"protection\":\"" << name_of(interval.protections) << "\"}}";
    };
    begin_event("X", kTasksPid, task_tid(interval.job.task), interval.from) << ",\"dur\":";
    out_.fraction((interval.to - interval.from).ns, 3) << ",\"cat\":\"state\",\"name\":\"" << state << '"';
    finish(true);
    if (!interval.has_cpu) return;
    begin_event("X", kCpusPid, cpu_tid(interval.cpu), interval.from) << ",\"dur\":";
    out_.fraction((interval.to - interval.from).ns, 3) << ",\"cat\":\"cpu\",\"name\":" << names_[interval.job.task];
    finish(false);
}

void PerfettoWriter::write_job(std::string_view phase, Instant at, JobId job) {
    begin_event(phase, kTasksPid, task_tid(job.task), at)
        << ",\"cat\":\"job\",\"id\":\"" << job.task << '.' << job.number << "\",\"name\":" << names_[job.task]
        << ",\"args\":{\"job\":" << job.number << "}}";
}

void PerfettoWriter::write_mark(Instant at, JobId job, std::string_view name) {
    begin_event("i", kTasksPid, task_tid(job.task), at)
        << ",\"s\":\"t\",\"cat\":\"job\",\"name\":\"" << name << "\",\"args\":{\"job\":" << job.number << "}}";
}

void PerfettoWriter::job_released(Instant at, JobId job, Instant deadline, CpuId) {
    write_job("b", at, job);
    write_mark(at, job, "release");
    write_mark(deadline, job, "deadline");
}

void PerfettoWriter::job_completed(Instant at, JobId job, bool missed, CpuId) {
    write_job("e", at, job);
    if (missed) write_mark(at, job, "deadline missed");
}

void PerfettoWriter::protections_changed(Instant at, std::int32_t task, Protections, CpuId) {
    const std::int64_t tid = task_tid(static_cast<std::uint32_t>(task));
    sections_[static_cast<std::size_t>(task)].change(
        protections_of(task), [&](Protections) { begin_event("E", kTasksPid, tid, at) << '}'; },
        [&](SectionKind kind, Protections) {
            begin_event("B", kTasksPid, tid, at)
                << ",\"cat\":\"section\",\"name\":\"" << pinstack::name_of(kind) << "\"}";
        });
}

void PerfettoWriter::write_counters(Instant at, int stacking, int affinity, int balancing,
                                    std::span<const std::int32_t> depth) {
    if (lost_[0] != stacking || lost_[1] != affinity || lost_[2] != balancing) {
        lost_[0] = stacking, lost_[1] = affinity, lost_[2] = balancing;
        begin_event("C", kCpusPid, kCpusPid, at)
            << ",\"name\":\"CPUs lost\",\"args\":{\"stacking\":" << stacking << ",\"affinity\":" << affinity
            << ",\"balancing\":" << balancing << "}}";
    }
    for (std::size_t cpu = 0; cpu < depth_.size(); ++cpu) {
        const std::int32_t jobs = cpu < depth.size() ? depth[cpu] : 0;
        if (depth_[cpu] == jobs) continue;
        depth_[cpu] = jobs;
        begin_event("C", kCpusPid, kCpusPid, at)
            << ",\"name\":\"pinned to CPU " << cpu << "\",\"args\":{\"jobs\":" << jobs << "}}";
    }
}

void PerfettoWriter::capacity_changed(const CapacityInterval& interval) {
    write_counters(interval.from, interval.stacking_loss, interval.affinity_loss, interval.balancing_loss,
                   interval.depth);
}

void PerfettoWriter::ended(Instant at) { write_counters(at, 0, 0, 0, {}); }

void PerfettoWriter::close() {
    out_ << "\n]";
    out_.flush();
}

}  // namespace pinstack
