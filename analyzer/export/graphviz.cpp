// SPDX-License-Identifier: Apache-2.0
#include "analyzer/export/graphviz.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "analyzer/report/display_text.hpp"
#include "analyzer/run/timeline.hpp"
#include "model/engine/simulation.hpp"
#include "model/system/lock_order.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kMostNames = 8;
constexpr std::size_t kMostBars = 2'000;  // of an episode that are looked at

/// A quoted string of dot.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : printable(text)) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

/// "T0, T1, ... and 5 more"
std::string names_of(const System& system, const std::vector<std::uint32_t>& tasks) {
    std::string out;
    for (std::size_t i = 0; i < tasks.size() && i < kMostNames; ++i)
        out += (i ? ", " : "") + system.tasks[tasks[i]].name;
    if (tasks.size() > kMostNames) out += fmt::format(" and {} more", tasks.size() - kMostNames);
    return out;
}

struct NestedLock {
    std::set<std::uint32_t> tasks;
    bool in_cycle = false;
};
using LockEdges = std::map<std::pair<std::uint32_t, std::uint32_t>, NestedLock>;  // held, taken

void collect(const Body& body, std::uint32_t task, std::vector<std::uint32_t>& held, LockEdges& edges) {
    for (const Operation& operation : body) {
        const bool is_lock = operation.kind == OperationKind::lock;
        if (is_lock) {
            for (const std::uint32_t outer : held) edges[{outer, operation.lock}].tasks.insert(task);
            held.push_back(operation.lock);
        }
        collect(operation.body, task, held, edges);
        if (is_lock) held.pop_back();
    }
}

class GraphWriter {
public:
    GraphWriter(Sink& sink, const System& system) : sink_(sink), system_(system) {}

    void write(const RunResult& result) {
        line("digraph {} {{", quoted(system_.name.empty() ? "pinstack" : system_.name));
        line("  rankdir=LR;");
        line("  label={};", quoted(fmt::format("{}, {}", system_.name, to_text(system_.kernel))));
        line("  node [shape=box, fontname=\"sans-serif\"];");
        line("  edge [fontname=\"sans-serif\", fontsize=10];");
        write_lock_order();
        write_affinity();
        if (result.stacking.worst) write_stack(*result.stacking.worst);
        for (const Finding& finding : result.findings.kept) {
            if (finding.kind != Finding::Kind::deadlock) continue;
            write_deadlock(finding);
            break;
        }
        line("}}");
    }

private:
    template <class... Arguments>
    void line(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
        sink_.write(fmt::format(text, std::forward<Arguments>(arguments)...) + "\n");
    }
    void begin_box(const char* name, const std::string& label) {
        line("  subgraph cluster_{} {{", name);
        line("    label={};", quoted(label));
    }
    void end_box() { line("  }}"); }

    void write_lock_order() {
        if (system_.locks.empty()) return;
        LockEdges edges;
        for (std::uint32_t task = 0; task < system_.tasks.size(); ++task) {
            std::vector<std::uint32_t> held;
            collect(system_.tasks[task].body, task, held, edges);
        }
        const LockOrderCycles found = find_lock_order_cycles(system_);
        for (const LockOrderCycle& cycle : found.cycles) {
            for (const LockOrderEdge& edge : cycle) edges[{edge.held, edge.taken}].in_cycle = true;
        }
        begin_box("locks", found.complete ? "lock order" : "lock order (not every cycle was looked for)");
        for (std::size_t i = 0; i < system_.locks.size(); ++i) {
            const Lock& lock = system_.locks[i];
            line("    lock{} [label={}];", i, quoted(fmt::format("{} ({})", lock.name, name_of(lock.kind))));
        }
        for (const auto& [ends, edge] : edges) {
            line("    lock{} -> lock{} [label={}{}];", ends.first, ends.second,
                 quoted(names_of(system_, {edge.tasks.begin(), edge.tasks.end()})),
                 edge.in_cycle ? ", color=red, fontcolor=red, penwidth=2" : "");
        }
        end_box();
    }

    void write_affinity() {
        std::map<CpuSet, std::vector<std::uint32_t>> tasks;
        const CpuSet all = CpuSet::all(system_.platform.cpus);
        for (std::uint32_t i = 0; i < system_.tasks.size(); ++i) {
            tasks[system_.tasks[i].affinity.value_or(all)].push_back(i);
        }
        if (tasks.size() == 1 && tasks.begin()->first == all) return;
        begin_box("affinity", "affinity");
        for (CpuId cpu = 0; cpu < system_.platform.cpus; ++cpu)
            line("    may{0} [label=\"CPU {0}\", shape=ellipse];", cpu);
        std::size_t place = 0;
        for (const auto& [mask, members] : tasks) {
            line("    mask{} [label={}];", place, quoted(names_of(system_, members)));
            for (CpuId cpu = mask.first(); cpu != kNoCpu; cpu = mask.next(cpu + 1))
                line("    mask{} -> may{};", place, cpu);
            ++place;
        }
        end_box();
    }

    void write_stack(const Episode& episode) {
        const Timeline timeline = record_timeline(system_, system_.kernel, {episode.from, episode.to}, kMostBars);
        const auto is_stacked = [&](const JobInterval& it, Instant at) {
            return it.from <= at && at < it.to && it.cpu == episode.cpu && !it.has_cpu &&
                   it.protections.migrate_disabled && it.state != JobState::suspended;
        };
        Instant when = episode.from;
        std::size_t most = 0;
        for (const JobInterval& start : timeline.intervals) {
            const auto stacked = static_cast<std::size_t>(
                std::count_if(timeline.intervals.begin(), timeline.intervals.end(),
                              [&](const JobInterval& it) { return is_stacked(it, start.from); }));
            if (stacked <= most) continue;
            most = stacked;
            when = start.from;
        }
        std::optional<JobInterval> running;
        std::vector<JobInterval> waiting;
        CpuSet idle = CpuSet::all(system_.platform.cpus);
        for (const JobInterval& it : timeline.intervals) {
            if (is_stacked(it, when)) waiting.push_back(it);
            if (!it.has_cpu || it.from > when || it.to <= when) continue;
            idle.erase(it.cpu);
            if (it.cpu == episode.cpu) running = it;
        }
        begin_box("stack", fmt::format("worst stack: CPU {} at {}; {} of CPU time lost from {} to {}", episode.cpu,
                                       to_text(Duration{when.ns}), to_text(episode.lost),
                                       to_text(Duration{episode.from.ns}), to_text(Duration{episode.to.ns})));
        line("    cpu{0} [label=\"CPU {0}\", shape=ellipse];", episode.cpu);
        std::string above = fmt::format("cpu{}", episode.cpu);
        if (running) {
            line("    running [label={}];", quoted(label_of(*running)));
            line("    running -> {} [label=\"runs on\"];", above);
            above = "running";
        }
        // Who comes next stands on top.
        std::stable_sort(waiting.begin(), waiting.end(), [&](const JobInterval& a, const JobInterval& b) {
            return urgency_of(a.job.task) > urgency_of(b.job.task);
        });
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            line("    waits{} [label={}, style=dashed];", i, quoted(label_of(waiting[i])));
            line("    waits{} -> {} [label=\"pinned, waits for\", style=dashed];", i, above);
            above = fmt::format("waits{}", i);
        }
        for (CpuId cpu = idle.first(); cpu != kNoCpu; cpu = idle.next(cpu + 1)) {
            line("    cpu{0} [label=\"CPU {0}: idle\", shape=ellipse, color=red, fontcolor=red];", cpu);
        }
        end_box();
    }

    /// Larger is more urgent: by class, where there are some. Under EDF and without priorities the relative deadline
    /// stands for it.
    std::pair<int, std::int64_t> urgency_of(std::uint32_t task) const {
        const Task& it = system_.tasks[task];
        const int of_class = system_.kernel.order == Order::linux ? -static_cast<int>(class_of(it.policy)) : 0;
        return {of_class, system_.kernel.order != Order::edf && it.priority ? *it.priority : -it.deadline.ns};
    }

    std::string label_of(const JobInterval& it) const {
        std::string out = fmt::format("{}, job {}", system_.tasks[it.job.task].name, it.job.number);
        if (it.protections.migrate_disabled) out += ", migrate_disable";
        if (it.protections.non_preemptible) out += ", preempt_disable";
        return out;
    }

    void write_deadlock(const Finding& finding) {
        begin_box("deadlock", fmt::format("deadlock at {}", to_text(Duration{finding.from.ns})));
        const std::size_t count = finding.circle.size();
        for (std::size_t i = 0; i < count; ++i) {
            const WaitFor& it = finding.circle[i];
            line("    dead{} [label={}, color=red];", i, quoted(system_.tasks[it.task].name));
            line("    dead{} -> dead{} [label={}, color=red];", i, (i + 1) % count,
                 quoted("waits for " + system_.locks[it.lock].name + ", held by"));
        }
        end_box();
    }

    Sink& sink_;
    const System& system_;
};

}  // namespace

Result<void> write_graphviz(Sink& sink, const System& system) {
    RunOptions options;
    options.keep_episodes = 0;
    const auto simulation = Simulation::create(system, system.kernel, std::move(options));
    if (!simulation) return tl::unexpected(simulation.error());
    GraphWriter(sink, system).write(simulation->run());
    return {};
}

}  // namespace pinstack
