// SPDX-License-Identifier: Apache-2.0
#include "tests/support/reference_scheduler.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "tests/support/reference_dispatch.hpp"
#include "tests/support/reference_locks.hpp"
#include "tests/support/reference_rcu.hpp"

namespace pinstack::test {
namespace {

void check(bool condition, const char* identity) {
    if (!condition) throw std::logic_error(std::string("reference scheduler: broken identity: ") + identity);
}

class ReferenceRun {
public:
    ReferenceRun(const System& system, const Variant& variant, const RunOptions& options, std::vector<Slice>* slices)
        : system_(system),
          variant_(variant),
          options_(options),
          slices_(slices),
          end_(horizon_of(system)),
          jobs_(jobs_of(system, variant, options, end_)),
          last_cpu_(system.tasks.size(), kNoCpu) {
        result_.tasks.resize(system.tasks.size());
        open_.resize(static_cast<std::size_t>(cpus()));
    }

    RunResult run() {
        while (const auto next = next_instant()) {
            if (end_ && *next >= *end_) break;
            pass_to(*next);
            handle_events(true);
            dispatch_until_nobody_stands();
        }
        if (end_) {
            // "A segment that ends exactly at the horizon ends (a completion counts); releases and dispatch at the
            // horizon do not happen."
            pass_to(*end_);
            handle_events(false);
        }
        finish();
        return result_;
    }

private:
    int cpus() const { return system_.platform.cpus; }

    CpuSet affinity_of(std::uint32_t task) const { return system_.tasks[task].affinity.value_or(CpuSet::all(cpus())); }
    /// "Its CPU is the last one its task ran on, else home_cpu, else 0."
    CpuId own_cpu(std::uint32_t task) const {
        if (last_cpu_[task] != kNoCpu) return last_cpu_[task];
        return system_.tasks[task].home_cpu.value_or(0);
    }
    /// "A task's jobs run one at a time, first in first out."
    bool queued(const ReferenceJob& job) const {
        return std::any_of(jobs_.begin(), jobs_.end(), [&](const ReferenceJob& other) {
            return other.task == job.task && other.number < job.number && !other.finished();
        });
    }
    /// "A job is ready from the instant it is its task's oldest unfinished job and neither suspended nor blocked."
    bool ready(const ReferenceJob& job) const {
        return job.released && !job.finished() && !job.suspended() && !job.blocked() && !queued(job);
    }

    std::optional<std::int64_t> next_instant() const {
        std::optional<std::int64_t> next;
        const auto consider = [&](std::int64_t t) {
            if (!next || t < *next) next = t;
        };
        for (const ReferenceJob& job : jobs_) {
            if (!job.released) consider(job.release);
            if (job.released && !job.finished() && job.suspended()) consider(job.wakes_at);
            if (job.executes()) consider(now_ + job.remaining);
        }
        return next;
    }

    /// Accounts for [now, to) with the state of the last dispatch.
    void pass_to(std::int64_t to) {
        const std::int64_t length = to - now_;
        if (length > 0) {
            const Measure current = measure(moment());
            result_.capacity.useful += current.useful * length;
            result_.capacity.inversion_np += current.inversion_np * length;
            result_.capacity.inversion_pin += current.inversion_pin * length;
            result_.capacity.overhead += current.spin_wait * length;
            result_.capacity.overhead_by_kind[static_cast<std::size_t>(Overhead::spin_wait)] +=
                current.spin_wait * length;
            result_.capacity.stacking_loss += current.stacking_loss * length;
            result_.capacity.affinity_loss += current.affinity_loss * length;
            result_.capacity.balancing_loss += current.balancing_loss * length;
            result_.capacity.idle += current.idle * length;
            Stacking& stacking = result_.stacking;
            stacking.max_simultaneous_loss = std::max(stacking.max_simultaneous_loss, current.stacking_loss);
            for (std::size_t cpu = 0; cpu < open_.size(); ++cpu) extend_episode(cpu, current, to);
            for (const JobNow& it : current.jobs) {
                find(it.job).split[static_cast<std::size_t>(it.state)] += length;
            }
            if (slices_) slices_->push_back({{now_}, {to}, current});
        }
        for (ReferenceJob& job : jobs_) {
            if (job.executes()) job.remaining -= length;
        }
        now_ = to;
    }

    ReferenceJob& find(JobId id) {
        return *std::find_if(jobs_.begin(), jobs_.end(),
                             [&](const ReferenceJob& job) { return job.task == id.task && job.number == id.number; });
    }

    /// "A stacking episode belongs to a CPU: a maximal interval in which waiting jobs pinned there lose capacity"
    void extend_episode(std::size_t cpu, const Measure& current, std::int64_t to) {
        if (current.lost_to_stack[cpu] == 0) {
            close_episode(cpu);
            return;
        }
        if (!open_[cpu]) {
            open_[cpu].emplace();
            open_[cpu]->from = {now_};
            open_[cpu]->cpu = static_cast<CpuId>(cpu);
        }
        Episode& episode = *open_[cpu];
        episode.to = {to};
        episode.depth = std::max(episode.depth, current.depth[cpu]);
        episode.lost.ns += current.lost_to_stack[cpu] * (to - now_);
        for (const std::uint32_t task : current.stacked_tasks[cpu]) {
            if (std::find(episode.tasks.begin(), episode.tasks.end(), task) == episode.tasks.end()) {
                episode.tasks.push_back(task);
            }
        }
        std::sort(episode.tasks.begin(), episode.tasks.end());
    }
    void close_episode(std::size_t cpu) {
        if (open_[cpu]) result_.stacking.episodes.push_back(*open_[cpu]);
        open_[cpu].reset();
    }

    Moment moment() const {
        Moment moment;
        moment.cpus = cpus();
        if (variant_.balancer.name == "bounded-stack") moment.stack_limit = variant_.balancer.parameter;
        for (const ReferenceJob& job : jobs_) {
            if (!job.released || job.finished()) continue;
            Standing standing{&job, effective_urgency(jobs_, job), queued(job), affinity_of(job.task), {}};
            if (variant_.balancer.name == "partitioned") standing.home = system_.tasks[job.task].home_cpu;
            moment.jobs.push_back(standing);
        }
        std::sort(moment.jobs.begin(), moment.jobs.end(),
                  [](const Standing& a, const Standing& b) { return a.urgency < b.urgency; });
        return moment;
    }

    /// "At one instant, in this order: segment ends and completions; wake-ups; releases (task file order)".
    void handle_events(bool releases) {
        note_who_runs();
        // "events of step ends of one instant are handled by CPU number"
        std::vector<ReferenceJob*> ending(static_cast<std::size_t>(cpus()));
        for (ReferenceJob& job : jobs_) {
            if (job.executes() && job.remaining == 0) ending[static_cast<std::size_t>(job.runs_on)] = &job;
        }
        for (ReferenceJob* job : ending) {
            if (job) next_step(*job, true);
        }
        // Wake-ups by the order of tasks: who of two that end a read side at one instant is the first.
        std::vector<ReferenceJob*> waking;
        for (ReferenceJob& job : jobs_) {
            if (job.suspended() && job.wakes_at == now_) waking.push_back(&job);
        }
        std::sort(waking.begin(), waking.end(),
                  [](const auto* a, const auto* b) { return a->urgency.tie < b->urgency.tie; });
        for (ReferenceJob* job : waking) {
            next_step(*job, false);
            job->ready_since = now_;
        }
        if (releases) {
            for (ReferenceJob& job : jobs_) {
                if (job.released || job.release != now_) continue;
                job.released = true;
                stand_before_step(job);
                job.ready_since = now_;
                ++result_.tasks[job.task].jobs;
            }
        }
    }

    /// What a dispatch sees as "just before this instant".
    void note_who_runs() {
        before_.assign(static_cast<std::size_t>(cpus()), std::nullopt);
        for (ReferenceJob& job : jobs_) {
            job.ran_before = job.runs_on;
            if (job.runs_on == kNoCpu) continue;
            before_[static_cast<std::size_t>(job.runs_on)] = effective_urgency(jobs_, job);
        }
    }

    /// The current operation has ended, while the job ran or by a wake-up.
    void next_step(ReferenceJob& job, bool while_running) {
        ++job.step;
        carry_on(job, while_running);
    }

    /// The job begins its current operation: what has no length happens, up to the next that has one.
    void carry_on(ReferenceJob& job, bool while_running) {
        using Kind = ReferenceStep::Kind;
        job.stands = false;
        for (; job.step < job.steps.size(); ++job.step) {
            const ReferenceStep& step = job.current();
            // "Leaving: at the instant the last operation ends; if that is a suspension, at the wake-up."
            if (!step.migrate_disabled) job.pin = kNoCpu;
            if (step.kind == Kind::suspend) return begin_suspension(job);
            // "Releasing (and leaving an RCU read side) after a suspension: at the wake-up, without a CPU." All else
            // waits for one.
            const bool gives_back = step.kind == Kind::release || step.kind == Kind::end_reading;
            if (!while_running && !gives_back) return stand_before_step(job);
            // "(a) When the operation before it ends while the job runs: pinned / non-preemptible from that instant on
            // the CPU it just ran on, even if it is preempted at that very instant (under swap-on-entry the pin is
            // made at its next dispatch)": "pin and operation wait".
            if (while_running && job.at_section_start()) {
                if (variant_.balancer.name == "swap-on-entry") return stand_before_step(job);
                job.pin = job.runs_on;
            }
            if (step.kind == Kind::run) return stand_before_step(job);
            if (step.kind == Kind::begin_reading) rcu_.begin_reading(job.task, now_);
            if (step.kind == Kind::end_reading) rcu_.end_reading(job.task, now_);
            if (step.kind == Kind::release) release(job, instance_of(job));
            if (step.kind == Kind::take && !takes(job, instance_of(job))) return;
        }
        complete(job);
    }

    /// A run begins whenever the job is on a CPU; for all else it carries on there.
    void stand_before_step(ReferenceJob& job) {
        job.remaining = job.current().length;
        job.stands = job.current().kind != ReferenceStep::Kind::run;
    }

    void begin_suspension(ReferenceJob& job) {
        // "A section whose first operation is suspend pins where the job stands."
        if (job.at_section_start()) job.pin = own_cpu(job.task);
        job.wakes_at = now_ + job.current().length;
        job.runs_on = kNoCpu;
    }

    void complete(ReferenceJob& job) {
        check(job.holds.empty(), "a job that completes holds no lock");
        job.finish = now_;
        job.pin = kNoCpu;
        job.runs_on = kNoCpu;
        // The successor becomes ready ("completion of its predecessor").
        for (ReferenceJob& other : jobs_) {
            if (other.task == job.task && other.number == job.number + 1) other.ready_since = now_;
        }
    }

    /// "local_lock with PREEMPT_RT: one lock per CPU; takes the instance of that CPU".
    LockInstance instance_of(const ReferenceJob& job) const {
        const std::uint32_t lock = job.current().lock;
        if (system_.locks[lock].kind != LockKind::local_lock) return {lock, kNoCpu};
        check(job.pin != kNoCpu, "who takes a local_lock is pinned");
        return {lock, job.pin};
    }

    /// "Nobody holds it: the job has it. Else: spinning: it stays on its CPU. Sleeping: it leaves the CPU."
    bool takes(ReferenceJob& job, LockInstance lock) {
        if (!owner_of(jobs_, lock)) {
            job.holds.push_back(lock);
            return true;
        }
        job.waits_for = lock;
        job.arrival = ++arrivals_;
        if (job.blocked()) {
            job.runs_on = kNoCpu;
            job.ran_before = kNoCpu;  // "no preemption"
        }
        const std::vector<WaitFor> circle = circle_through(jobs_, job);
        if (!circle.empty()) report_deadlock(circle);
        return false;
    }

    void report_deadlock(const std::vector<WaitFor>& circle) {
        Finding finding;
        finding.kind = Finding::Kind::deadlock;
        finding.from = finding.to = {now_};
        finding.task = circle.front().task;
        finding.circle = circle;
        ++result_.findings.total;
        if (result_.findings.kept.size() < Findings::kKept) result_.findings.kept.push_back(finding);
    }

    /// "The first waiter is the owner at once".
    void release(ReferenceJob& job, LockInstance lock) {
        check(std::erase(job.holds, lock) == 1, "who releases a lock holds it");
        const auto next = next_owner_of(jobs_, lock);
        if (!next) return;
        ReferenceJob& owner = jobs_[*next];
        const bool spun = owner.spins();
        owner.waits_for.reset();
        owner.holds.push_back(lock);
        // "spinning: it goes on with its next operation at once, inside the event of the release (recursively)"
        if (spun) return next_step(owner, true);
        // "sleeping: it is ready and fresh at that instant, its next operation follows" when it is on a CPU
        owner.ready_since = now_;
        ++owner.step;
        stand_before_step(owner);
    }

    Scene scene(const std::vector<std::size_t>& ready_jobs) const {
        Scene scene;
        scene.cpus = cpus();
        scene.before = before_;
        scene.occupants.resize(static_cast<std::size_t>(cpus()));
        for (const ReferenceJob& job : jobs_) {
            if (job.pin != kNoCpu)
                scene.occupants[static_cast<std::size_t>(job.pin)].push_back(effective_urgency(jobs_, job));
        }
        for (const std::size_t i : ready_jobs) {
            const ReferenceJob& job = jobs_[i];
            Candidate it;
            it.urgency = effective_urgency(jobs_, job);
            it.ran_on = job.runs_on;
            // "(b) As first operation of the body, or after a suspension outside MD: at the next dispatch": whoever
            // does not run yet can still be displaced in this one.
            it.keeps_cpu = job.runs_on != kNoCpu && job.current().non_preemptible;
            it.pin = job.pin;
            it.own = own_cpu(job.task);
            it.home = system_.tasks[job.task].home_cpu;
            it.affinity = affinity_of(job.task);
            // "It is fresh at exactly the instant it becomes ready (release, completion of its predecessor, wake-up)."
            it.fresh = job.ready_since == now_;
            it.enters_section = job.at_section_start();
            scene.ready.push_back(it);
        }
        return scene;
    }

    /// "Jobs that stand before such an operation carry on, by CPU number; then there is another dispatch at the same
    /// instant (it sees as 'just before this instant' what the previous dispatch left), and so on until nobody stands
    /// so."
    void dispatch_until_nobody_stands() {
        for (;;) {
            dispatch_jobs();
            std::vector<ReferenceJob*> standing(static_cast<std::size_t>(cpus()));
            for (ReferenceJob& job : jobs_) {
                if (job.executes() && job.stands) standing[static_cast<std::size_t>(job.runs_on)] = &job;
            }
            if (std::count(standing.begin(), standing.end(), nullptr) == cpus()) return;
            note_who_runs();
            for (ReferenceJob* job : standing) {
                if (job) carry_on(*job, true);
            }
        }
    }

    void dispatch_jobs() {
        std::vector<std::size_t> ready_jobs;
        for (std::size_t i = 0; i < jobs_.size(); ++i) {
            if (ready(jobs_[i])) ready_jobs.push_back(i);
        }
        std::sort(ready_jobs.begin(), ready_jobs.end(), [&](std::size_t a, std::size_t b) {
            return effective_urgency(jobs_, jobs_[a]) < effective_urgency(jobs_, jobs_[b]);
        });
        const Placement placed = dispatch(variant_.balancer, scene(ready_jobs));

        for (ReferenceJob& job : jobs_) job.runs_on = kNoCpu;
        for (CpuId cpu = 0; cpu < cpus(); ++cpu) {
            const int index = placed[static_cast<std::size_t>(cpu)];
            if (index == kNobody) continue;
            ReferenceJob& job = jobs_[ready_jobs[static_cast<std::size_t>(index)]];
            check(job.runs_on == kNoCpu, "a job runs on one CPU");
            check(job.pin == kNoCpu || job.pin == cpu, "a pinned job runs on its CPU");
            check(affinity_of(job.task).contains(cpu), "a job runs inside its mask");
            job.runs_on = cpu;
        }
        for (ReferenceJob& job : jobs_) {
            TaskResult& task = result_.tasks[job.task];
            // Preemption: running just before the instant, unfinished and ready after the dispatch, but not running.
            if (job.ran_before != kNoCpu && ready(job) && job.runs_on == kNoCpu) ++task.preemptions;
            if (job.runs_on == kNoCpu) continue;
            CpuId& last = last_cpu_[job.task];
            if (last != kNoCpu && last != job.runs_on) ++task.migrations;
            last = job.runs_on;
            if (!job.start) job.start = now_;
            if (job.at_section_start()) job.pin = job.runs_on;  // the dispatch is complete: (b), and swap-on-entry
        }
        for (const std::int32_t depth : measure(moment()).depth) {
            result_.stacking.max_depth = std::max(result_.stacking.max_depth, static_cast<int>(depth));
        }
    }

    /// "A job is missed if it finishes after its absolute deadline, or is unfinished at the end and its deadline <=
    /// end."
    bool missed(const ReferenceJob& job) const {
        // A drain ends with unfinished jobs only in a deadlock: they will never complete.
        return job.finish ? *job.finish > job.deadline : !end_ || job.deadline <= now_;
    }

    void finish() {
        result_.span = {now_};
        for (std::size_t cpu = 0; cpu < open_.size(); ++cpu) close_episode(cpu);
        keep_first_episodes();
        for (const ReferenceJob& job : jobs_) {
            if (job.released) add_to_statistics(job);
        }
        CapacitySplit& capacity = result_.capacity;
        capacity.total = now_ * cpus();
        result_.rcu = rcu_.result(now_, variant_.rcu_scan.ns);
        check(capacity.useful + capacity.inversion() + capacity.overhead + capacity.lost() + capacity.idle ==
                  capacity.total,
              "the capacity sums to the integral of the CPUs");
    }

    void keep_first_episodes() {
        std::vector<Episode>& episodes = result_.stacking.episodes;
        std::int64_t lost = 0;
        for (const Episode& episode : episodes) lost += episode.lost.ns;
        check(lost == result_.capacity.stacking_loss, "the lost times sum to stacking_loss");
        std::sort(episodes.begin(), episodes.end(), [](const Episode& a, const Episode& b) {
            return a.from != b.from ? a.from < b.from : a.cpu < b.cpu;
        });
        result_.stacking.episodes_total = episodes.size();
        for (const Episode& episode : episodes) {
            std::optional<Episode>& worst = result_.stacking.worst;
            if (!worst || episode.lost > worst->lost) worst = episode;
        }
        if (episodes.size() > options_.keep_episodes) episodes.resize(options_.keep_episodes);
    }

    void add_to_statistics(const ReferenceJob& job) {
        TaskResult& task = result_.tasks[job.task];
        if (missed(job)) {
            ++task.misses;
            const Miss miss{{job.deadline}, job.task, job.number};
            if (!result_.first_miss || miss < *result_.first_miss) result_.first_miss = miss;
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
            check(sum == *job.finish - job.release, "the split sums to the response time");
        }
        if (!options_.keep_jobs) return;
        JobRecord record;
        record.task = job.task;
        record.number = job.number;
        record.release = {job.release};
        if (job.start) record.start = Instant{*job.start};
        if (job.finish) record.finish = Instant{*job.finish};
        record.deadline = {job.deadline};
        record.missed = missed(job);
        result_.jobs.push_back(record);
    }

    const System& system_;
    const Variant& variant_;
    const RunOptions& options_;
    std::vector<Slice>* slices_;
    std::optional<std::int64_t> end_;
    std::vector<ReferenceJob> jobs_;  // by task, then number
    std::vector<CpuId> last_cpu_;     // of each task: the last one it ran on
    std::int64_t now_ = 0;
    std::vector<std::optional<Urgency>> before_;  // of the job each CPU ran just before the instant
    std::vector<std::optional<Episode>> open_;    // of each CPU
    std::uint64_t arrivals_ = 0;                  // of jobs that wait for locks
    ReferenceRcu rcu_;
    RunResult result_;
};

}  // namespace

RunResult reference_simulate(const System& system, const Variant& variant, const RunOptions& options,
                             std::vector<Slice>* slices) {
    return ReferenceRun(system, variant, options, slices).run();
}

}  // namespace pinstack::test
