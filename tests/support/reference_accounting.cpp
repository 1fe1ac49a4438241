// SPDX-License-Identifier: Apache-2.0
#include "tests/support/reference_accounting.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace pinstack::test {
namespace {

const Standing* runs_on(const Moment& moment, CpuId cpu) {
    for (const Standing& standing : moment.jobs) {
        if (standing.job->runs_on == cpu) return &standing;
    }
    return nullptr;
}

const std::optional<Overhead>& work_on(const Moment& moment, CpuId cpu) {
    return moment.work[static_cast<std::size_t>(cpu)];
}

/// "Counts as non-preemptible" while its CPU does the kernel's work.
bool keeps_its_cpu(const Moment& moment, const Standing& holder) {
    return holder.non_preemptible() || work_on(moment, holder.job->runs_on);
}

/// "A CPU that does the kernel's work is not idle."
bool idle(const Moment& moment, CpuId cpu) { return !runs_on(moment, cpu) && !work_on(moment, cpu); }

bool partial(const Moment& moment, const Standing& standing) { return standing.affinity.count() < moment.cpus; }

/// "an MD job on a CPU where K other ready jobs pinned there wait"
bool is_stack_protected(const Moment& moment, CpuId cpu) {
    const Standing* runner = runs_on(moment, cpu);
    if (!moment.stack_limit || !runner || !runner->pinned()) return false;
    const auto waiting = std::count_if(moment.jobs.begin(), moment.jobs.end(),
                                       [&](const Standing& other) { return other.waiting() && other.job->pin == cpu; });
    return waiting >= *moment.stack_limit;
}

bool more_urgent(const Standing& a, const Standing& b) { return a.urgency < b.urgency; }

bool may_use(const Standing& standing, CpuId cpu) {
    if (standing.pinned()) return standing.job->pin == cpu;
    return standing.home ? *standing.home == cpu : standing.affinity.contains(cpu);
}

/// "Each response time splits exactly; each waiting instant goes to the first that holds"
JobState state_of(const Moment& moment, const Standing& it) {
    if (it.queued) return JobState::queued;
    if (it.job->suspended()) return JobState::suspended;
    if (it.job->waits_for) return JobState::lock_wait;
    if (it.job->arrives || it.served_by) return JobState::overhead;
    if (it.running()) return JobState::running;

    // "interference (m more urgent jobs run or are served)"
    int more_urgent_on_cpus = 0;
    for (const Standing& other : moment.jobs) more_urgent_on_cpus += other.on_cpu() && more_urgent(other, it);
    if (more_urgent_on_cpus == moment.online) return JobState::interference;

    // "np_blocking (a CPU it may use, or its pin's CPU, is held by a less urgent non-preemptible or stack-protected
    // job)"
    for (CpuId cpu = 0; cpu < moment.cpus; ++cpu) {
        const Standing* holder = runs_on(moment, cpu);
        if (!may_use(it, cpu) || !holder || !more_urgent(it, *holder)) continue;
        if (keeps_its_cpu(moment, *holder) || is_stack_protected(moment, cpu)) return JobState::np_blocking;
    }

    if (it.pinned()) return JobState::pin_wait;
    // "Under `partitioned` a waiting unpinned job is balancing loss": it is the balancer that keeps it at home.
    if (it.home) return JobState::balancing_wait;

    // "affinity_wait": the mask is partial, and no CPU of it is idle or runs a less urgent job that could be preempted.
    bool mask_offers_a_cpu = false;
    for (CpuId cpu = 0; cpu < moment.cpus; ++cpu) {
        if (!it.affinity.contains(cpu)) continue;
        const Standing* holder = runs_on(moment, cpu);
        mask_offers_a_cpu |= !holder || (more_urgent(it, *holder) && !keeps_its_cpu(moment, *holder) &&
                                         !is_stack_protected(moment, cpu));
    }
    return partial(moment, it) && !mask_offers_a_cpu ? JobState::affinity_wait : JobState::balancing_wait;
}

bool mask_excludes_every_idle_cpu(const Moment& moment, const Standing& it) {
    for (CpuId cpu = 0; cpu < moment.cpus; ++cpu) {
        if (idle(moment, cpu) && it.affinity.contains(cpu)) return false;
    }
    return true;
}

}  // namespace

void check_identity(bool holds, const char* identity) {
    if (!holds) throw std::logic_error(std::string("reference scheduler: broken identity: ") + identity);
}

Measure measure(const Moment& moment) {
    const auto cpus = static_cast<std::size_t>(moment.cpus);
    Measure out;
    out.online = moment.online;
    out.depth.assign(cpus, 0);
    out.lost_to_stack.assign(cpus, 0);
    out.stacked_tasks.resize(cpus);

    std::vector<const Standing*> ready;
    for (const Standing& standing : moment.jobs) {
        if (standing.pinned()) ++out.depth[static_cast<std::size_t>(standing.job->pin)];
        if (standing.ready()) ready.push_back(&standing);
        out.jobs.push_back({{standing.job->task, standing.job->number},
                            state_of(moment, standing),
                            {standing.non_preemptible(), standing.pinned()},
                            standing.on_cpu() ? standing.job->runs_on : standing.job->pin,
                            standing.on_cpu()});
    }

    // "overhead = CPUs in a switch, IPI, interrupt, migration, stopper, spin-wait (each also by kind)"
    const auto count_overhead = [&](Overhead kind) {
        ++out.overhead;
        ++out.overhead_by_kind[static_cast<std::size_t>(kind)];
    };
    for (CpuId cpu = 0; cpu < moment.cpus; ++cpu) {
        const Standing* holder = runs_on(moment, cpu);
        const std::optional<Overhead> kind = holder ? holder->served_by : work_on(moment, cpu);
        if (kind) count_overhead(*kind);
    }

    // "Top = the min(m,r) most urgent ready jobs. useful = running jobs in Top; inversion = running jobs not in Top";
    // "ready includes jobs being served by an overhead"
    const std::size_t top = std::min(static_cast<std::size_t>(moment.online), ready.size());
    int running = 0;
    int inversion = 0;
    std::vector<const Standing*> waiting;  // most urgent first
    for (std::size_t i = 0; i < ready.size(); ++i) {
        if (ready[i]->waiting()) waiting.push_back(ready[i]);
        if (!ready[i]->running()) continue;
        ++running;
        if (i < top) {
            ++out.useful;
        } else {
            ++inversion;
        }
    }

    // "loss = min(idle CPUs, ready jobs neither running nor served), attributed waiting job by waiting job, most
    // urgent first, to stacking_loss (pinned), affinity_loss (mask), balancing_loss (could run, not yet moved)"
    const int idle_cpus = moment.online - running - out.overhead;
    const int loss = std::min(idle_cpus, static_cast<int>(waiting.size()));
    for (int i = 0; i < loss; ++i) {
        const Standing& it = *waiting[static_cast<std::size_t>(i)];
        if (it.pinned()) {
            ++out.stacking_loss;
            ++out.lost_to_stack[static_cast<std::size_t>(it.job->pin)];
            out.stacked_tasks[static_cast<std::size_t>(it.job->pin)].push_back(it.job->task);
        } else if (!it.home && mask_excludes_every_idle_cpu(moment, it)) {
            ++out.affinity_loss;
        } else {
            ++out.balancing_loss;
        }
    }
    // "the rest is idle"
    out.idle = idle_cpus - loss;

    // "inversion_pin (the Top job kept out is pinned and its CPU is not held by a non-preemptible job) and
    // inversion_np (the rest)". The Top jobs kept out are the first waiting ones: as many as capacity is lost, then as
    // many as there are inversions, then as many as are served outside Top, and as CPUs work without a job.
    for (int i = loss; i < loss + inversion; ++i) {
        const Standing& it = *waiting.at(static_cast<std::size_t>(i));
        check_identity(!more_urgent(*ready[top - 1], it),
                       "as many Top jobs are kept out as capacity is lost or inverted");
        const Standing* holder = it.pinned() ? runs_on(moment, it.job->pin) : nullptr;
        const bool held = holder && keeps_its_cpu(moment, *holder);
        ++(it.pinned() && !held ? out.inversion_pin : out.inversion_np);
    }

    check_identity(out.useful + inversion + out.overhead + loss + out.idle == moment.online,
                   "the capacity of an instant is the number of CPUs");
    check_identity(out.useful + inversion == running, "a running job is useful or an inversion");
    return out;
}

}  // namespace pinstack::test
