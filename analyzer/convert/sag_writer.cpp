// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "analyzer/convert/conversion_log.hpp"
#include "analyzer/convert/export.hpp"
#include "analyzer/convert/import.hpp"
#include "analyzer/export/text_buffer.hpp"

namespace pinstack {

namespace {

struct Cost {
    Duration min, max;
    bool suspends = false, is_preemptible = false, locks = false;
};

/// `inside`: already non-preemptible.
void add(const Body& body, bool inside, Protection sections, Cost& cost) {
    for (const Operation& it : body) {
        if (it.kind == OperationKind::run) {
            cost.min = cost.min + it.time.min;
            cost.max = cost.max + it.time.max;
            cost.is_preemptible |= !inside;
        }
        cost.suspends |= it.kind == OperationKind::suspend;
        cost.locks |= it.kind == OperationKind::lock || it.kind == OperationKind::rcu_read;
        const bool is_np = it.kind == OperationKind::preempt_disable || it.kind == OperationKind::irq_disable ||
                           (it.kind == OperationKind::section && sections == Protection::preempt_disable);
        add(it.body, inside || is_np, sections, cost);
    }
}

class SagWriter {
public:
    SagWriter(Sink& sink, const System& system, TimeUnit unit)
        : sink_(sink), system_(system), unit_(nanoseconds_per(unit)), unit_name_(name_of(unit)) {}

    Result<Exported> write() {
        const auto end = resolve_horizon(system_);
        if (!end) return tl::unexpected(end.error());
        end_ = *end ? (*end)->ns : kTimeLimitNs;
        check_system_wide();
        rank_tasks();
        TextBuffer out(text_);
        out << "Task ID, Job ID, Arrival min, Arrival max, Cost min, Cost max, Deadline, Priority\n";
        for (std::size_t i = 0; i < system_.tasks.size() && !log_.has_problems(); ++i) write_task(out, i);
        out.flush();
        if (!log_.has_problems() && jobs_ == 0) log_.fail(at("/horizon"), "no job up to the end", "at least one");
        if (log_.has_problems()) return tl::unexpected(log_.take_problems());
        sink_.write(text_.text);
        return Exported{
            log_.take_warnings(),
            {fmt::format("a job set has no number of CPUs: give it to the tools, -m {}", system_.platform.cpus)}};
    }

private:
    Place at(std::string pointer) const { return {"", 0, 0, std::move(pointer)}; }
    Place at_task(std::size_t task, const char* key) const { return at(fmt::format("/tasks/{}/{}", task, key)); }

    void check_system_wide() {
        if (system_.kernel.order == Order::linux)
            log_.fail(at("/kernel/order"), "the order linux", "fp or edf", "a job has one priority in a job set");
        if (!system_.platform.costs.is_none()) log_.warn(at("/platform/costs"), "costs", "none", "they are left out");
        if (!system_.events.empty())
            log_.warn(at("/events"), "events", "none: all CPUs are there all the time", "they are left out");
    }

    /// Smaller is more urgent. Equal ones: by task ID in the tools, in file order here, which is the same.
    void rank_tasks() {
        if (system_.kernel.order == Order::edf) return;
        std::vector<std::int64_t> urgencies;
        for (const Task& task : system_.tasks) urgencies.push_back(task.priority ? -*task.priority : task.deadline.ns);
        std::vector<std::int64_t> sorted = urgencies;
        std::sort(sorted.begin(), sorted.end());
        sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
        for (const std::int64_t urgency : urgencies) {
            ranks_.push_back(std::lower_bound(sorted.begin(), sorted.end(), urgency) - sorted.begin() + 1);
        }
    }

    void write_task(TextBuffer& out, std::size_t index) {
        const Task& task = system_.tasks[index];
        Cost cost;
        add(task.body, false, system_.kernel.sections, cost);
        if (cost.suspends) {
            log_.fail(at_task(index, "body"), "a suspension", "jobs that run through",
                      "a job set has no place for it, and without it another schedule comes out");
        }
        if (cost.locks) {
            log_.warn(at_task(index, "body"), "locks or RCU", "none",
                      "they are left out: what waits for them is not seen");
        }
        if (cost.is_preemptible) {
            log_.warn(at_task(index, "body"), "a body that can be preempted", "one in `preempt_disable`",
                      "the tools take jobs as non-preemptive from beginning to end");
        }
        if (task.affinity)
            log_.warn(at_task(index, "affinity"), "an affinity", "all CPUs", "jobs run on any CPU there");
        cost_ = cost;
        std::visit([&](const auto& releases) { write_jobs(out, index, releases); }, task.releases);
    }

    void write_jobs(TextBuffer& out, std::size_t index, const Periodic& when) {
        write_series(out, index, when.offset.ns, when.period.ns, when.jitter);
    }
    void write_jobs(TextBuffer& out, std::size_t index, const Sporadic& when) {
        if (when.interarrival.distribution != Distribution::constant) {
            log_.warn(at_task(index, "min_interarrival"), "releases that vary", "releases at known distances",
                      "the smallest distance is taken");
        }
        write_series(
            out, index, when.offset.ns,
            (when.interarrival.distribution == Distribution::constant ? when.interarrival.max : when.interarrival.min)
                .ns,
            when.jitter);
    }
    void write_jobs(TextBuffer& out, std::size_t index, const ExplicitReleases& when) {
        std::int64_t number = 0;
        for (const Instant instant : when.instants) {
            if (log_.has_problems()) return;
            const std::int64_t due = (instant + when.offset).ns;
            if (due < end_) write_job(out, index, ++number, due, when.jitter);
        }
    }

    void write_series(TextBuffer& out, std::size_t index, std::int64_t first, std::int64_t gap, Duration jitter) {
        std::int64_t number = 0;
        for (std::int64_t due = first; due < end_ && !log_.has_problems(); due += gap)
            write_job(out, index, ++number, due, jitter);
    }

    std::int64_t in_units(std::int64_t ns, std::size_t index, const char* key) {
        if (ns % unit_ != 0) {
            log_.fail(at_task(index, key), to_text(Duration{ns}),
                      fmt::format("whole {}, the unit of the job set", unit_name_), "--time-unit ns is exact");
        }
        return ns / unit_;
    }

    void write_job(TextBuffer& out, std::size_t index, std::int64_t number, std::int64_t due, Duration jitter) {
        if (++jobs_ > kMostImportedJobs) {
            log_.fail(at("/horizon"), fmt::format("more than {} jobs", kMostImportedJobs), "fewer",
                      "a shorter `horizon`");
            return;
        }
        const std::int64_t deadline = in_units(due + system_.tasks[index].deadline.ns, index, "deadline");
        out << index + 1 << ", " << number << ", " << in_units(due, index, "offset") << ", "
            << in_units(due + jitter.ns, index, "jitter") << ", " << in_units(cost_.min.ns, index, "body") << ", "
            << in_units(cost_.max.ns, index, "body") << ", " << deadline << ", "
            << (ranks_.empty() ? deadline : ranks_[index]) << '\n';
    }

    Sink& sink_;
    StringSink text_;
    const System& system_;
    std::int64_t unit_;
    std::string_view unit_name_;
    std::int64_t end_ = 0;
    std::vector<std::int64_t> ranks_;  // empty under EDF
    Cost cost_;                        // of the task
    std::size_t jobs_ = 0;
    ConversionLog log_;
};

}  // namespace

Result<Exported> write_sag(Sink& sink, const System& system, TimeUnit unit) {
    return SagWriter(sink, system, unit).write();
}

}  // namespace pinstack
