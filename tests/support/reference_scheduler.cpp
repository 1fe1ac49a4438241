// SPDX-License-Identifier: Apache-2.0
#include "tests/support/reference_scheduler.hpp"

#include <algorithm>
#include <utility>

#include "tests/support/reference_dispatch.hpp"
#include "tests/support/reference_hotplug.hpp"
#include "tests/support/reference_kernel_work.hpp"
#include "tests/support/reference_locks.hpp"
#include "tests/support/reference_rcu.hpp"
#include "tests/support/reference_record.hpp"

namespace pinstack::test {
namespace {

class ReferenceRun {
public:
    ReferenceRun(const System& system, const Variant& variant, const RunOptions& options, std::vector<Slice>* slices)
        : system_(system),
          variant_(variant),
          slices_(slices),
          end_(horizon_of(system)),
          jobs_(jobs_of(system, variant, options, end_)),
          last_cpu_(system.tasks.size(), kNoCpu),
          costs_(kernel_costs(system.platform.costs)),
          work_(system.platform.cpus),
          record_(system, options),
          hotplug_(system, variant, jobs_, work_, record_.result.findings) {
        hotplug_.admit = [this](std::size_t job) {
            jobs_[job].waits_for.reset();
            jobs_[job].ready_since = now_;
            ++jobs_[job].step;
            stand_before_step(jobs_[job]);
        };
        hotplug_.gone = [this](CpuId cpu) { local(cpu) = false; };
    }

    RunResult run() {
        while (const auto next = next_instant()) {
            if (end_ ? *next >= *end_ : all_finished()) break;
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
        if (hotplug_.has_events()) record_.result.hotplug = hotplug_.finish(now_);
        record_.finish(jobs_, now_, end_);
        record_.result.rcu = rcu_.result(now_, variant_.rcu_scan.ns);
        return record_.result;
    }

private:
    int cpus() const { return system_.platform.cpus; }
    std::vector<bool>::reference local(CpuId cpu) { return local_[static_cast<std::size_t>(cpu)]; }

    CpuSet affinity_of(std::uint32_t task) const { return hotplug_.usable(task); }
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
        return job.released && !job.finished() && !job.arrives && !job.suspended() && !job.blocked() && !queued(job);
    }

    /// The job that has the CPU.
    const ReferenceJob* job_on(CpuId cpu) const {
        for (const ReferenceJob& job : jobs_) {
            if (job.runs_on == cpu) return &job;
        }
        return nullptr;
    }
    ReferenceJob* job_on(CpuId cpu) { return const_cast<ReferenceJob*>(std::as_const(*this).job_on(cpu)); }
    /// Has it its CPU to itself?
    bool goes_on(const ReferenceJob& job) const { return job.runs_on != kNoCpu && !work_.works(job.runs_on); }
    /// Neither does its CPU the kernel's work, nor does it wait, nor reload its working set.
    bool executes(const ReferenceJob& job) const { return goes_on(job) && !job.waits_for && job.reload == 0; }

    std::optional<std::int64_t> next_instant() const {
        std::optional<std::int64_t> next;
        const auto consider = [&](std::int64_t t) {
            if (!next || t < *next) next = t;
        };
        for (const ReferenceJob& job : jobs_) {
            if (!job.released) consider(job.release);
            if (job.suspended()) consider(job.wakes_at);
            if (goes_on(job) && job.reload > 0) consider(now_ + job.reload);
            if (executes(job)) consider(now_ + job.remaining);
        }
        for (CpuId cpu = 0; cpu < cpus(); ++cpu) {
            if (const auto left = work_.time_to_end(cpu)) consider(now_ + *left);
            // "each multiple of timer_tick_period (not 0)", on "each CPU that has a job then"
            const std::int64_t period = costs_.timer_tick_period;
            if (period != 0 && job_on(cpu) && !only_ticks_are_left()) consider((now_ / period + 1) * period);
        }
        // What has come to a stop, no event sets going again.
        if (const auto event = hotplug_.next_event(); event && (next || end_)) consider(*event);
        return next;
    }

    /// "Ends when every released job has completed": what the kernel still does then does not count.
    bool all_finished() const {
        return std::all_of(jobs_.begin(), jobs_.end(), [](const ReferenceJob& job) { return job.finished(); });
    }

    /// In a deadlock that is drained, ticks alone do not keep the run going.
    bool only_ticks_are_left() const {
        if (end_) return false;
        for (const ReferenceJob& job : jobs_) {
            if (!job.released || job.suspended() || job.executes()) return false;
        }
        for (CpuId cpu = 0; cpu < cpus(); ++cpu) {
            if (work_.does_more_than_tick(cpu)) return false;
        }
        return true;
    }

    /// Accounts for [now, to) with the state of the last dispatch.
    void pass_to(std::int64_t to) {
        const std::int64_t length = to - now_;
        if (length > 0) {
            const Measure current = measure(moment());
            record_.add(current, now_, to);
            for (const JobNow& it : current.jobs) {
                find(it.job).split[static_cast<std::size_t>(it.state)] += length;
            }
            if (slices_) slices_->push_back({{now_}, {to}, current});
        }
        for (ReferenceJob& job : jobs_) {
            if (executes(job)) {
                job.remaining -= length;
            } else if (goes_on(job) && job.reload > 0) {
                job.reload -= length;
                if (job.reload == 0) reloaded_.push_back(job.runs_on);
            }
        }
        work_.pass(length);
        now_ = to;
    }

    ReferenceJob& find(JobId id) {
        return *std::find_if(jobs_.begin(), jobs_.end(),
                             [&](const ReferenceJob& job) { return job.task == id.task && job.number == id.number; });
    }

    Moment moment() const {
        Moment moment;
        moment.cpus = cpus();
        moment.online = hotplug_.online_count();
        if (variant_.balancer.name == "bounded-stack") moment.stack_limit = variant_.balancer.parameter;
        for (CpuId cpu = 0; cpu < cpus(); ++cpu) moment.work.push_back(work_.kind_on(cpu));
        for (const ReferenceJob& job : jobs_) {
            if (!job.released || job.finished()) continue;
            Standing standing{&job, effective_urgency(jobs_, job), queued(job), affinity_of(job.task), {}, {}};
            standing.served_by = served_by(job);
            if (variant_.balancer.name == "partitioned") standing.home = hotplug_.home(job.task);
            moment.jobs.push_back(standing);
        }
        std::sort(moment.jobs.begin(), moment.jobs.end(),
                  [](const Standing& a, const Standing& b) { return a.urgency < b.urgency; });
        return moment;
    }

    /// What its CPU does meanwhile.
    std::optional<Overhead> served_by(const ReferenceJob& job) const {
        if (job.runs_on == kNoCpu) return std::nullopt;
        if (const auto kind = work_.kind_on(job.runs_on)) return kind;
        if (job.spins()) return Overhead::spin_wait;
        return job.reload > 0 ? std::optional(Overhead::cache_reload) : std::nullopt;
    }

    /// "At one instant, in this order: segment ends and completions; wake-ups; releases (task file order)", "then
    /// ticks (by CPU)".
    void handle_events(bool releases) {
        note_who_runs();
        local_.assign(static_cast<std::size_t>(cpus()), false);
        for (const CpuId cpu : std::exchange(reloaded_, {})) local(cpu) = true;  // "a reload of its job ended"
        for (CpuId cpu = 0; cpu < cpus(); ++cpu) end_what_ends_on(cpu);
        // Wake-ups by the order of tasks: who of two that end a read side at one instant is the first.
        std::vector<ReferenceJob*> waking;
        for (ReferenceJob& job : jobs_) {
            if (job.suspended() && job.wakes_at == now_) waking.push_back(&job);
        }
        std::sort(waking.begin(), waking.end(),
                  [](const auto* a, const auto* b) { return a->urgency.tie < b->urgency.tie; });
        for (ReferenceJob* job : waking) begin_arrival(*job);
        if (!releases) return;
        for (ReferenceJob& job : jobs_) {
            if (job.released || job.release != now_) continue;
            job.released = true;
            stand_before_step(job);
            ++record_.result.tasks[job.task].jobs;
            // "a job is released and no predecessor is unfinished"
            if (!queued(job)) begin_arrival(job);
        }
        if (costs_.timer_tick_period != 0 && now_ % costs_.timer_tick_period == 0) tick();
        hotplug_.handle_events(now_);
    }

    /// "By CPU number, ends of steps, of reloads and of items."
    void end_what_ends_on(CpuId cpu) {
        if (const auto item = work_.take_ended(cpu)) {
            local(cpu) = true;
            if (item->wakes) arrive(jobs_[*item->wakes]);
            // "An item that ends is followed by the next one of the CPU at once."
            begin_next_items();
            ReferenceJob* job = job_on(cpu);
            if (work_.works(cpu) || !job || !job->lock_handed) return;
            // "A spinning job whose lock was handed to it during the work goes on with its next operation at the end of
            // the work, before the dispatch."
            job->lock_handed = false;
            next_step(*job, true);
        } else {
            ReferenceJob* job = job_on(cpu);
            if (!job || !executes(*job) || job->stands || job->remaining > 0) return;
            next_step(*job, true);
        }
        begin_next_items();
    }

    /// "Task items do not wait, and go before interrupt items that have not begun", which wait "while the job on the
    /// CPU executes inside irq_disable".
    void begin_next_items() {
        for (CpuId cpu = 0; cpu < cpus(); ++cpu) {
            const ReferenceJob* job = job_on(cpu);
            work_.begin_next(cpu, job && job->has_gone_on && job->current().irqs_off);
        }
    }

    /// "a job is released and no predecessor is unfinished; a suspension ends | its own CPU (that of its pin)"
    void begin_arrival(ReferenceJob& job) {
        const CpuId cpu = job.pin != kNoCpu ? job.pin : hotplug_.online_or_other(own_cpu(job.task));
        const auto place = static_cast<std::size_t>(&job - jobs_.data());
        WorkItem interrupt{Overhead::interrupt, costs_.interrupt};
        WorkItem wake_up{Overhead::wake_up, costs_.wake_up};
        if (interrupt.left + wake_up.left == 0) {
            local(cpu) = true;  // "a job was woken there at no cost"
            arrive(job);
            return;
        }
        job.arrives = true;
        (wake_up.left > 0 ? wake_up : interrupt).wakes = place;
        work_.ask_interrupt(cpu, interrupt);
        work_.ask_interrupt(cpu, wake_up);
        begin_next_items();
    }

    /// "At the end of the second the job is ready, and fresh". A suspension ends only now, with all that follows at
    /// the wake-up.
    void arrive(ReferenceJob& job) {
        job.arrives = false;
        if (job.suspended()) next_step(job, false);
        job.ready_since = now_;
    }

    /// "each CPU that has a job then, after the releases of the instant | interrupt item timer_tick; at most one waits
    /// on a CPU"
    void tick() {
        for (CpuId cpu = 0; cpu < cpus(); ++cpu) {
            if (job_on(cpu) && !work_.tick_waits(cpu)) {
                work_.ask_interrupt(cpu, {Overhead::timer_tick, costs_.timer_tick});
            }
        }
        begin_next_items();
    }

    /// What a dispatch sees as "just before this instant".
    void note_who_runs() {
        before_.assign(static_cast<std::size_t>(cpus()), std::nullopt);
        job_before_.assign(static_cast<std::size_t>(cpus()), nullptr);
        for (ReferenceJob& job : jobs_) {
            job.ran_before = job.runs_on;
            if (job.runs_on == kNoCpu) continue;
            before_[static_cast<std::size_t>(job.runs_on)] = effective_urgency(jobs_, job);
            job_before_[static_cast<std::size_t>(job.runs_on)] = &job;
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
        if (while_running) local(job.runs_on) = true;  // "a step of its job ended"
        for (; job.step < job.steps.size(); ++job.step) {
            const ReferenceStep& step = job.current();
            // "Interrupt items begin when it leaves that section": before what the job asks for next.
            if (while_running) begin_next_items();
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
                pin(job, job.runs_on);
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
        if (job.at_section_start()) pin(job, stands_on(job));
        job.wakes_at = now_ + job.current().length;
        leave_cpu(job);
    }

    /// Its own CPU; where it may not be there, the lowest one that it may use.
    CpuId stands_on(const ReferenceJob& job) {
        hotplug_.break_affinity(job, now_);
        CpuId cpu = own_cpu(job.task);
        for (CpuId other = 0; other < cpus() && !hotplug_.may_have(job, cpu); ++other) cpu = other;
        return cpu;
    }

    void leave_cpu(ReferenceJob& job) {
        job.runs_on = kNoCpu;
        job.has_gone_on = false;
    }

    /// "a pin is made | the CPU of the pin | task item migrate_disable_pair, for both ends of the section"
    void pin(ReferenceJob& job, CpuId cpu) {
        job.pin = cpu;
        job.was_switched_out = false;
        work_.ask_task(cpu, Overhead::migrate_disable, costs_.migrate_disable_pair);
    }

    void complete(ReferenceJob& job) {
        check_identity(job.holds.empty(), "a job that completes holds no lock");
        job.finish = now_;
        job.pin = kNoCpu;
        leave_cpu(job);
        // The successor becomes ready ("completion of its predecessor").
        for (ReferenceJob& other : jobs_) {
            if (other.task != job.task || other.number != job.number + 1) continue;
            other.ready_since = now_;
            other.been_on = job.been_on;
        }
    }

    /// "local_lock with PREEMPT_RT: one lock per CPU; takes the instance of that CPU".
    LockInstance instance_of(const ReferenceJob& job) const {
        const std::uint32_t lock = job.current().lock;
        if (system_.locks[lock].kind != LockKind::local_lock) return {lock, kNoCpu};
        check_identity(job.pin != kNoCpu, "who takes a local_lock is pinned");
        return {lock, job.pin};
    }

    /// "Nobody holds it: the job has it. Else: spinning: it stays on its CPU. Sleeping: it leaves the CPU."
    bool takes(ReferenceJob& job, LockInstance lock) {
        if (reads_under(lock)) {
            if (hotplug_.reads(place_of(job), now_)) return true;
            job.waits_for = lock;
            leave_cpu(job);
            job.ran_before = kNoCpu;
            return false;
        }
        if (!owner_of(jobs_, lock)) {
            job.holds.push_back(lock);
            // "a sleeping lock is taken at once by a job | the job's CPU | task item rt_mutex_uncontended"
            const bool sleeping = !job.current().busy_waiting;
            if (sleeping) work_.ask_task(job.runs_on, Overhead::rt_mutex, costs_.rt_mutex_uncontended);
            return true;
        }
        job.waits_for = lock;
        job.arrival = ++arrivals_;
        if (job.blocked()) {
            leave_cpu(job);
            job.ran_before = kNoCpu;  // "no preemption"
        }
        const std::vector<WaitFor> circle = circle_through(jobs_, job);
        if (!circle.empty()) record_.add_deadlock(now_, circle);
        return false;
    }

    /// "The first waiter is the owner at once".
    void release(ReferenceJob& job, LockInstance lock) {
        if (reads_under(lock)) return hotplug_.stops_reading(place_of(job));
        check_identity(std::erase(job.holds, lock) == 1, "who releases a lock holds it");
        const auto next = next_owner_of(jobs_, lock);
        if (!next) return;
        ReferenceJob& owner = jobs_[*next];
        const bool spun = owner.spins();
        owner.waits_for.reset();
        owner.holds.push_back(lock);
        if (spun) {
            // "A spinning job whose lock was handed to it during the work goes on at the end of the work".
            owner.lock_handed = work_.works(owner.runs_on);
            // "spinning: it goes on with its next operation at once, inside the event of the release (recursively)"
            if (!owner.lock_handed) next_step(owner, true);
            return;
        }
        // "a sleeping lock is released and somebody waits for it | the job's CPU; without one, its own CPU"
        const CpuId own = job.pin != kNoCpu ? job.pin : hotplug_.online_or_other(own_cpu(job.task));
        const CpuId cpu = job.runs_on != kNoCpu ? job.runs_on : own;
        work_.ask_task(cpu, Overhead::rt_mutex, costs_.rt_mutex_contended);
        // "sleeping: it is ready and fresh at that instant, its next operation follows" when it is on a CPU
        owner.ready_since = now_;
        ++owner.step;
        stand_before_step(owner);
    }

    bool reads_under(LockInstance lock) const { return system_.locks[lock.lock].kind == LockKind::cpu_hotplug; }
    std::size_t place_of(const ReferenceJob& job) const { return static_cast<std::size_t>(&job - jobs_.data()); }

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
            const bool keeps = job.runs_on != kNoCpu && (job.current().non_preemptible || work_.works(job.runs_on));
            if (!keeps && job.runs_on != kNoCpu && !hotplug_.may_have(job, job.runs_on)) it.ran_on = kNoCpu;
            // "(b) As first operation of the body, or after a suspension outside MD: at the next dispatch": whoever
            // does not run yet can still be displaced in this one.
            // While its CPU works it "counts as non-preemptible, so no dispatch takes it away".
            it.keeps_cpu = keeps;
            it.pin = job.pin;
            it.own = own_cpu(job.task);
            it.home = hotplug_.home(job.task);
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
                if (!goes_on(job)) continue;
                job.has_gone_on = true;
                if (job.reload > 0) continue;
                if (!job.start) job.start = now_;
                if (executes(job) && job.stands) standing[static_cast<std::size_t>(job.runs_on)] = &job;
            }
            const bool nobody_stands = std::count(standing.begin(), standing.end(), nullptr) == cpus();
            if (nobody_stands && !hotplug_.after_dispatch(now_)) return;
            note_who_runs();
            for (ReferenceJob* job : standing) {
                if (job) carry_on(*job, true);
                begin_next_items();
            }
        }
    }

    void dispatch_jobs() {
        std::vector<std::size_t> ready_jobs;
        for (std::size_t i = 0; i < jobs_.size(); ++i) {
            if (!ready(jobs_[i])) continue;
            ready_jobs.push_back(i);
            hotplug_.break_affinity(jobs_[i], now_);
        }
        std::sort(ready_jobs.begin(), ready_jobs.end(), [&](std::size_t a, std::size_t b) {
            return effective_urgency(jobs_, jobs_[a]) < effective_urgency(jobs_, jobs_[b]);
        });
        const Placement placed = dispatch(variant_.balancer, scene(ready_jobs));

        std::vector<CpuId> had(jobs_.size());
        for (std::size_t i = 0; i < jobs_.size(); ++i) had[i] = std::exchange(jobs_[i].runs_on, kNoCpu);
        std::vector<CpuAtDispatch> at(static_cast<std::size_t>(cpus()));
        for (CpuId cpu = 0; cpu < cpus(); ++cpu) {
            CpuAtDispatch& it = at[static_cast<std::size_t>(cpu)];
            it.before = job_before_[static_cast<std::size_t>(cpu)];
            it.local = local(cpu);
            const int index = placed[static_cast<std::size_t>(cpu)];
            if (index == kNobody) continue;
            ReferenceJob& job = jobs_[ready_jobs[static_cast<std::size_t>(index)]];
            check_identity(job.runs_on == kNoCpu, "a job runs on one CPU");
            check_identity(job.pin == kNoCpu || job.pin == cpu, "a pinned job runs on its CPU");
            const bool stays = had[ready_jobs[static_cast<std::size_t>(index)]] == cpu;
            check_identity(hotplug_.may_have(job, cpu) || stays, "a job comes to CPUs of its mask only");
            check_identity(hotplug_.is_online(cpu), "a job runs on an online CPU");
            job.runs_on = cpu;
            it.after = &job;
            it.makes_pin = job.at_section_start();  // the dispatch is complete: (b), and swap-on-entry
        }
        for (std::size_t i = 0; i < jobs_.size(); ++i) {
            ReferenceJob& job = jobs_[i];
            if (job.runs_on != had[i]) job.has_gone_on = false;
            check_identity(had[i] == kNoCpu || job.runs_on == had[i] || !work_.works(had[i]),
                           "no dispatch takes a job away from the kernel's work");
        }
        ask_for_items_of_dispatch(at);
        for (ReferenceJob& job : jobs_) {
            TaskResult& task = record_.result.tasks[job.task];
            // Preemption: running just before the instant, unfinished and ready after the dispatch, but not running.
            if (job.ran_before != kNoCpu && ready(job) && job.runs_on == kNoCpu) ++task.preemptions;
            if (job.runs_on == kNoCpu) continue;
            CpuId& last = last_cpu_[job.task];
            if (last != kNoCpu && last != job.runs_on) ++task.migrations;
            last = job.runs_on;
        }
        for (const std::int32_t depth : measure(moment()).depth) {
            int& max_depth = record_.result.stacking.max_depth;
            max_depth = std::max(max_depth, static_cast<int>(depth));
        }
    }

    /// "3. The dispatch, with its items", and what they leave behind.
    void ask_for_items_of_dispatch(const std::vector<CpuAtDispatch>& at) {
        for (const AskedItem& item : items_of_dispatch(costs_, at, hotplug_.online_or_other(0))) work_.ask_task(item.cpu, item.kind, item.length);
        for (CpuId cpu = 0; cpu < cpus(); ++cpu) {
            const CpuAtDispatch& it = at[static_cast<std::size_t>(cpu)];
            if (switches_out_pinned(it, cpu)) job_before_[static_cast<std::size_t>(cpu)]->was_switched_out = true;
        }
        for (CpuId cpu = 0; cpu < cpus(); ++cpu) {
            const CpuAtDispatch& it = at[static_cast<std::size_t>(cpu)];
            ReferenceJob* job = job_on(cpu);
            if (!job) continue;
            // "if it comes back on another CPU, that one's whole"
            if (migrates(it, cpu)) job->reload = reload_of(system_, job->task, job->been_on, cpu);
            job->been_on = cpu;
            if (!it.makes_pin) continue;
            job->pin = cpu;
            job->was_switched_out = false;
        }
        begin_next_items();
    }

    const System& system_;
    const Variant& variant_;
    std::vector<Slice>* slices_;
    std::optional<std::int64_t> end_;
    std::vector<ReferenceJob> jobs_;  // by task, then number
    std::vector<CpuId> last_cpu_;     // of each task: the last one it ran on
    std::int64_t now_ = 0;
    std::vector<std::optional<Urgency>> before_;  // of the job each CPU ran just before the instant
    std::vector<ReferenceJob*> job_before_;       // that each CPU had then
    std::vector<CpuId> reloaded_;                 // on which a reload has just ended
    std::vector<bool> local_;                     // see docs/costs.md, "A dispatch"; of each CPU, at this instant
    std::uint64_t arrivals_ = 0;                  // of jobs that wait for locks
    KernelCosts costs_;
    ReferenceKernelWork work_;
    ReferenceRcu rcu_;
    ReferenceRecord record_;
    ReferenceHotplug hotplug_;
};

}  // namespace

RunResult reference_simulate(const System& system, const Variant& variant, const RunOptions& options,
                             std::vector<Slice>* slices) {
    return ReferenceRun(system, variant, options, slices).run();
}

}  // namespace pinstack::test
