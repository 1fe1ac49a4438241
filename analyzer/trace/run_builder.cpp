// SPDX-License-Identifier: Apache-2.0
#include "analyzer/trace/run_builder.hpp"

#include <algorithm>
#include <tuple>

namespace pinstack {

namespace {

using CpuUse = LossAccount::CpuUse;

std::vector<char> looked_at(const TraceSurvey& survey, const TraceRun& run) {
    std::size_t cpus = survey.cpus().size();
    for (const CpuId cpu : run.cpus) cpus = std::max(cpus, static_cast<std::size_t>(cpu) + 1);
    std::vector<char> out(cpus, 0);
    for (const CpuId cpu : run.cpus) out[static_cast<std::size_t>(cpu)] = 1;
    return out;
}

}  // namespace

RunBuilder::RunBuilder(const TraceSurvey& survey, const std::vector<std::uint32_t>& task_of, TraceRun& run,
                       std::size_t keep_jobs, std::size_t keep_intervals, std::size_t keep_episodes,
                       Duration episode_gap)
    : survey_(survey),
      task_of_(task_of),
      run_(run),
      keep_intervals_(keep_intervals),
      cpus_(std::max(survey.cpus().size(), looked_at(survey, run).size())),
      account_(looked_at(survey, run), keep_episodes, episode_gap),
      now_(run.input.first) {
    recorders_.reserve(run.tasks.size());
    for (TraceTask& task : run.tasks) {
        recorders_.emplace_back(task, survey.surveyed()[task.thread].marks_sections, run.window, keep_jobs);
    }
    for (std::size_t i = 0; i < survey.cpus().size(); ++i) {
        const SurveyedCpu& surveyed = survey.cpus()[i];
        const auto cpu = static_cast<CpuId>(i);
        at(cpu).unknown_since = now_;
        if (surveyed.events == 0) continue;
        ++cpus_unknown_;
        const bool begins_in_gap = !surveyed.gaps.empty() && surveyed.gaps.front() == 0;
        if (begins_in_gap) at(cpu).next_gap = 1;
        at(cpu).in_doubt = begins_in_gap || run.input.overwritten;
        if (at(cpu).in_doubt) ++cpus_in_doubt_;
        // Numbers of threads must come in the order of the survey: only the idle loop has one before its first event.
        if (run.input.is_complete() && surveyed.first_pid == 0) run_on(cpu, kIdle);
    }
    for (const CpuId cpu : run.silent_cpus) account_.use_cpu(cpu, CpuUse::idle);
}

RunBuilder::Thread& RunBuilder::state_of(ThreadId thread) {
    if (thread >= state_.size()) state_.resize(std::max<std::size_t>(thread + 1, threads_.size()));
    return state_[thread];
}

void RunBuilder::pass(Instant now) {
    if (now <= now_) return;
    const Instant from = std::max(now_, run_.window.from), to = std::min(now, run_.window.to);
    if (from < to) account_.pass(to - from, to);
    now_ = now;
}

void RunBuilder::keep_interval(ThreadId thread, const Thread& state) {
    const bool is_kept = state.state == ThreadState::running ||
                         (is_task(thread) && (state.state == ThreadState::waiting ||
                                              (state.state == ThreadState::sleeping && state.pin == Pin::yes)));
    const Instant from = std::max(state.since, run_.window.from), to = std::min(now_, run_.window.to);
    if (!is_kept || from >= to) return;
    if (is_task(thread)) {
        TraceTask& task = run_.tasks[task_of(thread)];
        const Duration length = to - from;
        if (state.state == ThreadState::running) {
            task.running = task.running + length;
            if (task.first_cpu == kNoCpu) task.first_cpu = state.cpu;
            const auto place = std::lower_bound(task.cpus.begin(), task.cpus.end(), state.cpu);
            if (place == task.cpus.end() || *place != state.cpu) task.cpus.insert(place, state.cpu);
        }
        if (state.state == ThreadState::waiting) task.waiting = task.waiting + length;
        if (state.state == ThreadState::waiting && state.pin == Pin::yes)
            task.waiting_pinned = task.waiting_pinned + length;
    }
    if (run_.intervals.size() >= keep_intervals_) {
        run_.intervals_cut = true;
        return;
    }
    run_.intervals.push_back({from, to, thread, state.cpu, state.state, state.pin});
}

void RunBuilder::leave_state(ThreadId thread, Thread& state) {
    keep_interval(thread, state);
    const std::uint32_t task = task_of(thread);
    if (state.state == ThreadState::waiting) {
        account_.queue_on(state.cpu, -1);
        if (task != kNoTask) account_.stop_waiting(task);
        const ThreadId last = waiting_.back();
        waiting_[state.place] = last;
        state_[last].place = state.place;
        waiting_.pop_back();
    }
    if (task != kNoTask && state.state != ThreadState::unknown && state.pin == Pin::yes) account_.pin_to(state.cpu, -1);
}

void RunBuilder::change(ThreadId thread, ThreadState next, CpuId cpu, Pin pin) {
    Thread& state = state_of(thread);
    leave_state(thread, state);
    const std::uint32_t task = task_of(thread);
    state.state = next;
    state.cpu = cpu;
    state.since = now_;
    state.pin = pin;
    if (next == ThreadState::waiting) {
        account_.queue_on(cpu, +1);
        if (task != kNoTask) account_.wait(task, state.priority, pin, cpu);
        state.place = static_cast<std::uint32_t>(waiting_.size());
        waiting_.push_back(thread);
    }
    if (task != kNoTask && next != ThreadState::unknown && pin == Pin::yes) account_.pin_to(cpu, +1);
}

void RunBuilder::lose_sight(ThreadId thread) {
    if (thread == kIdle || thread == kNoThread) return;
    Thread& state = state_of(thread);
    if (state.state == ThreadState::unknown) return;
    change(thread, ThreadState::unknown, kNoCpu, Pin::unknown);
    if (is_task(thread)) recorders_[task_of(thread)].lost(now_);
}

void RunBuilder::take_back(ThreadId thread) {
    Thread& state = state_of(thread);
    if (state.state == ThreadState::unknown) return;
    state.since = now_;
    lose_sight(thread);
}

void RunBuilder::run_on(CpuId cpu, ThreadId thread) {
    Cpu& here = at(cpu);
    if (here.thread == kNoThread) {
        --cpus_unknown_;
        keep_unknown(cpu);
    }
    if (thread == kNoThread) {
        ++cpus_unknown_;
        here.unknown_since = now_;
    }
    here.thread = thread;
    account_.use_cpu(cpu, thread == kNoThread ? CpuUse::unknown
                          : thread == kIdle   ? CpuUse::idle
                          : is_task(thread)   ? CpuUse::task
                                              : CpuUse::other);
}

void RunBuilder::keep_unknown(CpuId cpu) {
    const Instant from = std::max(at(cpu).unknown_since, run_.window.from), to = std::min(now_, run_.window.to);
    const bool counts = std::binary_search(run_.cpus.begin(), run_.cpus.end(), cpu);
    if (counts && from < to && run_.unknown.size() < keep_intervals_) run_.unknown.push_back({cpu, from, to});
}

void RunBuilder::enter_gap(CpuId cpu) {
    Cpu& here = at(cpu);
    if (here.thread != kNoThread) lose_sight(here.thread);
    run_on(cpu, kNoThread);
    if (!here.in_doubt) ++cpus_in_doubt_;
    here.in_doubt = true;
    // Whoever is not pinned to another CPU may have come here and run, or been woken to do so.
    const auto is_sure = [&](const Thread& state) { return state.cpu != cpu && state.pin == Pin::yes; };
    std::vector<ThreadId> gone;
    for (const ThreadId thread : waiting_) {
        if (!is_sure(state_[thread])) gone.push_back(thread);
    }
    for (const TraceTask& task : run_.tasks) {
        if (task.thread >= state_.size()) continue;
        const Thread& state = state_[task.thread];
        if (state.state == ThreadState::sleeping && !is_sure(state)) gone.push_back(task.thread);
    }
    for (const ThreadId thread : gone) lose_sight(thread);
}

void RunBuilder::leave_gap(Cpu& cpu) {
    if (cpu.in_doubt) --cpus_in_doubt_;
    cpu.in_doubt = false;
}

void RunBuilder::note_depth(const TraceEvent& event) {
    const ThreadId thread = at(event.cpu).thread;
    // Events between a switch and its end are recorded as of the thread before: they tell nothing of this one.
    if (thread == kNoThread || !is_task(thread) || threads_.pid(thread) != event.pid || event.migrate_depth < 0) return;
    recorders_[task_of(thread)].seen(now_, event.migrate_depth);
    const Pin pin = event.migrate_depth > 0 ? Pin::yes : Pin::no;
    const Thread& state = state_of(thread);
    if (state.state == ThreadState::running && state.pin != pin) change(thread, ThreadState::running, event.cpu, pin);
}

void RunBuilder::switched(const TraceEvent& event, const EventThreads& threads) {
    const ThreadId prev = threads.subject, next = threads.next;
    const Pin pin = event.migrate_depth < 0 ? Pin::unknown : event.migrate_depth > 0 ? Pin::yes : Pin::no;
    if (prev != kIdle) {
        Thread& state = state_of(prev);
        if (state.state != ThreadState::running || state.cpu != event.cpu) {
            take_back(prev);
            change(prev, ThreadState::running, event.cpu, pin);
        }
        state.priority = event.priority;
        const bool may_have_gone = cpus_in_doubt_ > 0 && pin != Pin::yes;
        change(prev, event.stays_ready ? ThreadState::waiting : ThreadState::sleeping, event.cpu, pin);
        if (is_task(prev))
            recorders_[task_of(prev)].taken_off(now_, event.stays_ready, event.state == 'D' || pin == Pin::yes);
        if (may_have_gone) lose_sight(prev);
    }
    if (next != kIdle) {
        Thread& state = state_of(next);
        const bool is_pin_known = state.state == ThreadState::waiting || state.state == ThreadState::sleeping;
        const Pin kept = is_pin_known ? state.pin : Pin::unknown;
        // From sleep without a wake-up, or from another CPU: since when it was ready is not known.
        if (state.state != ThreadState::waiting) take_back(next);
        state.priority = event.next_priority;
        if (is_task(next)) recorders_[task_of(next)].put_on(now_, event.cpu);
        change(next, ThreadState::running, event.cpu, kept);
    }
    run_on(event.cpu, next);
}

void RunBuilder::woken(const TraceEvent& event, ThreadId thread) {
    if (thread == kIdle) return;
    Thread& state = state_of(thread);
    state.priority = event.priority;
    const bool is_asleep = state.state == ThreadState::sleeping;
    const Pin pin = event.kind == TraceEvent::Kind::sched_wakeup_new ? Pin::no : state.pin;
    if (is_asleep && cpus_in_doubt_ > 0 && pin != Pin::yes) return lose_sight(thread);
    // One that was never seen is asleep unless it runs, and that can only be where nothing is known.
    if (is_asleep || (state.state == ThreadState::unknown && cpus_unknown_ == 0)) {
        if (is_task(thread)) recorders_[task_of(thread)].woken(now_, event.kind == TraceEvent::Kind::sched_wakeup_new);
        change(thread, ThreadState::waiting, pin == Pin::yes ? state.cpu : event.target, pin);
    } else {
        moved(event, thread);
    }
}

void RunBuilder::moved(const TraceEvent& event, ThreadId thread) {
    if (thread == kIdle) return;
    const Thread& state = state_of(thread);
    if (state.state != ThreadState::waiting || state.cpu == event.target) return;
    // A thread that is moved is not pinned, whatever was seen.
    change(thread, ThreadState::waiting, event.target, Pin::no);
}

void RunBuilder::see_running(CpuId cpu, ThreadId thread) {
    run_on(cpu, thread);
    if (thread == kIdle) return;
    take_back(thread);
    if (is_task(thread)) recorders_[task_of(thread)].put_on(now_, cpu);
    change(thread, ThreadState::running, cpu, Pin::unknown);
}

void RunBuilder::event(const TraceEvent& event) {
    pass(event.at);
    Cpu& cpu = at(event.cpu);
    using Kind = TraceEvent::Kind;
    const EventThreads threads = threads_.resolve(event);
    if (threads_.size() > state_.size()) state_.resize(threads_.size());
    if (threads.here != kNoThread) {
        if (cpu.thread == kNoThread) see_running(event.cpu, threads.here);
        leave_gap(cpu);
    }
    note_depth(event);
    switch (event.kind) {
        case Kind::sched_switch:
            switched(event, threads);
            break;
        case Kind::sched_waking:
        case Kind::sched_wakeup:
        case Kind::sched_wakeup_new:
            woken(event, threads.subject);
            break;
        case Kind::sched_migrate_task:
            moved(event, threads.subject);
            break;
        case Kind::sched_pi_setprio:
            if (threads.subject != kIdle) state_of(threads.subject).priority = event.priority;
            break;
        case Kind::mark:
            if (is_task(threads.here) && cpu.thread == threads.here) {
                recorders_[task_of(threads.here)].marked(now_, event.mark, event.is_slice);
            }
            break;
        case Kind::sched_process_fork:
        case Kind::other:
            break;
    }
    const auto& gaps = survey_.cpus()[static_cast<std::size_t>(event.cpu)].gaps;
    if (cpu.next_gap < gaps.size() && gaps[cpu.next_gap] == event.line) {
        ++cpu.next_gap;
        ++run_.doubts;
        enter_gap(event.cpu);
    }
}

void RunBuilder::finish() {
    pass(run_.window.to);
    now_ = std::max(now_, run_.window.to);
    for (ThreadId thread = 0; thread < state_.size(); ++thread) leave_state(thread, state_[thread]);
    for (const CpuId cpu : run_.cpus) {
        const bool is_silent = std::binary_search(run_.silent_cpus.begin(), run_.silent_cpus.end(), cpu);
        if (static_cast<std::size_t>(cpu) < cpus_.size() && at(cpu).thread == kNoThread && !is_silent)
            keep_unknown(cpu);
    }
    account_.finish();
    run_.capacity = account_.capacity();
    run_.by_cpu = account_.by_cpu();
    run_.overloaded = account_.overloaded();
    run_.stacking = account_.take_stacking();
    for (std::uint32_t task = 0; task < run_.tasks.size(); ++task) {
        const LossAccount::Losses losses = account_.losses_of(task);
        run_.tasks[task].stacking_loss = losses.stacking;
        run_.tasks[task].unpinned_loss = losses.unpinned;
        run_.tasks[task].unclear_loss = losses.unclear;
    }
    std::sort(run_.intervals.begin(), run_.intervals.end(), [](const TraceInterval& a, const TraceInterval& b) {
        return std::tuple(a.from, a.cpu, a.thread) < std::tuple(b.from, b.cpu, b.thread);
    });
    run_.threads = std::move(threads_);
}

}  // namespace pinstack
