// SPDX-License-Identifier: Apache-2.0
#include "tests/support/reference_record.hpp"

#include <algorithm>
#include <numeric>

namespace pinstack::test {

ReferenceRecord::ReferenceRecord(const System& system, const RunOptions& options)
    : options_(options), cpus_(system.platform.cpus), open_(static_cast<std::size_t>(cpus_)) {
    result.tasks.resize(system.tasks.size());
}

void ReferenceRecord::add(const Measure& current, std::int64_t from, std::int64_t to) {
    const std::int64_t length = to - from;
    CapacitySplit& capacity = result.capacity;
    capacity.useful += current.useful * length;
    capacity.inversion_np += current.inversion_np * length;
    capacity.inversion_pin += current.inversion_pin * length;
    capacity.overhead += current.overhead * length;
    for (std::size_t kind = 0; kind < kOverheadKinds; ++kind) {
        capacity.overhead_by_kind[kind] += current.overhead_by_kind[kind] * length;
    }
    capacity.stacking_loss += current.stacking_loss * length;
    capacity.affinity_loss += current.affinity_loss * length;
    capacity.balancing_loss += current.balancing_loss * length;
    capacity.idle += current.idle * length;
    capacity.total += current.online * length;
    Stacking& stacking = result.stacking;
    stacking.max_simultaneous_loss = std::max(stacking.max_simultaneous_loss, current.stacking_loss);
    for (std::size_t cpu = 0; cpu < open_.size(); ++cpu) extend_episode(cpu, current, from, to);
}

/// "A stacking episode belongs to a CPU: a maximal interval in which waiting jobs pinned there lose capacity"
void ReferenceRecord::extend_episode(std::size_t cpu, const Measure& current, std::int64_t from, std::int64_t to) {
    if (current.lost_to_stack[cpu] == 0) {
        close_episode(cpu);
        return;
    }
    if (!open_[cpu]) {
        open_[cpu].emplace();
        open_[cpu]->from = {from};
        open_[cpu]->cpu = static_cast<CpuId>(cpu);
    }
    Episode& episode = *open_[cpu];
    episode.to = {to};
    episode.depth = std::max(episode.depth, current.depth[cpu]);
    episode.lost.ns += current.lost_to_stack[cpu] * (to - from);
    for (const std::uint32_t task : current.stacked_tasks[cpu]) {
        if (std::find(episode.tasks.begin(), episode.tasks.end(), task) == episode.tasks.end()) {
            episode.tasks.push_back(task);
        }
    }
    std::sort(episode.tasks.begin(), episode.tasks.end());
}

void ReferenceRecord::close_episode(std::size_t cpu) {
    if (open_[cpu]) result.stacking.episodes.push_back(*open_[cpu]);
    open_[cpu].reset();
}

void ReferenceRecord::add_deadlock(std::int64_t now, const std::vector<WaitFor>& circle) {
    Finding finding;
    finding.kind = Finding::Kind::deadlock;
    finding.from = finding.to = {now};
    finding.task = circle.front().task;
    finding.circle = circle;
    ++result.findings.total;
    if (result.findings.kept.size() < Findings::kKept) result.findings.kept.push_back(finding);
}

void ReferenceRecord::finish(const std::vector<ReferenceJob>& jobs, std::int64_t now, std::optional<std::int64_t> end) {
    result.span = {now};
    for (std::size_t cpu = 0; cpu < open_.size(); ++cpu) close_episode(cpu);
    keep_first_episodes();
    for (const ReferenceJob& job : jobs) {
        // "A job is missed if it finishes after its absolute deadline, or is unfinished at the end and its deadline <=
        // end." A drain ends with unfinished jobs only in a deadlock: they will never complete.
        const bool missed = job.finish ? *job.finish > job.deadline : !end || job.deadline <= now;
        if (job.released) add_to_statistics(job, missed);
    }
    CapacitySplit& capacity = result.capacity;
    check_identity(
        capacity.useful + capacity.inversion() + capacity.overhead + capacity.lost() + capacity.idle == capacity.total,
        "the capacity sums to the integral of the CPUs");
    check_identity(std::accumulate(capacity.overhead_by_kind.begin(), capacity.overhead_by_kind.end(),
                                   std::int64_t{0}) == capacity.overhead,
                   "the kinds sum to the overhead");
}

void ReferenceRecord::keep_first_episodes() {
    std::vector<Episode>& episodes = result.stacking.episodes;
    std::int64_t lost = 0;
    for (const Episode& episode : episodes) lost += episode.lost.ns;
    check_identity(lost == result.capacity.stacking_loss, "the lost times sum to stacking_loss");
    std::sort(episodes.begin(), episodes.end(),
              [](const Episode& a, const Episode& b) { return a.from != b.from ? a.from < b.from : a.cpu < b.cpu; });
    result.stacking.episodes_total = episodes.size();
    for (const Episode& episode : episodes) {
        std::optional<Episode>& worst = result.stacking.worst;
        if (!worst || episode.lost > worst->lost) worst = episode;
    }
    if (episodes.size() > options_.keep_episodes) episodes.resize(options_.keep_episodes);
}

void ReferenceRecord::add_to_statistics(const ReferenceJob& job, bool missed) {
    TaskResult& task = result.tasks[job.task];
    if (missed) {
        ++task.misses;
        const Miss miss{{job.deadline}, job.task, job.number};
        if (!result.first_miss || miss < *result.first_miss) result.first_miss = miss;
    }
    // "Response statistics take completed jobs only."
    if (job.finish) {
        ++task.completed;
        if (task.response.count() == 0 || *job.finish - job.release > task.response.max().ns) {
            std::copy_n(std::begin(job.split), kJobStates, task.worst_split.begin());
        }
        task.response.add({*job.finish - job.release});
        task.latency.add({*job.start - job.release});
        std::int64_t sum = 0;
        for (std::size_t state = 0; state < kJobStates; ++state) {
            task.response_split[state] += job.split[state];
            sum += job.split[state];
        }
        check_identity(sum == *job.finish - job.release, "the split sums to the response time");
    }
    if (!options_.keep_jobs) return;
    JobRecord record;
    record.task = job.task;
    record.number = job.number;
    record.release = {job.release};
    if (job.start) record.start = Instant{*job.start};
    if (job.finish) record.finish = Instant{*job.finish};
    record.deadline = {job.deadline};
    record.missed = missed;
    result.jobs.push_back(record);
}

}  // namespace pinstack::test
