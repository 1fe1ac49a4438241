// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/job_sets/job_set.hpp"

#include "model/time/checked.hpp"

namespace pinstack {
namespace {

/// The summed run time of a body that neither suspends itself nor waits.
void add_cost(const Body& body, JobStream& stream) {
    for (const Operation& operation : body) {
        if (operation.kind == OperationKind::run) {
            const VariableDuration& time = operation.time;
            stream.cost_min += (time.distribution == Distribution::constant ? time.max : time.min).ns;
            stream.cost_max += time.max.ns;
        }
        add_cost(operation.body, stream);
    }
}

JobStream stream_of(const System& system, std::uint32_t index) {
    const Task& task = system.tasks[index];
    JobStream stream;
    stream.file_index = index;
    stream.deadline = task.deadline.ns;
    stream.jitter = std::visit([](const auto& releases) { return releases.jitter.ns; }, task.releases);
    add_cost(task.body, stream);
    if (const auto* periodic = std::get_if<Periodic>(&task.releases)) {
        stream.first = periodic->offset.ns;
        stream.period = periodic->period.ns;
        return stream;
    }
    const auto& releases = std::get<ExplicitReleases>(task.releases);
    for (const Instant instant : releases.instants) stream.instants.push_back((instant + releases.offset).ns);
    stream.jobs = static_cast<std::uint32_t>(stream.instants.size());
    return stream;
}

/// False where it does not fit.
bool set_hyperperiod(JobSet& set) {
    for (const JobStream& stream : set.streams) {
        if (stream.period == 0) continue;
        const auto next = set.hyperperiod == 0 ? stream.period : checked_lcm(set.hyperperiod, stream.period);
        if (!next || *next >= kTimeLimitNs) return false;
        set.hyperperiod = *next;
    }
    for (JobStream& stream : set.streams) {
        if (stream.period == 0) continue;
        const std::int64_t jobs = set.hyperperiod / stream.period;
        if (jobs >= JobStream::kEndless) return false;
        stream.jobs_in_hyperperiod = static_cast<std::uint32_t>(jobs);
        set.jobs_in_hyperperiod += stream.jobs_in_hyperperiod;
    }
    return true;
}

}  // namespace

tl::expected<JobSet, std::string> make_job_set(const System& system, const TaskSet& set,
                                               std::span<const std::uint32_t> places, int cpus) {
    JobSet out;
    out.cpus = cpus;
    out.order = set.order;
    for (const std::uint32_t place : places) out.streams.push_back(stream_of(system, set.tasks[place].file_index));
    if (!set_hyperperiod(out)) return tl::unexpected<std::string>("the hyperperiod is too long");
    return out;
}

}  // namespace pinstack
