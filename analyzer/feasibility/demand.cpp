// SPDX-License-Identifier: Apache-2.0
#include "analyzer/feasibility/demand.hpp"

#include <algorithm>

#include "analyzer/feasibility/feasibility.hpp"
#include "analyzer/run/concrete_jobs.hpp"
#include "model/engine/simulation.hpp"
#include "model/random/counter_stream.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kMostJobs = 100'000;
constexpr std::size_t kMostPins = 1'000'000;

/// A part of a job's run time that it executed while it was pinned.
struct PinnedPart {
    JobId job;
    std::int64_t from, to;  // of the run time of the job
    CpuId cpu;
};

/// In the order of each task's jobs.
class PinWatcher : public Observer {
public:
    explicit PinWatcher(std::size_t tasks) : progress_(tasks), parts_(tasks) {}
    void job_interval(const JobInterval& each) override {
        if (each.state != JobState::running) return;
        Progress& progress = progress_[each.job.task];
        if (progress.number != each.job.number) progress = {each.job.number, 0};
        const std::int64_t from = progress.run;
        progress.run += (each.to - each.from).ns;
        if (!each.protections.migrate_disabled) return;
        std::vector<PinnedPart>& parts = parts_[each.job.task];
        if (!parts.empty() && parts.back().job == each.job && parts.back().to == from && parts.back().cpu == each.cpu) {
            parts.back().to = progress.run;
        } else if (++count_ <= kMostPins) {
            parts.push_back({each.job, from, progress.run, each.cpu});
        }
    }
    const std::vector<std::vector<PinnedPart>>& parts() const { return parts_; }
    bool has_all() const { return count_ <= kMostPins; }

private:
    struct Progress {
        std::uint64_t number = 0;
        std::int64_t run = 0;
    };
    std::vector<Progress> progress_;  // of each task: its current job
    std::vector<std::vector<PinnedPart>> parts_;
    std::size_t count_ = 0;
};

/// A suspension after so much of the run time.
struct Pause {
    std::int64_t after, length;
};

class DemandMaker {
public:
    DemandMaker(const System& system, WindowEnd end, Demand& out)
        : system_(system), end_(end), random_(system.seed), out_(out) {
        const int cpus = out.cpus = system.platform.cpus;
        for (const Task& task : system.tasks) {
            const bool is_restricted = task.affinity && task.affinity->count() < cpus;
            mask_of_task_.push_back(is_restricted ? add_mask(*task.affinity) : kAnyCpu);
        }
        mask_of_cpu_.assign(static_cast<std::size_t>(cpus), kAnyCpu);
    }

    /// `parts`: of this job, by their place in its run time.
    void add(const ConcreteJob& job, const PinnedPart* parts, const PinnedPart* parts_end) {
        run_ = 0;
        pauses_.clear();
        timed_ = 0;
        draw(system_.tasks[job.id.task].body, job.id);
        cuts_ = {0, run_};
        for (const Pause& pause : pauses_) cuts_.push_back(pause.after);
        for (const PinnedPart* part = parts; part != parts_end; ++part) {
            cuts_.push_back(part->from);
            cuts_.push_back(part->to);
        }
        std::sort(cuts_.begin(), cuts_.end());
        cuts_.erase(std::unique(cuts_.begin(), cuts_.end()), cuts_.end());
        for (std::size_t i = 0; i + 1 < cuts_.size(); ++i) {
            while (parts != parts_end && parts->to <= cuts_[i]) ++parts;
            const bool is_pinned = parts != parts_end && parts->from <= cuts_[i];
            add_piece(job, cuts_[i], cuts_[i + 1], is_pinned ? mask_of(parts->cpu) : mask_of_task_[job.id.task]);
        }
    }

private:
    std::int32_t add_mask(const CpuSet& mask) {
        const auto same = std::find(out_.masks.begin(), out_.masks.end(), mask);
        if (same != out_.masks.end()) return static_cast<std::int32_t>(same - out_.masks.begin());
        out_.masks.push_back(mask);
        return static_cast<std::int32_t>(out_.masks.size()) - 1;
    }
    std::int32_t mask_of(CpuId cpu) {
        std::int32_t& mask = mask_of_cpu_[static_cast<std::size_t>(cpu)];
        if (mask == kAnyCpu) {
            CpuSet alone(out_.cpus);
            alone.insert(cpu);
            mask = add_mask(alone);
        }
        return mask;
    }
    void draw(const Body& body, JobId job) {
        for (const Operation& it : body) {
            if (is_bracket(it.kind)) {
                draw(it.body, job);
                continue;
            }
            const std::int64_t length = random_.draw(it.time, Stream::run_time, job.task, job.number, timed_++).ns;
            if (it.kind == OperationKind::run) {
                run_ += length;
            } else {
                pauses_.push_back({run_, length});
            }
        }
    }
    void add_piece(const ConcreteJob& job, std::int64_t from, std::int64_t to, std::int32_t mask) {
        std::int64_t before = from, behind = run_ - to;
        for (const Pause& pause : pauses_) (pause.after <= from ? before : behind) += pause.length;
        if (end_ == WindowEnd::deadline) behind = 0;
        out_.pieces.push_back(
            {job.release + Duration{before}, job.deadline - Duration{behind}, {to - from}, job.id.task, mask});
    }

    const System& system_;
    WindowEnd end_;
    CounterStream random_;
    Demand& out_;
    std::vector<std::int32_t> mask_of_task_, mask_of_cpu_;
    // Of the job:
    std::int64_t run_ = 0;
    std::uint32_t timed_ = 0;
    std::vector<Pause> pauses_;
    std::vector<std::int64_t> cuts_;
};

bool suspends(const Body& body) {
    return std::any_of(body.begin(), body.end(),
                       [](const Operation& it) { return it.kind == OperationKind::suspend || suspends(it.body); });
}

}  // namespace

std::optional<Demand> demand_of(const System& system, const Variant& variant, bool with_pins, WindowEnd end) {
    const auto jobs = concrete_jobs(system, variant, kMostJobs);
    if (!jobs || jobs->size() > kMostJobs) return std::nullopt;
    const auto horizon = resolve_horizon(system);
    const Instant last = horizon && *horizon ? **horizon : Instant{kTimeLimitNs};
    PinWatcher watcher(system.tasks.size());
    if (with_pins && system.platform.cpus > 1) {
        if (const auto simulation = Simulation::create(system, variant)) simulation->run(&watcher);
        if (!watcher.has_all()) return std::nullopt;
    }
    Demand out;
    DemandMaker maker(system, end, out);
    std::vector<std::size_t> next(system.tasks.size(), 0);  // pinned part of each task
    for (const ConcreteJob& job : *jobs) {
        const std::vector<PinnedPart>& parts = watcher.parts()[job.id.task];
        std::size_t& first = next[job.id.task];
        std::size_t behind = first;
        while (behind < parts.size() && parts[behind].job == job.id) ++behind;
        if (job.deadline <= last) maker.add(job, parts.data() + first, parts.data() + behind);
        first = behind;
    }
    return out;
}

Feasibility feasibility_of(const System& system, const Variant& variant) {
    Feasibility out;
    const auto demand = demand_of(system, variant, true, WindowEnd::deadline);
    const auto plain = demand_of(system, variant, false, WindowEnd::deadline);
    const auto latest = demand_of(system, variant, true, WindowEnd::latest);
    if (!demand || !plain || !latest) return out;
    out.has_pins = plain->pieces != demand->pieces;
    const bool has_suspension =
        std::any_of(system.tasks.begin(), system.tasks.end(), [](const Task& task) { return suspends(task.body); });
    // Who runs where no CPU goes offline may be late where one does.
    out.is_exact = !out.has_pins && !has_suspension && system.events.empty();
    const auto simulation = Simulation::create(system, variant);
    if (simulation && simulation->run().deadline_misses() == 0) {
        out.late = Duration{0};  // the run itself shows how
        out.is_exact = true;
        return out;
    }
    out.late = least_late_work(*demand);
    if (!out.late) return out;
    if (out.has_pins) {
        // Parts of a job that differ in their masks may overlap in the flow: without pins it can tell more.
        const auto without = least_late_work(*plain);
        if (without) out.late = std::max(*out.late, *without);
    }
    out.some_miss = out.late->ns > 0;
    if (!out.some_miss && latest->pieces != demand->pieces) {
        const auto late_or_missed = least_late_work(*latest);
        out.some_miss = late_or_missed && late_or_missed->ns > 0;
    }
    return out;
}

}  // namespace pinstack
