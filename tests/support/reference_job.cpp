// SPDX-License-Identifier: Apache-2.0
#include "tests/support/reference_job.hpp"

#include <algorithm>
#include <numeric>

#include "model/random/counter_stream.hpp"

namespace pinstack::test {
namespace {

std::int64_t summed_maximal_run_time(const Body& body) {
    std::int64_t sum = 0;
    for (const Operation& operation : body) {
        if (operation.kind == OperationKind::run) sum += operation.time.max.ns;
        sum += summed_maximal_run_time(operation.body);
    }
    return sum;
}

bool suspends(const Body& body) {
    return std::any_of(body.begin(), body.end(), [](const Operation& operation) {
        return operation.kind == OperationKind::suspend || suspends(operation.body);
    });
}

enum class Guard { nothing, np, md };

/// "`sections` decides how the neutral `section` is protected; explicit brackets keep their meaning whatever it
/// says." "Option kernel.hybrid_below: D: sections whose summed maximal run time is at most D, and that do not
/// suspend, are NP; longer ones MD."
Guard guard_of(const Operation& bracket, const Variant& variant) {
    switch (bracket.kind) {
        case OperationKind::preempt_disable:
        case OperationKind::irq_disable:
            return Guard::np;
        case OperationKind::migrate_disable:
            return Guard::md;
        default:
            break;
    }
    if (variant.sections == Protection::none) return Guard::nothing;
    if (variant.sections == Protection::preempt_disable) return Guard::np;
    const bool is_short = variant.hybrid_below && summed_maximal_run_time(bracket.body) <= variant.hybrid_below->ns;
    return is_short && !suspends(bracket.body) ? Guard::np : Guard::md;
}

struct Flattening {
    const Variant& variant;
    const CounterStream& random;
    std::uint32_t task;
    std::uint64_t job;
    std::vector<ReferenceStep> steps;

    void add(const Body& body, bool md, bool np) {
        for (const Operation& operation : body) {
            if (is_bracket(operation.kind)) {
                const Guard guard = guard_of(operation, variant);
                add(operation.body, md || guard == Guard::md, np || guard == Guard::np);
                continue;
            }
            const auto place = static_cast<std::uint32_t>(steps.size());
            const Duration length = random.draw(operation.time, Stream::run_time, task, job, place);
            steps.push_back({operation.kind == OperationKind::suspend, length.ns, md, np});
        }
    }
};

/// When the jobs of a task are due: all instants below `end`.
std::vector<std::int64_t> due_instants(const Task& task, std::uint32_t index, const CounterStream& random,
                                       std::optional<std::int64_t> end) {
    std::vector<std::int64_t> due;
    if (const auto* when = std::get_if<ExplicitReleases>(&task.releases)) {
        for (const Instant instant : when->instants) due.push_back(instant.ns + when->offset.ns);
    } else if (const auto* every = std::get_if<Periodic>(&task.releases)) {
        for (std::int64_t t = every->offset.ns; t < *end; t += every->period.ns) due.push_back(t);
    } else {
        const Sporadic& sporadic = std::get<Sporadic>(task.releases);
        std::int64_t t = sporadic.offset.ns;
        for (std::uint64_t k = 0; t < *end; ++k) {  // the gap after job k is drawn for job k
            due.push_back(t);
            t += random.draw(sporadic.interarrival, Stream::interarrival, index, k).ns;
        }
    }
    return due;
}

Duration jitter_of(const Task& task) {
    return std::visit([](const auto& when) { return when.jitter; }, task.releases);
}

}  // namespace

std::vector<ReferenceJob> jobs_of(const System& system, const Variant& variant, const RunOptions& options,
                                  std::optional<std::int64_t> end) {
    const CounterStream random(system.seed);
    std::vector<ReferenceJob> jobs;
    for (std::uint32_t i = 0; i < system.tasks.size(); ++i) {
        const Task& task = system.tasks[i];
        std::int64_t previous = 0;
        std::uint64_t number = 0;
        for (const std::int64_t due : due_instants(task, i, random, end)) {
            ReferenceJob job;
            job.task = i;
            job.number = number;
            job.due = due;
            // "release = nominal instant + uniform {0..j}, the deadline counts from the nominal instant"; "where
            // jitter exceeds the period, a job is not released before its predecessor".
            job.release = std::max(due + random.jitter(jitter_of(task), i, number).ns, previous);
            job.deadline = due + task.deadline.ns;
            previous = job.release;
            ++number;
            if (end && job.release >= *end) break;  // "releases at the horizon do not happen"

            // "all tasks carry `priority` or none does: then deadline-monotonic".
            job.urgency.rank = variant.order == Order::edf ? job.deadline
                               : task.priority             ? -*task.priority
                                                           : task.deadline.ns;
            job.urgency.tie = options.tie_order.empty() ? i : options.tie_order[i];
            job.urgency.number = job.number;

            Flattening flat{variant, random, i, job.number, {}};
            flat.add(task.body, false, false);
            job.steps = std::move(flat.steps);
            jobs.push_back(std::move(job));
        }
    }
    return jobs;
}

std::optional<std::int64_t> horizon_of(const System& system) {
    std::int64_t hyperperiod = 1;
    bool finite = true;
    for (const Task& task : system.tasks) {
        if (const auto* every = std::get_if<Periodic>(&task.releases)) {
            hyperperiod = std::lcm(hyperperiod, every->period.ns);
            finite = false;
        } else if (const auto* sporadic = std::get_if<Sporadic>(&task.releases)) {
            hyperperiod = std::lcm(hyperperiod, sporadic->interarrival.max.ns);  // constant: it exists
            finite = false;
        }
    }
    // "Default: drain if all releases are finite, else hyperperiod."
    if (!system.horizon) return finite ? std::nullopt : std::optional(hyperperiod);
    if (const auto* length = std::get_if<Duration>(&*system.horizon)) return length->ns;
    if (const auto* periods = std::get_if<Hyperperiods>(&*system.horizon)) return periods->count * hyperperiod;
    return std::nullopt;
}

}  // namespace pinstack::test
