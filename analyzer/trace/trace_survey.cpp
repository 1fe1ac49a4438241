// SPDX-License-Identifier: Apache-2.0
#include "analyzer/trace/trace_survey.hpp"

#include <algorithm>

namespace pinstack {

int SurveyedThread::base_priority() const {
    int best = 0;
    std::int64_t longest = -1;
    for (const auto& [priority, ns] : run_by_priority) {
        if (ns <= longest) continue;
        longest = ns;
        best = priority;
    }
    return best;
}

EventThreads TraceSurvey::resolve(const TraceEvent& event) {
    const EventThreads threads = threads_.resolve(event);
    if (threads_.size() > surveyed_.size()) {
        surveyed_.resize(threads_.size());
        runs_on_.resize(threads_.size(), kNoCpu);
    }
    return threads;
}

void TraceSurvey::note_priority(ThreadId thread, int priority, std::int64_t ns) {
    if (thread == kIdle || thread == kNoThread) return;
    auto& list = surveyed_[thread].run_by_priority;
    const auto at = std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.first == priority; });
    if (at != list.end()) {
        at->second += ns;
    } else {
        list.emplace_back(priority, ns);
    }
}

void TraceSurvey::make_room(CpuId cpu) {
    if (static_cast<std::size_t>(cpu) < cpus_.size()) return;
    cpus_.resize(static_cast<std::size_t>(cpu) + 1);
    running_.resize(static_cast<std::size_t>(cpu) + 1);
}

void TraceSurvey::note_gap(CpuId cpu) {
    make_room(cpu);
    auto& gaps = cpus_[static_cast<std::size_t>(cpu)].gaps;
    Running& running = running_[static_cast<std::size_t>(cpu)];
    if (gaps.empty() || gaps.back() != running.last_line) gaps.push_back(running.last_line);
    running.thread = kNoThread;
}

void TraceSurvey::lost(CpuId cpu) { note_gap(cpu); }

void TraceSurvey::note_place(ThreadId thread, CpuId cpu) {
    if (thread == kIdle) return;
    const CpuId before = runs_on_[thread];
    if (before != kNoCpu && before != cpu && running_[static_cast<std::size_t>(before)].thread == thread)
        note_gap(before);
    runs_on_[thread] = cpu;
}

void TraceSurvey::switched(const TraceEvent& event, const EventThreads& threads) {
    Running& cpu = running_[static_cast<std::size_t>(event.cpu)];
    const ThreadId prev = threads.subject, next = threads.next;
    if (cpu.thread != kNoThread && cpu.thread != prev) note_gap(event.cpu);
    note_place(prev, event.cpu);
    note_priority(prev, event.priority, cpu.thread == prev ? (event.at - cpu.since).ns : 0);
    note_priority(next, event.next_priority, 0);
    if (prev != kIdle) runs_on_[prev] = kNoCpu;
    note_place(next, event.cpu);
    cpu.thread = next;
    cpu.since = event.at;
}

void TraceSurvey::event(const TraceEvent& event) {
    make_room(event.cpu);
    const auto at = static_cast<std::size_t>(event.cpu);
    if (cpus_[at].events++ == 0) cpus_[at].first_pid = event.pid;
    const EventThreads threads = resolve(event);
    using Kind = TraceEvent::Kind;
    if (event.kind == Kind::sched_switch) switched(event, threads);
    if (event.kind == Kind::sched_waking) note_priority(threads.subject, event.priority, 0);
    if (event.kind == Kind::mark && threads.here != kIdle) {
        SurveyedThread& marks = surveyed_[threads.here];
        marks.marks_jobs = marks.marks_jobs || event.mark == TraceMark::job_begin;
        marks.marks_sections =
            marks.marks_sections || event.mark == TraceMark::md_enter || event.mark == TraceMark::np_enter;
    }
    running_[at].last_line = event.line;
}

}  // namespace pinstack
