// SPDX-License-Identifier: Apache-2.0
#include "analyzer/trace/against.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include "model/engine/simulation.hpp"

namespace pinstack {

namespace {

constexpr std::int32_t kFree = -1, kUnknown = -2;

/// Who has a CPU from `from` to `to`: a task of the file; kFree, maybe another thread; kUnknown.
struct Piece {
    Instant from, to;
    std::int32_t task = kFree;
    ThreadId thread = kNoThread;
};
using Pieces = std::vector<Piece>;  // of a CPU: ascending, without overlap

/// Who ran where in the simulation, and when tasks were first released.
class PieceWatcher : public Observer {
public:
    PieceWatcher(int cpus, std::size_t tasks, std::size_t most)
        : pieces_(static_cast<std::size_t>(cpus)), first_(tasks), most_(most) {}
    void released(Instant at, JobId job, Instant) override {
        if (!first_[job.task]) first_[job.task] = at;
    }
    void job_interval(const JobInterval& each) override {
        if (!each.has_cpu || each.from >= end_) return;
        if (count_ == most_) {
            end_ = each.from;
            return;
        }
        ++count_;
        pieces_[static_cast<std::size_t>(each.cpu)].push_back(
            {each.from, each.to, static_cast<std::int32_t>(each.job.task)});
    }
    std::vector<Pieces>& pieces() { return pieces_; }
    const std::vector<std::optional<Instant>>& first_releases() const { return first_; }
    Instant end() const { return end_; }  ///< of what was kept

private:
    std::vector<Pieces> pieces_;
    std::vector<std::optional<Instant>> first_;
    std::size_t most_, count_ = 0;
    Instant end_{kTimeLimitNs};
};

class Comparer {
public:
    Comparer(const TraceRun& trace, const System& system, const AgainstOptions& options, TraceComparison& out)
        : trace_(trace), system_(system), options_(options), out_(out) {}

    void match_names();
    bool has_match() const { return !out_.tasks.empty(); }
    /// False where no release is there to align by.
    bool align(const PieceWatcher& run);
    /// False where nothing is left to compare.
    bool set_window(Duration span, Instant kept_until);
    void compare(PieceWatcher& run);

private:
    Instant in_trace(Instant at) const {
        return {out_.start.ns + static_cast<std::int64_t>(std::llround(static_cast<double>(at.ns) * out_.scale))};
    }
    std::vector<Pieces> pieces_of_trace() const;
    void compare_cpu(CpuId cpu, const Pieces& trace, const Pieces& run, Agreement& into);
    void count(CpuId cpu, Instant from, Instant to, const Piece& trace, std::int32_t run, Agreement& into);
    void end_difference(Instant at);
    void compare_tasks(const std::vector<Pieces>& trace, const std::vector<Pieces>& run);

    const TraceRun& trace_;
    const System& system_;
    const AgainstOptions& options_;
    TraceComparison& out_;
    std::vector<std::int32_t> file_task_;   // of each task of the trace; kFree = not in the file
    std::vector<std::int32_t> trace_task_;  // of each task of the file
    std::vector<std::int32_t> of_thread_;   // file task of a thread
    std::vector<std::int32_t> place_;       // of a file task in out_.tasks
    std::optional<Divergence> open_;        // a difference that goes on
};

void Comparer::match_names() {
    std::unordered_map<std::string, std::int32_t> by_name;
    for (std::size_t i = 0; i < system_.tasks.size(); ++i)
        by_name[system_.tasks[i].name] = static_cast<std::int32_t>(i);
    file_task_.assign(trace_.tasks.size(), kFree);
    trace_task_.assign(system_.tasks.size(), kFree);
    place_.assign(system_.tasks.size(), kFree);
    of_thread_.assign(trace_.threads.size(), kFree);
    for (std::size_t i = 0; i < trace_.tasks.size(); ++i) {
        const auto found = by_name.find(trace_.tasks[i].name);
        if (found == by_name.end()) {
            out_.only_in_trace.push_back(trace_.tasks[i].name);
            continue;
        }
        file_task_[i] = found->second;
        trace_task_[static_cast<std::size_t>(found->second)] = static_cast<std::int32_t>(i);
        of_thread_[trace_.tasks[i].thread] = found->second;
    }
    for (std::size_t i = 0; i < system_.tasks.size(); ++i) {
        if (trace_task_[i] == kFree) {
            out_.only_in_file.push_back(system_.tasks[i].name);
        } else {
            place_[i] = static_cast<std::int32_t>(out_.tasks.size());
            out_.tasks.push_back({system_.tasks[i].name});
        }
    }
}

bool Comparer::align(const PieceWatcher& run) {
    const std::optional<RigHeader>& rig = trace_.input.rig;
    out_.scale = options_.scale.value_or(rig ? static_cast<double>(rig->scale) : 1);
    if (options_.start || rig) {
        out_.start = options_.start ? *options_.start : rig->begin;
        return true;
    }
    std::optional<std::size_t> first;
    for (std::size_t i = 0; i < system_.tasks.size(); ++i) {
        const auto& release = run.first_releases()[i];
        const bool is_seen =
            trace_task_[i] != kFree && !trace_.tasks[static_cast<std::size_t>(trace_task_[i])].jobs.empty();
        if (release && is_seen && (!first || *release < *run.first_releases()[*first])) first = i;
    }
    if (!first) return false;
    const Instant seen = trace_.tasks[static_cast<std::size_t>(trace_task_[*first])].jobs.front().release;
    out_.start = {0};
    out_.start = seen - Duration{in_trace(*run.first_releases()[*first]).ns};
    return true;
}

bool Comparer::set_window(Duration span, Instant kept_until) {
    const Instant end = in_trace(std::min(Instant{span.ns}, kept_until));
    out_.compared = {std::max(trace_.window.from, out_.start), std::min(trace_.window.to, end)};
    out_.tolerance = options_.tolerance.value_or(Duration{std::max<std::int64_t>(out_.compared.length().ns / 1000, 1)});
    return out_.compared.from < out_.compared.to;
}

std::vector<Pieces> Comparer::pieces_of_trace() const {
    std::vector<Pieces> out;
    const auto room = [&](CpuId cpu) -> Pieces& {
        if (static_cast<std::size_t>(cpu) >= out.size()) out.resize(static_cast<std::size_t>(cpu) + 1);
        return out[static_cast<std::size_t>(cpu)];
    };
    for (const TraceInterval& each : trace_.intervals) {
        if (each.state != ThreadState::running) continue;
        room(each.cpu).push_back({each.from, each.to, of_thread_[each.thread], each.thread});
    }
    for (const UnknownTime& each : trace_.unknown) room(each.cpu).push_back({each.from, each.to, kUnknown});
    for (Pieces& pieces : out) {
        std::sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return a.from < b.from; });
    }
    return out;
}

void Comparer::end_difference(Instant at) {
    if (!open_) return;
    const bool is_earlier = !out_.first || open_->at < out_.first->at;
    if (at - open_->at > out_.tolerance && is_earlier) out_.first = open_;
    open_.reset();
}

void Comparer::count(CpuId cpu, Instant from, Instant to, const Piece& trace, std::int32_t run, Agreement& into) {
    const std::int64_t length = (to - from).ns;
    if (trace.task == kUnknown) {
        into.unknown += length;
        return end_difference(from);
    }
    if (trace.task == run) {
        (run == kFree ? into.both_free : into.same_task) += length;
        if (run != kFree)
            out_.tasks[static_cast<std::size_t>(place_[static_cast<std::size_t>(run)])].same_cpu += length;
        return end_difference(from);
    }
    (run == kFree ? into.only_trace : trace.task == kFree ? into.only_run : into.other_task) += length;
    if (open_) return;
    open_ = Divergence{.at = from,
                       .in_run = {static_cast<std::int64_t>(static_cast<double>((from - out_.start).ns) / out_.scale)},
                       .cpu = cpu,
                       .trace = trace.thread == kNoThread ? "" : trace_.threads.name(trace.thread),
                       .run = run == kFree ? "" : system_.tasks[static_cast<std::size_t>(run)].name};
}

void Comparer::compare_cpu(CpuId cpu, const Pieces& trace, const Pieces& run, Agreement& into) {
    const Window window = out_.compared;
    std::size_t t = 0, r = 0;
    for (Instant now = window.from; now < window.to;) {
        while (t < trace.size() && trace[t].to <= now) ++t;
        while (r < run.size() && run[r].to <= now) ++r;
        const bool in_trace_piece = t < trace.size() && trace[t].from <= now,
                   in_run_piece = r < run.size() && run[r].from <= now;
        Instant next = window.to;
        if (t < trace.size()) next = std::min(next, in_trace_piece ? trace[t].to : trace[t].from);
        if (r < run.size()) next = std::min(next, in_run_piece ? run[r].to : run[r].from);
        count(cpu, now, next, in_trace_piece ? trace[t] : Piece{}, in_run_piece ? run[r].task : kFree, into);
        now = next;
    }
    end_difference(window.to);
}

void Comparer::compare_tasks(const std::vector<Pieces>& trace, const std::vector<Pieces>& run) {
    // Of each task, who runs at most on one CPU: its pieces in order.
    const auto by_task = [&](const std::vector<Pieces>& cpus) {
        std::vector<std::vector<std::pair<Instant, Instant>>> out(out_.tasks.size());
        for (const Pieces& pieces : cpus) {
            for (const Piece& each : pieces) {
                if (each.task < 0 || place_[static_cast<std::size_t>(each.task)] == kFree) continue;
                const Instant from = std::max(each.from, out_.compared.from), to = std::min(each.to, out_.compared.to);
                if (from < to)
                    out[static_cast<std::size_t>(place_[static_cast<std::size_t>(each.task)])].emplace_back(from, to);
            }
        }
        for (auto& each : out) std::sort(each.begin(), each.end());
        return out;
    };
    const auto in_trace_runs = by_task(trace), in_run_runs = by_task(run);
    for (std::size_t i = 0; i < out_.tasks.size(); ++i) {
        TaskAgreement& task = out_.tasks[i];
        for (const auto& [from, to] : in_trace_runs[i]) task.trace += (to - from).ns;
        for (const auto& [from, to] : in_run_runs[i]) task.run += (to - from).ns;
        std::size_t r = 0;
        for (const auto& [from, to] : in_trace_runs[i]) {
            while (r < in_run_runs[i].size() && in_run_runs[i][r].second <= from) ++r;
            for (std::size_t k = r; k < in_run_runs[i].size() && in_run_runs[i][k].first < to; ++k) {
                task.both += (std::min(to, in_run_runs[i][k].second) - std::max(from, in_run_runs[i][k].first)).ns;
            }
        }
    }
}

void Comparer::compare(PieceWatcher& run) {
    for (Pieces& pieces : run.pieces()) {
        for (Piece& each : pieces) {
            each.from = in_trace(each.from);
            each.to = in_trace(each.to);
        }
        std::sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return a.from < b.from; });
        std::erase_if(pieces, [&](const Piece& each) {
            return each.task >= 0 && place_[static_cast<std::size_t>(each.task)] == kFree;
        });
    }
    std::vector<Pieces> trace = pieces_of_trace();
    const std::size_t cpus = std::max(trace.size(), run.pieces().size());
    trace.resize(cpus);
    run.pieces().resize(cpus);
    for (const CpuId cpu : trace_.cpus) {
        if (static_cast<std::size_t>(cpu) >= cpus) continue;
        Agreement own;
        compare_cpu(cpu, trace[static_cast<std::size_t>(cpu)], run.pieces()[static_cast<std::size_t>(cpu)], own);
        out_.by_cpu.emplace_back(cpu, own);
        out_.all.same_task += own.same_task;
        out_.all.both_free += own.both_free;
        out_.all.other_task += own.other_task;
        out_.all.only_trace += own.only_trace;
        out_.all.only_run += own.only_run;
        out_.all.unknown += own.unknown;
    }
    compare_tasks(trace, run.pieces());
}

}  // namespace

Result<TraceComparison> compare_with_run(const TraceRun& trace, const System& system, const std::string& file,
                                         const AgainstOptions& options) {
    const auto nothing = [&](std::string found, std::string expected, std::string hint) {
        return tl::unexpected(Problems{{{file, 0, 0, ""}, std::move(found), std::move(expected), std::move(hint)}});
    };
    TraceComparison out;
    out.file = file;
    out.variant = to_text(system.kernel);
    const Result<Simulation> simulation = Simulation::create(system, system.kernel);
    if (!simulation) return tl::unexpected(simulation.error());
    Comparer comparer(trace, system, options, out);
    comparer.match_names();
    if (!comparer.has_match()) {
        return nothing("no task with the name of a task in the trace", "tasks named as its threads",
                       "--tasks says which threads are tasks");
    }
    PieceWatcher watcher(system.platform.cpus, system.tasks.size(), options.keep_pieces);
    const RunResult run = simulation->run(&watcher);
    if (!comparer.align(watcher)) {
        return nothing("no release that is in the trace, too", "a job that is seen whole there",
                       "--offset says where the run begins");
    }
    if (!comparer.set_window(run.span, watcher.end())) {
        return nothing("a run that lies outside of the trace", "one that overlaps it",
                       "--offset and --scale say where it lies");
    }
    comparer.compare(watcher);
    return out;
}

}  // namespace pinstack
