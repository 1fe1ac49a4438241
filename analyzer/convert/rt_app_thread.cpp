// SPDX-License-Identifier: Apache-2.0
#include "analyzer/convert/rt_app_thread.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "model/system/quote.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kMostCycleJobs = 64;       // jobs of a cycle that becomes a task each
constexpr std::size_t kMostOperations = 10'000;  // of a body

constexpr std::array kSectionKinds = {OperationKind::section, OperationKind::preempt_disable,
                                      OperationKind::migrate_disable, OperationKind::irq_disable,
                                      OperationKind::rcu_read};

bool operator==(const Operation& a, const Operation& b);
bool same(const Body& a, const Body& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Operation& x, const Operation& y) { return x == y; });
}
bool operator==(const Operation& a, const Operation& b) {
    return a.kind == b.kind && a.time.min == b.time.min && a.time.max == b.time.max && a.lock == b.lock &&
           same(a.body, b.body);
}

Duration sum(Duration a, Duration b) { return {std::min(a.ns + b.ns, kTimeLimitNs)}; }

/// Events become a body: brackets closed where they end, in order.
class BodyBuilder {
public:
    BodyBuilder(RtLocks& locks, ConversionLog& log) : locks_(locks), log_(log) {}

    void add(const RtEvent& event) {
        switch (event.kind) {
            case RtEventKind::run:
            case RtEventKind::sleep:
                if (event.time.ns == 0) return;
                (open_.empty() ? body_ : open_.back().operation.body)
                    .push_back({event.kind == RtEventKind::run ? OperationKind::run : OperationKind::suspend,
                                {event.time, event.time},
                                {}});
                ++operations_;
                return;
            case RtEventKind::lock:
                return lock(event);
            case RtEventKind::unlock:
                return unlock(event);
            case RtEventKind::timer:
                return;
        }
    }

    /// `at`: where the job ends.
    Body finish(const Place& at) {
        while (!open_.empty()) {
            if (!open_.back().ends) {
                log_.warn(at, "the lock " + quote(open_.back().name) + " held when the job ends", "unlock before that",
                          "it is released there");
            }
            close();
        }
        return std::move(body_);
    }
    std::size_t operations() const { return operations_; }
    bool is_locked() const { return !open_.empty(); }

private:
    struct Open {
        std::string name;
        Operation operation;
        Place where;
        bool ends = false;  // as soon as what was opened in it does
    };

    void lock(const RtEvent& event) {
        const bool is_held =
            std::any_of(open_.begin(), open_.end(), [&](const Open& it) { return it.name == event.name; });
        if (is_held || open_.size() >= static_cast<std::size_t>(kMaxNesting)) {
            log_.warn(event.where, "a lock of " + quote(event.name) + (is_held ? ", which is held" : ", 65 deep"),
                      "locks that nest, at most 64 deep", "the event is left out");
            return;
        }
        open_.push_back({event.name, locks_.bracket_of(event.name), event.where, false});
    }

    void unlock(const RtEvent& event) {
        const auto found = std::find_if(open_.rbegin(), open_.rend(),
                                        [&](const Open& it) { return it.name == event.name && !it.ends; });
        if (found == open_.rend()) {
            log_.warn(event.where, "an unlock of " + quote(event.name) + ", which is not held", "lock before unlock",
                      "the event is left out");
            return;
        }
        found->ends = true;
        if (found != open_.rbegin()) {
            log_.warn(event.where, "an unlock of " + quote(event.name) + " inside " + quote(open_.back().name),
                      "locks that nest", "it is held until " + quote(open_.back().name) + " is released");
        }
        while (!open_.empty() && open_.back().ends) close();
    }

    void close() {
        Open last = std::move(open_.back());
        open_.pop_back();
        if (last.operation.body.empty()) {
            log_.warn(last.where, "a lock of " + quote(last.name) + " with nothing in it",
                      "events that take time in it", "the section takes no time and is left out");
            return;
        }
        (open_.empty() ? body_ : open_.back().operation.body).push_back(std::move(last.operation));
        ++operations_;
    }

    RtLocks& locks_;
    ConversionLog& log_;
    Body body_;
    std::vector<Open> open_;
    std::size_t operations_ = 0;
};

/// Between two timers.
struct RtJob {
    std::vector<const RtEvent*> events;
    const RtEvent* timer = nullptr;  // that ends it
    Duration release;                // since the pass began
};

class ThreadReader {
public:
    ThreadReader(const RtThread& thread, RtLocks& locks, std::optional<Duration> end, ConversionLog& log)
        : thread_(thread), locks_(locks), end_(end), log_(log) {}

    std::vector<Task> read() {
        const bool runs = std::any_of(thread_.events.begin(), thread_.events.end(),
                                      [](const RtEvent& it) { return it.kind == RtEventKind::run && it.time.ns > 0; });
        if (!runs || thread_.loops == 0) {
            log_.warn(thread_.where, "the thread " + quote(thread_.name) + ", which never runs",
                      "an event `run` or `runtime`", "it is left out");
            return {};
        }
        const bool has_timer = std::any_of(thread_.events.begin(), thread_.events.end(),
                                           [](const RtEvent& it) { return it.kind == RtEventKind::timer; });
        if (has_timer) {
            read_timed();
        } else if (thread_.waits) {
            log_.warn(thread_.where, "the thread " + quote(thread_.name) + ", which other threads wake up", "a timer",
                      "when it runs is not known: it is left out, and its load is missing");
        } else {
            read_untimed();
        }
        return std::move(tasks_);
    }

private:
    // -- With timers --------------------------------------------------------------------------------------------
    void read_timed() {
        check_timers();
        const std::int64_t passes = thread_.loops < 0 ? 1 : thread_.loops;
        if (static_cast<std::uint64_t>(passes) > kMostImportedJobs / thread_.events.size()) {
            log_.fail(thread_.where, fmt::format("{} loops of {} events", passes, thread_.events.size()),
                      fmt::format("at most {} events", kMostImportedJobs), "a `loop` of -1 is a periodic task");
            return;
        }
        std::vector<RtJob> jobs;
        RtJob job;
        Duration now{};
        for (std::int64_t pass = 0; pass < passes; ++pass) {
            for (const RtEvent& event : thread_.events) {
                if (event.kind != RtEventKind::timer) {
                    job.events.push_back(&event);
                    continue;
                }
                job.timer = &event;
                job.release = now;
                now = sum(now, event.time);
                jobs.push_back(std::move(job));
                job = {};
            }
        }
        if (now.ns >= kTimeLimitNs || thread_.delay.ns >= kTimeLimitNs - now.ns) {
            log_.fail(thread_.where, "timers of more than 146 years", "times below 2^62 ns");
            return;
        }
        if (thread_.loops < 0) return repeat(std::move(jobs), std::move(job.events), now);
        if (!job.events.empty()) {
            job.timer = jobs.back().timer;  // its period stands for the deadline
            job.release = now;
            jobs.push_back(std::move(job));
        }
        unroll(jobs);
    }

    static bool runs_nothing(const std::vector<const RtEvent*>& events) {
        return std::none_of(events.begin(), events.end(),
                            [](const RtEvent* it) { return it->kind == RtEventKind::run; });
    }

    void check_timers() {
        const RtEvent* first = nullptr;
        for (const RtEvent& event : thread_.events) {
            if (event.kind != RtEventKind::timer) continue;
            if (first == nullptr) first = &event;
            if (event.name == first->name) continue;
            log_.warn(event.where, "a second timer, " + quote(event.name), "one timer in a thread",
                      "the periods are taken as following each other");
            return;
        }
    }

    /// Passes for ever: a task for each job of a pass. `rest`: what stands behind the last timer, which begins the
    /// first job of the next pass.
    void repeat(std::vector<RtJob> jobs, std::vector<const RtEvent*> rest, Duration cycle) {
        if (jobs.size() > kMostCycleJobs) {
            log_.fail(thread_.where, fmt::format("{} jobs in a cycle that never ends", jobs.size()),
                      fmt::format("at most {}", kMostCycleJobs), "give the thread a finite `loop`");
            return;
        }
        if (!rest.empty() && runs_nothing(jobs.front().events)) {
            jobs.front().release = cycle;  // it waits for the timers of a whole pass before it runs
        } else if (!rest.empty()) {
            log_.warn(rest.front()->where, "events behind the last timer", "a timer as last event",
                      "the first job of every pass begins with them; the very first one would not have them");
        }
        rest.insert(rest.end(), jobs.front().events.begin(), jobs.front().events.end());
        jobs.front().events = std::move(rest);

        std::vector<Task> made;
        for (const RtJob& job : jobs) {
            auto task = task_of(job);
            if (!task) continue;
            task->releases = Periodic{cycle, sum(sum(thread_.delay, job.release), shift_), {}};
            made.push_back(std::move(*task));
        }
        const auto is_alike = [&](const Task& it) {
            return same(it.body, made.front().body) && it.deadline == made.front().deadline;
        };
        const auto has_same_timer = [&](const RtJob& it) { return it.timer->time == jobs.front().timer->time; };
        if (made.size() == jobs.size() && std::all_of(made.begin(), made.end(), is_alike) &&
            std::all_of(jobs.begin(), jobs.end(), has_same_timer)) {
            Periodic when = std::get<Periodic>(made.front().releases);
            for (const Task& task : made) when.offset = std::min(when.offset, std::get<Periodic>(task.releases).offset);
            when.period = jobs.front().timer->time;
            made.resize(1);
            made.front().releases = when;
        }
        keep(std::move(made));
    }

    /// Jobs that are counted: releases one by one, a task for all jobs that are alike.
    void unroll(const std::vector<RtJob>& jobs) {
        std::vector<Task> made;
        for (const RtJob& job : jobs) {
            auto task = task_of(job);
            if (!task) continue;
            const Instant at{sum(sum(thread_.delay, job.release), shift_).ns};
            const auto known = std::find_if(made.begin(), made.end(), [&](const Task& it) {
                return it.deadline == task->deadline && same(it.body, task->body);
            });
            if (known != made.end()) {
                std::get<ExplicitReleases>(known->releases).instants.push_back(at);
            } else if (made.size() < kMostCycleJobs) {
                task->releases = ExplicitReleases{{at}, {}, {}};
                made.push_back(std::move(*task));
            } else {
                log_.fail(thread_.where, fmt::format("more than {} different jobs", kMostCycleJobs), "fewer");
                return;
            }
        }
        keep(std::move(made));
    }

    /// Its body and deadline; shift_ becomes how much later than the timer it is ready.
    std::optional<Task> task_of(const RtJob& job) {
        shift_ = {};
        BodyBuilder builder(locks_, log_);
        bool has_run = false;
        for (const RtEvent* event : job.events) {
            if (!has_run && event->kind == RtEventKind::sleep) {
                shift_ = sum(shift_, event->time);  // a body cannot begin with it: the job is ready that much later
                if (builder.is_locked()) {
                    log_.warn(event->where, "a sleep in a lock before anything runs", "a run before it",
                              "the job becomes ready after the sleep, and takes the lock then");
                }
                continue;
            }
            has_run |= event->kind == RtEventKind::run && event->time.ns > 0;
            builder.add(*event);
        }
        Task task;
        task.body = builder.finish(job.timer->where);
        if (!has_run) return std::nullopt;
        if (builder.operations() > kMostOperations) {
            log_.fail(thread_.where, fmt::format("{} events in a job", builder.operations()),
                      fmt::format("at most {}", kMostOperations));
            return std::nullopt;
        }
        task.deadline = thread_.deadline.value_or(job.timer->time - shift_);
        if (task.deadline.ns <= 0) {
            log_.warn(job.timer->where, "a timer no longer than the sleep at the beginning of its job",
                      "a longer timer", "the deadline is 1 ns after the job is ready");
            task.deadline = {1};
        }
        return task;
    }

    // -- Without a timer ----------------------------------------------------------------------------------------
    void read_untimed() {
        Duration length{}, lead{};
        BodyBuilder builder(locks_, log_);
        const std::int64_t passes = thread_.loops < 0 ? 1 : thread_.loops;
        if (static_cast<std::uint64_t>(passes) > kMostOperations / thread_.events.size() + 1) {
            log_.fail(thread_.where,
                      fmt::format("{} loops of {} events without a timer", passes, thread_.events.size()),
                      fmt::format("at most {} events", kMostOperations), "end the loop with a timer");
            return;
        }
        bool has_run = false;
        Duration trailing{};
        for (std::int64_t pass = 0; pass < passes; ++pass) {
            for (const RtEvent& event : thread_.events) {
                const bool sleeps = event.kind == RtEventKind::sleep;
                if (sleeps || event.kind == RtEventKind::run) length = sum(length, event.time);
                if (!has_run && sleeps) {
                    lead = sum(lead, event.time);
                    continue;
                }
                has_run |= event.kind == RtEventKind::run && event.time.ns > 0;
                if (event.kind == RtEventKind::run) trailing = {};
                if (sleeps) trailing = sum(trailing, event.time);
                builder.add(event);
            }
        }
        if (length.ns >= kTimeLimitNs || thread_.delay.ns >= kTimeLimitNs - length.ns) {
            log_.fail(thread_.where, "events of more than 146 years", "times below 2^62 ns");
            return;
        }
        Task task;
        task.body = builder.finish(thread_.where);
        if (thread_.loops < 0) {
            while (!task.body.empty() && task.body.back().kind == OperationKind::suspend) task.body.pop_back();
            log_.warn(
                thread_.where,
                "the thread " + quote(thread_.name) + " without a timer: each loop begins when the last one is over",
                "a timer as last event", "it becomes a periodic task with the length of a loop that nothing delays");
            task.releases = Periodic{length, sum(thread_.delay, lead), {}};
            task.deadline = thread_.deadline.value_or(length);
        } else {
            task.releases = ExplicitReleases{{Instant{sum(thread_.delay, lead).ns}}, {}, {}};
            task.deadline = thread_.deadline.value_or(end_.value_or(Duration{1'000'000'000'000}));
            log_.warn(thread_.where, "the thread " + quote(thread_.name) + " without a timer", "a timer as last event",
                      "it becomes one job; its deadline is the end of the use case, or 1000 s");
        }
        std::vector<Task> made;
        made.push_back(std::move(task));
        keep(std::move(made));
    }

    void keep(std::vector<Task> made) {
        if (made.size() > 1) {
            log_.warn(thread_.where, fmt::format("{} kinds of jobs in the thread {}", made.size(), quote(thread_.name)),
                      "jobs that are alike",
                      "a task for each kind: a late one does not hold up the others, as in the thread");
        }
        for (std::size_t i = 0; i < made.size(); ++i) {
            made[i].name = made.size() == 1 ? thread_.name : fmt::format("{}-{}", thread_.name, i + 1);
        }
        tasks_ = std::move(made);
    }

    const RtThread& thread_;
    RtLocks& locks_;
    std::optional<Duration> end_;
    ConversionLog& log_;
    Duration shift_;  // of the last task_of()
    std::vector<Task> tasks_;
};

}  // namespace

std::string section_lock_name(const std::string& task, std::size_t number, OperationKind kind) {
    return fmt::format("{}.{}.{}", task, number, name_of(kind));
}

Operation RtLocks::bracket_of(const std::string& name) {
    Operation out;
    if (const auto given = options_.sections.find(name); given != options_.sections.end()) {
        constexpr std::array kMeant = {OperationKind::preempt_disable, OperationKind::migrate_disable,
                                       OperationKind::section};
        out.kind = kMeant[static_cast<std::size_t>(given->second)];
        return out;
    }
    for (const OperationKind kind : kSectionKinds) {
        if (!name.ends_with("." + std::string(name_of(kind)))) continue;
        out.kind = kind;
        return out;
    }
    const auto known =
        std::find_if(system_.locks.begin(), system_.locks.end(), [&](const Lock& it) { return it.name == name; });
    out.kind = OperationKind::lock;
    out.lock = static_cast<std::uint32_t>(known - system_.locks.begin());
    if (known == system_.locks.end()) system_.locks.push_back({name, LockKind::mutex});
    return out;
}

std::vector<Task> tasks_of_thread(const RtThread& thread, RtLocks& locks, std::optional<Duration> end,
                                  ConversionLog& log) {
    return ThreadReader(thread, locks, end, log).read();
}

}  // namespace pinstack
