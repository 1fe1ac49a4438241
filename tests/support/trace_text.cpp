// SPDX-License-Identifier: Apache-2.0
#include "tests/support/trace_text.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <numeric>
#include <set>
#include <stdexcept>

#include "model/engine/simulation.hpp"

namespace pinstack::test {
namespace {

const char* header_of(FlagLayout layout) {
    switch (layout) {
        case FlagLayout::four:
            return "#                                _-----=> irqs-off\n"
                   "#                               / _----=> need-resched\n"
                   "#                              | / _---=> hardirq/softirq\n"
                   "#                              || / _--=> preempt-depth\n"
                   "#                              ||| /     delay\n"
                   "#           TASK-PID     CPU#  ||||  TIMESTAMP  FUNCTION\n";
        case FlagLayout::five:
            return "#                                _-----=> irqs-off/BH-disabled\n"
                   "#                               / _----=> need-resched\n"
                   "#                              | / _---=> hardirq/softirq\n"
                   "#                              || / _--=> preempt-depth\n"
                   "#                              ||| / _-=> migrate-disable\n"
                   "#                              |||| /     delay\n"
                   "#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION\n";
        case FlagLayout::seven:
            return "#                                _-------=> irqs-off/BH-disabled\n"
                   "#                               / _------=> need-resched\n"
                   "#                              | / _-----=> need-resched-lazy\n"
                   "#                              || / _----=> hardirq/softirq\n"
                   "#                              ||| / _---=> preempt-depth\n"
                   "#                              |||| / _--=> preempt-lazy-depth\n"
                   "#                              ||||| / _-=> migrate-disable\n"
                   "#                              |||||| /     delay\n"
                   "#           TASK-PID     CPU#  |||||||  TIMESTAMP  FUNCTION\n";
    }
    return "";
}

}  // namespace

TraceText::Thread idle_of(int cpu) { return {fmt::format("swapper/{}", cpu), 0, 120}; }

void TraceText::line(std::int64_t ns, int cpu, const Thread& here, int depth, const std::string& event) {
    const std::string md = depth == 0 ? "." : fmt::format("{:x}", depth);
    const std::string flags = layout_ == FlagLayout::four   ? "d..2"
                              : layout_ == FlagLayout::five ? "d..2" + md
                                                            : "d...2." + md;
    body_ += fmt::format("{:>16}-{:<7} [{:03}] {} {:5}.{:09}: {}\n", here.pid == 0 ? "<idle>" : here.comm, here.pid,
                         cpu, flags, ns / 1'000'000'000, ns % 1'000'000'000, event);
    ++events_;
}

void TraceText::sched_switch(std::int64_t ns, int cpu, const Thread& prev, int depth, const std::string& state,
                             const Thread& next) {
    line(ns, cpu, prev, depth,
         fmt::format("sched_switch: prev_comm={} prev_pid={} prev_prio={} prev_state={} ==> next_comm={} next_pid={} "
                     "next_prio={}",
                     prev.comm, prev.pid, prev.prio, state, next.comm, next.pid, next.prio));
}

void TraceText::wake(std::int64_t ns, int cpu, const Thread& here, const Thread& woken, int target) {
    for (const char* event : {"sched_waking", "sched_wakeup"}) {
        line(ns, cpu, here, 0,
             fmt::format("{}: comm={} pid={} prio={} target_cpu={:03}", event, woken.comm, woken.pid, woken.prio,
                         target));
    }
}

std::string TraceText::text(int cpus, bool complete) const {
    return fmt::format(
        "# tracer: nop\n#\n# entries-in-buffer/entries-written: {}/{}   #P:{}\n#\n{}#              | |         |\n{}",
        events_, complete ? events_ : events_ + 1, cpus, header_of(layout_), body_);
}

namespace {

struct TaskState {
    enum Kind { none, sleeping, waiting, running } kind = none;
    int cpu = -1;
    bool pinned = false;
    std::uint64_t job = 0;
    friend bool operator==(const TaskState&, const TaskState&) = default;
};

/// What each task does from each instant on at which it changes.
class StateWatcher : public Observer {
public:
    explicit StateWatcher(std::size_t tasks) : changes_(tasks) {}
    void job_interval(const JobInterval& each) override {
        if (each.state == JobState::queued) return;
        const auto kind = each.has_cpu                        ? TaskState::running
                          : each.state == JobState::suspended ? TaskState::sleeping
                                                              : TaskState::waiting;
        auto& mine = changes_[each.job.task];
        mine[each.from.ns] = {kind, each.cpu, each.protections.migrate_disabled, each.job.number};
        mine.try_emplace(each.to.ns);  // none, unless another interval begins there
    }
    const std::vector<std::map<std::int64_t, TaskState>>& changes() const { return changes_; }

private:
    std::vector<std::map<std::int64_t, TaskState>> changes_;
};

class RunWriter {
public:
    RunWriter(const System& system, std::int64_t base, FlagLayout layout)
        : system_(system),
          base_(base),
          cpus_(system.platform.cpus),
          text_(layout),
          on_(static_cast<std::size_t>(cpus_), -1),
          state_(system.tasks.size()),
          last_cpu_(system.tasks.size(), 0) {
        std::vector<std::size_t> order(system.tasks.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return system.tasks[a].priority.value_or(0) > system.tasks[b].priority.value_or(0);
        });
        if (order.size() > 98) throw std::logic_error("too many tasks for priorities of their own");
        threads_.resize(order.size());
        for (std::size_t rank = 0; rank < order.size(); ++rank) {
            const std::size_t task = order[rank];
            threads_[task] = {system.tasks[task].name, 1000 + static_cast<int>(task), static_cast<int>(rank)};
        }
    }

    std::string write(const std::vector<std::map<std::int64_t, TaskState>>& changes, std::int64_t span) {
        std::set<std::int64_t> instants{0, span};
        for (const auto& mine : changes) {
            for (const auto& [at, state] : mine) instants.insert(at);
        }
        for (const std::int64_t at : instants) {
            now_ = base_ + at;
            if (at == 0 || at == span) every_cpu();
            std::vector<TaskState> next = state_;
            for (std::size_t task = 0; task < changes.size(); ++task) {
                if (const auto change = changes[task].find(at); change != changes[task].end())
                    next[task] = change->second;
            }
            step(next);
        }
        return text_.text(cpus_);
    }

private:
    TraceText::Thread here(int cpu) const {
        const int task = on_[static_cast<std::size_t>(cpu)];
        return task < 0 ? idle_of(cpu) : threads_[static_cast<std::size_t>(task)];
    }
    void every_cpu() {
        for (int cpu = 0; cpu < cpus_; ++cpu) {
            const int task = on_[static_cast<std::size_t>(cpu)];
            text_.line(now_, cpu, here(cpu), task >= 0 && state_[static_cast<std::size_t>(task)].pinned ? 1 : 0,
                       "tick: here");
        }
    }
    void mark(std::size_t task, const char* what) {
        const int cpu = state_[task].cpu;
        text_.line(now_, cpu, threads_[task], 1, fmt::format("mark: @ {} {} 0", threads_[task].comm, what));
    }
    static bool is_ready(const TaskState& state) {
        return state.kind == TaskState::waiting || state.kind == TaskState::running;
    }
    void step(const std::vector<TaskState>& next) {
        // Who goes leaves; then those that wake up do; then those that come enter. So nobody is in two places.
        for (std::size_t task = 0; task < next.size(); ++task) {
            const TaskState before = state_[task];
            if (before.kind != TaskState::running) continue;
            const bool same_job = next[task].job == before.job;
            const bool pinned = same_job && next[task].pinned;
            if (before.pinned && !pinned) mark(task, "MD-");
            if (same_job && next[task].kind == TaskState::running && next[task].cpu == before.cpu) continue;
            if (!before.pinned && pinned) mark(task, "MD+");
            text_.sched_switch(now_, before.cpu, threads_[task], pinned ? 1 : 0,
                               same_job && is_ready(next[task]) ? "R+" : "S", idle_of(before.cpu));
            on_[static_cast<std::size_t>(before.cpu)] = -1;
            last_cpu_[task] = before.cpu;
            state_[task].kind = same_job && is_ready(next[task]) ? TaskState::waiting : TaskState::sleeping;
            state_[task].pinned = pinned;
        }
        for (std::size_t task = 0; task < next.size(); ++task) {
            if (is_ready(state_[task]) || !is_ready(next[task])) continue;
            const int cpu = last_cpu_[task];
            if (born_.insert(task).second) {
                text_.line(now_, cpu, here(cpu), 0,
                           fmt::format("sched_wakeup_new: comm={} pid={} prio={} target_cpu={:03}", threads_[task].comm,
                                       threads_[task].pid, threads_[task].prio, cpu));
            } else {
                text_.wake(now_, cpu, here(cpu), threads_[task], cpu);
            }
        }
        for (std::size_t task = 0; task < next.size(); ++task) {
            if (next[task].kind != TaskState::waiting || !next[task].pinned || state_[task].pinned) continue;
            // It ran for no time, into its section.
            const int cpu = next[task].cpu, other = on_[static_cast<std::size_t>(cpu)];
            const bool other_pinned = other >= 0 && next[static_cast<std::size_t>(other)].pinned;
            text_.sched_switch(now_, cpu, here(cpu), other_pinned ? 1 : 0, other < 0 ? "R" : "R+", threads_[task]);
            text_.sched_switch(now_, cpu, threads_[task], 1, "R+", here(cpu));
        }
        for (std::size_t task = 0; task < next.size(); ++task) {
            if (next[task].kind != TaskState::running) continue;
            const int cpu = next[task].cpu;
            const bool was_pinned = state_[task].pinned;
            if (on_[static_cast<std::size_t>(cpu)] != static_cast<int>(task)) {
                text_.sched_switch(now_, cpu, idle_of(cpu), 0, "R", threads_[task]);
                on_[static_cast<std::size_t>(cpu)] = static_cast<int>(task);
            }
            state_[task] = next[task];
            if (!was_pinned && next[task].pinned) mark(task, "MD+");
        }
        state_ = next;
    }

    const System& system_;
    std::int64_t base_, now_ = 0;
    int cpus_;
    TraceText text_;
    std::vector<TraceText::Thread> threads_;
    std::vector<int> on_;
    std::vector<TaskState> state_;
    std::vector<int> last_cpu_;
    std::set<std::size_t> born_;  // tasks that were woken before
};

}  // namespace

std::string trace_of_run(const System& system, std::int64_t base, FlagLayout layout) {
    const auto simulation = Simulation::create(system, system.kernel);
    if (!simulation) throw std::logic_error(to_text(simulation.error()));
    StateWatcher watcher(system.tasks.size());
    const RunResult result = simulation->run(&watcher);
    return RunWriter(system, base, layout).write(watcher.changes(), result.span.ns);
}

namespace {

bool leaves_section_asleep(const Body& body) {
    return std::any_of(body.begin(), body.end(), [](const Operation& each) {
        return is_bracket(each.kind) &&
               (each.body.back().kind == OperationKind::suspend || leaves_section_asleep(each.body));
    });
}

}  // namespace

bool leaves_sections_asleep(const System& system) {
    return std::any_of(system.tasks.begin(), system.tasks.end(),
                       [](const Task& task) { return leaves_section_asleep(task.body); });
}

TraceFile::TraceFile(std::string_view text) {
    static int number = 0;
    path_ = fmt::format("/tmp/pinstack-trace-{}-{}.txt", ::getpid(), ++number);
    std::ofstream(path_, std::ios::binary) << text;
}

TraceFile::~TraceFile() { ::unlink(path_.c_str()); }

}  // namespace pinstack::test
