// SPDX-License-Identifier: Apache-2.0
#include "tests/support/reference_job.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

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

/// What the kernel makes of a lock.
enum class Waiting { busy, sleeping, nobody };

/// "raw_spinlock, and spinlock without PREEMPT_RT: busy waiting. mutex, and spinlock and local_lock with PREEMPT_RT:
/// sleeping. local_lock without PREEMPT_RT: only NP, nothing is shared."
Waiting waiting_of(LockKind kind, bool preempt_rt) {
    if (kind == LockKind::raw_spinlock) return Waiting::busy;
    if (kind == LockKind::mutex || kind == LockKind::cpu_hotplug || preempt_rt) return Waiting::sleeping;
    return kind == LockKind::spinlock ? Waiting::busy : Waiting::nobody;
}

enum class Guard { nothing, np, md };

/// The brackets around an operation.
struct Inside {
    bool md = false;
    bool np = false;
    bool irqs_off = false;
};

struct Flattening {
    const System& system;
    const Variant& variant;
    const CounterStream& random;
    std::uint32_t task;
    std::uint64_t job;
    std::vector<ReferenceStep> steps;
    std::uint32_t timed = 0;  ///< run and suspend operations so far

    Waiting waiting_at(const Operation& lock) const {
        return waiting_of(system.locks[lock.lock].kind, variant.linux.preempt_rt);
    }
    bool may_sleep(const Body& body) const {
        return std::any_of(body.begin(), body.end(), [&](const Operation& operation) {
            if (operation.kind == OperationKind::suspend) return true;
            const bool blocks = operation.kind == OperationKind::lock && waiting_at(operation) == Waiting::sleeping;
            return blocks || may_sleep(operation.body);
        });
    }
    Guard guard_of(const Operation& bracket) const;
    void add(const Body& body, Inside inside);
    void add(const Operation& operation, Inside inside);
    void add_lock(const Operation& operation, Inside inside);
    void add_step(ReferenceStep::Kind kind, Duration length, Inside inside, std::uint32_t lock = 0, bool busy = false) {
        steps.push_back({kind, length.ns, inside.md, inside.np, inside.irqs_off, lock, busy});
    }
};

/// "`sections` decides how the neutral `section` is protected; explicit brackets keep their meaning whatever it
/// says." "Option kernel.hybrid_below: D: sections whose summed maximal run time is at most D, and that do not
/// suspend, are NP; longer ones MD." Nor may they take sleeping locks.
Guard Flattening::guard_of(const Operation& bracket) const {
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
    return is_short && !may_sleep(bracket.body) ? Guard::np : Guard::md;
}

void Flattening::add(const Body& body, Inside inside) {
    for (const Operation& operation : body) add(operation, inside);
}

void Flattening::add(const Operation& operation, Inside inside) {
    using Kind = ReferenceStep::Kind;
    if (operation.kind == OperationKind::lock) return add_lock(operation, inside);
    if (operation.kind == OperationKind::rcu_read) {
        add_step(Kind::begin_reading, {}, inside);
        add(operation.body, inside);
        add_step(Kind::end_reading, {}, inside);
        return;
    }
    if (is_bracket(operation.kind)) {
        const Guard guard = guard_of(operation);
        inside.md |= guard == Guard::md;
        inside.np |= guard == Guard::np;
        inside.irqs_off |= operation.kind == OperationKind::irq_disable;
        return add(operation.body, inside);
    }
    const Duration length = random.draw(operation.time, Stream::run_time, task, job, timed++);
    add_step(operation.kind == OperationKind::suspend ? Kind::suspend : Kind::run, length, inside);
}

/// "Taking and releasing are operations without length; their flags are those outside the lock, plus NP for spinning
/// ones, plus MD for local_lock with PREEMPT_RT."
void Flattening::add_lock(const Operation& operation, Inside inside) {
    using Kind = ReferenceStep::Kind;
    const LockKind kind = system.locks[operation.lock].kind;
    const Waiting waiting = waiting_at(operation);
    const bool busy = waiting == Waiting::busy;
    if (waiting != Waiting::sleeping) inside.np = true;
    if (waiting == Waiting::nobody) return add(operation.body, inside);
    // "local_lock: the job is MD first, then takes the instance of that CPU; still MD when it releases."
    inside.md |= kind == LockKind::local_lock;
    // "spinlock with PREEMPT_RT: while it is held the job is MD and in an RCU read side; pin AFTER the lock is taken,
    // unpin BEFORE it is released." "local_lock: RCU read side while held."
    const bool reads = !busy && kind != LockKind::mutex && kind != LockKind::cpu_hotplug;
    add_step(Kind::take, {}, inside, operation.lock, busy);
    if (reads) add_step(Kind::begin_reading, {}, inside);
    Inside held = inside;
    held.md |= reads;
    add(operation.body, held);
    if (reads) add_step(Kind::end_reading, {}, inside);
    add_step(Kind::release, {}, inside, operation.lock, busy);
}

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

std::uint32_t tie_of(const RunOptions& options, std::uint32_t task) {
    return options.tie_order.empty() ? task : options.tie_order[task];
}

/// How many tasks are more urgent under fp: "all tasks carry `priority` or none does: then deadline-monotonic".
std::uint32_t fixed_place(const System& system, const RunOptions& options, std::uint32_t task) {
    const auto order = [&](std::uint32_t i) {
        const Task& it = system.tasks[i];
        return std::pair{it.priority ? -*it.priority : it.deadline.ns, tie_of(options, i)};
    };
    std::uint32_t place = 0;
    for (std::uint32_t other = 0; other < system.tasks.size(); ++other) place += order(other) < order(task);
    return place;
}

/// "linux: deadline > fifo/rr > other, by each task's policy": how many tasks come before. "DL by the job's absolute
/// deadline, RT by priority, other last (file order)".
std::uint32_t place_by_class(const System& system, const RunOptions& options, std::uint32_t task) {
    const auto order = [&](std::uint32_t i) {
        const Task& it = system.tasks[i];
        const int of_class = it.policy == Policy::deadline ? 0 : it.policy == Policy::other ? 2 : 1;
        return std::tuple{of_class, of_class == 1 ? -*it.priority : 0, tie_of(options, i)};
    };
    std::uint32_t place = 0;
    for (std::uint32_t other = 0; other < system.tasks.size(); ++other) place += order(other) < order(task);
    return place;
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

            const bool linux_order = variant.order == Order::linux;
            const bool edf = variant.order == Order::edf || (linux_order && task.policy == Policy::deadline);
            const std::uint32_t place = linux_order ? place_by_class(system, options, i)
                                        : edf       ? tie_of(options, i)
                                                    : fixed_place(system, options, i);
            job.urgency.rank = {linux_order && edf ? 0 : 1, edf ? job.deadline : place};
            job.urgency.tie = place;
            job.urgency.number = job.number;

            Flattening flat{system, variant, random, i, job.number, {}};
            flat.add(task.body, {});
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
