// SPDX-License-Identifier: Apache-2.0
#include "tests/support/reference_hotplug.hpp"

#include <algorithm>
#include <utility>

namespace pinstack::test {
namespace {

CpuSet intersection(const CpuSet& a, const CpuSet& b) {
    CpuSet both(a.size());
    for (CpuId cpu = 0; cpu < a.size(); ++cpu) {
        if (a.contains(cpu) && b.contains(cpu)) both.insert(cpu);
    }
    return both;
}

}  // namespace

ReferenceHotplug::ReferenceHotplug(const System& system, const Variant& variant, std::vector<ReferenceJob>& jobs,
                                   ReferenceKernelWork& work, Findings& findings)
    : system_(system),
      variant_(variant),
      jobs_(jobs),
      work_(work),
      findings_(findings),
      active_(CpuSet::all(system.platform.cpus)),
      online_(active_) {
    for (const SystemEvent& event : system.events) {
        // "ignore: no CPU goes offline or online at all"
        if (variant.hotplug != HotplugPolicy::ignore || event.kind == EventKind::set_affinity) events_.push_back(event);
    }
    has_events_ = !events_.empty();
    // "by instant, then file order"
    std::stable_sort(events_.begin(), events_.end(),
                     [](const SystemEvent& a, const SystemEvent& b) { return a.at < b.at; });
    for (const Task& task : system.tasks) {
        given_.push_back(task.affinity.value_or(active_));
        homes_.push_back(task.home_cpu);
    }
}

std::optional<std::int64_t> ReferenceHotplug::next_event() const {
    return events_.empty() ? std::nullopt : std::optional(events_.front().at.ns);
}

CpuSet ReferenceHotplug::usable(std::uint32_t task) const { return intersection(given_[task], active_); }

const ReferenceJob* ReferenceHotplug::oldest(std::uint32_t task) const {
    for (const ReferenceJob& job : jobs_) {
        if (job.task == task && job.released && !job.finished()) return &job;
    }
    return nullptr;
}

bool ReferenceHotplug::may_have(const ReferenceJob& job, CpuId cpu) const {
    if (job.pin != kNoCpu) return job.pin == cpu;
    if (is_partitioned()) return homes_[job.task] == cpu;
    return usable(job.task).contains(cpu);
}

/// "the caller goes on when the job is neither pinned to nor on a CPU outside the mask"
bool ReferenceHotplug::is_inside_mask(std::uint32_t task) const {
    const ReferenceJob* job = oldest(task);
    if (!job) return true;
    for (const CpuId cpu : {job->pin, job->runs_on}) {
        if (cpu != kNoCpu && !given_[task].contains(cpu)) return false;
    }
    return true;
}

void ReferenceHotplug::handle_events(std::int64_t now) {
    while (!events_.empty() && events_.front().at.ns == now) {
        const SystemEvent event = events_.front();
        events_.erase(events_.begin());
        if (event.kind != EventKind::set_affinity) {
            operations_.push_back({result_.operations.size()});
            result_.operations.push_back({event.kind, event.cpu, {now}, {}, {}, false, {}, {}});
            continue;
        }
        AffinityCall call{event.task, event.cpus, {now}, {}, false};
        const ReferenceJob* job = oldest(event.task);
        const bool pinned = job && job->pin != kNoCpu;
        if (intersection(event.cpus, pinned ? online_ : active_).empty()) {
            // "EINVAL where no CPU of the mask is active (of a pinned job's: online)"
            call.refused = true;
            call.completed = Instant{now};
        } else {
            given_[event.task] = event.cpus;
            const CpuId lowest = usable(event.task).first();
            if (is_partitioned() && lowest != kNoCpu && !event.cpus.contains(*homes_[event.task])) {
                homes_[event.task] = lowest;
            }
        }
        result_.calls.push_back(call);
    }
    proceed(now);
}

void ReferenceHotplug::break_affinity(const ReferenceJob& job, std::int64_t now) {
    const CpuSet cpus = usable(job.task);
    const bool is_homeless = is_partitioned() && !cpus.contains(*homes_[job.task]);
    if (job.pin != kNoCpu || (!cpus.empty() && !is_homeless)) return;
    if (cpus.empty()) given_[job.task] = CpuSet::all(system_.platform.cpus);
    Finding finding;
    finding.kind = Finding::Kind::affinity_broken;
    finding.from = finding.to = {now};
    finding.task = job.task;
    if (is_partitioned()) homes_[job.task] = finding.other = usable(job.task).first();
    if (findings_.total++ < Findings::kKept) findings_.kept.push_back(finding);
}

bool ReferenceHotplug::reads(std::size_t job, std::int64_t now) {
    if (operations_.empty() || !operations_.front().claims) {
        inside_.push_back(job);
        return true;
    }
    waiting_.push_back(job);
    record(operations_.front()).readers.push_back({jobs_[job].task, {now}, {}});
    return false;
}

/// "readers inside, until it begins; then whose job is pinned there, or runs there"
std::vector<std::uint32_t> ReferenceHotplug::who_holds_up(const Operation& operation) {
    std::vector<std::uint32_t> tasks;
    const HotplugOperation& it = record(operation);
    if (!it.began) {
        for (const std::size_t job : inside_) tasks.push_back(jobs_[job].task);
    } else if (!operation.stops) {
        for (const ReferenceJob& job : jobs_) {
            if (!job.finished() && (job.pin == it.cpu || job.runs_on == it.cpu)) tasks.push_back(job.task);
        }
    }
    std::sort(tasks.begin(), tasks.end());
    tasks.erase(std::unique(tasks.begin(), tasks.end()), tasks.end());
    return tasks;
}

void ReferenceHotplug::keep_holders(Operation& operation, std::int64_t now) {
    std::vector<std::uint32_t> tasks = who_holds_up(operation);
    for (HotplugSpan& span : record(operation).holders) {
        if (!span.to && std::erase(tasks, span.task) == 0) span.to = Instant{now};
    }
    for (const std::uint32_t task : tasks) record(operation).holders.push_back({task, {now}, {}});
}

bool ReferenceHotplug::after_dispatch(std::int64_t now) {
    for (AffinityCall& call : result_.calls) {
        if (!call.completed && is_inside_mask(call.task)) call.completed = Instant{now};
    }
    bool has_changed = false;
    if (!operations_.empty() && record(operations_.front()).began) {
        Operation& it = operations_.front();
        const CpuId cpu = record(it).cpu;
        if (!it.stops) {
            keep_holders(it, now);
            it.stops = who_holds_up(it).empty() && !work_.works(cpu);
            const KernelCosts costs = kernel_costs(system_.platform.costs);
            const std::int64_t length = costs.stop_machine + costs.stop_machine_per_cpu * online_.count();
            if (it.stops && length > 0) {
                for (CpuId each = 0; each < system_.platform.cpus; ++each) {
                    if (is_online(each)) work_.ask_task(each, Overhead::hotplug, length);
                }
                has_changed = true;
            }
        }
        if (it.stops && !work_.works(cpu)) {
            online_.erase(cpu);
            gone(cpu);
            complete(now);
            has_changed = true;
        }
    }
    return proceed(now) || has_changed;
}

/// "Operations are done one after the other": what can be done is done.
bool ReferenceHotplug::proceed(std::int64_t now) {
    bool has_changed = false;
    while (!operations_.empty() && !record(operations_.front()).began) {
        has_changed |= !std::exchange(operations_.front().claims, true);
        keep_holders(operations_.front(), now);
        if (!inside_.empty()) break;
        begin(now);
        has_changed = true;
    }
    return has_changed;
}

void ReferenceHotplug::begin(std::int64_t now) {
    HotplugOperation& it = record(operations_.front());
    it.began = Instant{now};
    if (it.kind == EventKind::online) {
        it.refused = is_online(it.cpu);
        active_.insert(it.cpu);
        online_.insert(it.cpu);
        complete(now);
    } else if (variant_.hotplug == HotplugPolicy::busy &&
               std::any_of(jobs_.begin(), jobs_.end(),
                           [&](const ReferenceJob& job) { return !job.finished() && job.pin == it.cpu; })) {
        it.refused = true;
        complete(now);
    } else {
        active_.erase(it.cpu);
    }
}

void ReferenceHotplug::complete(std::int64_t now) {
    HotplugOperation& it = record(operations_.front());
    it.completed = Instant{now};
    for (HotplugSpan& reader : it.readers) reader.to = Instant{now};
    operations_.erase(operations_.begin());
    for (const std::size_t job : std::exchange(waiting_, {})) {
        inside_.push_back(job);
        admit(job);
    }
}

HotplugResult ReferenceHotplug::finish(std::int64_t now) {
    if (!operations_.empty() && operations_.front().claims) {
        Operation& it = operations_.front();
        keep_holders(it, now);
        Finding finding;
        finding.kind = Finding::Kind::hotplug_blocked;
        finding.from = record(it).asked;
        finding.to = {now};
        finding.cpu = record(it).cpu;
        for (const HotplugSpan& span : record(it).holders) {
            if (!span.to) finding.tasks.push_back(span.task);
        }
        std::sort(finding.tasks.begin(), finding.tasks.end());
        if (!finding.tasks.empty()) finding.task = finding.tasks.front();
        if (findings_.total++ < Findings::kKept) findings_.kept.push_back(finding);
    }
    return std::move(result_);
}

}  // namespace pinstack::test
