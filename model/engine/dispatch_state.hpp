// SPDX-License-Identifier: Apache-2.0
//
// What a balancer sees and may do at a dispatch: who runs where, who waits, who is pinned; take a job off a CPU,
// put one on. It knows no event, no statistic and no policy.
//
// At an instant the engine handles all events and changes this state; then a balancer moves jobs; then the engine
// looks at the CPUs marked as touched and draws the conclusions. A job is in exactly one place: on a CPU, in a
// waiting queue, in the hands of the balancer between lift() and place() or enqueue(), or not ready at all.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "model/engine/instant_tree.hpp"
#include "model/engine/overhead.hpp"
#include "model/engine/plan.hpp"
#include "model/engine/slots.hpp"
#include "model/engine/urgency.hpp"
#include "model/engine/waiting_queues.hpp"
#include "model/hotplug/cpu_masks.hpp"
#include "model/platform/cpu_set.hpp"
#include "model/section/spin_time.hpp"

namespace pinstack {

/// `kLean`: of a plan of which Plan::is_lean() holds, without masks.
template <bool kLean>
class BasicDispatchState {
public:
    static constexpr bool kMayHaveMasks = !kLean;
    using Cpus = std::conditional_t<kLean, CpuWord, CpuSet>;
    using Queues = std::conditional_t<kLean, BasicBitmapQueues<true>, WaitingQueues>;

    /// What a dispatch needs to know of a task's current job.
    struct alignas(64) Job {
        std::int64_t key = 0;               ///< see Urgency
        std::int64_t remaining = 0;         ///< of the current step, while not on a CPU
        std::int64_t fresh_at = -1;         ///< the instant at which it became ready
        std::uint32_t step = 0;             ///< place in Plan::steps
        CpuId on = kNoCpu;                  ///< the CPU it is on
        CpuId last_cpu = kNoCpu;            ///< its own CPU: the last one its task ran on, at first the home CPU
        CpuId pin = kNoCpu;                 ///< pinned there: inside MD
        std::int32_t queue = 0;             ///< where it waits when it waits
        TaskIndex next_occupant = kNoTask;  ///< of the jobs pinned to the same CPU
        TaskIndex previous_occupant = kNoTask;
        std::uint32_t number = 0;           ///< of the job, modulo 2^32
        bool has_run = false;               ///< the task, ever
    };

    explicit BasicDispatchState(const Plan& plan)
        : plan_(&plan),
          steps_(plan.steps.data()),
          jobs_(plan.tasks.size()),
          queues_(plan.tasks.size(), plan.masks.size() + static_cast<std::size_t>(plan.cpus),
                  plan.order == Order::fp && !plan.inherits_urgency),
          masks_(plan),
          cpus_(static_cast<std::size_t>(plan.cpus)),
          touched_(static_cast<std::size_t>(plan.cpus)),
          ends_(static_cast<std::size_t>(plan.cpus)),
          all_(Cpus::all(plan.cpus)),
          idle_(Cpus::all(plan.cpus)),
          idle_count_(plan.cpus),
          spin_time_(plan.tasks.size()),
          reloads_(plan.has_costs ? plan.tasks.size() : 0),
          mask_queues_(static_cast<std::int32_t>(plan.masks.size())),
          claimed_(plan.cpus),
          is_ranked_(plan.order == Order::fp && !plan.inherits_urgency && plan.tasks.size() <= 64) {
        for (std::size_t i = 0; i < jobs_.size(); ++i) {
            jobs_[i].last_cpu = plan.tasks[i].home;
            jobs_[i].queue = plan.tasks[i].queue;
        }
    }

    // -- What there is ------------------------------------------------------------------------------------------
    int cpus() const { return plan_->cpus; }
    std::int64_t now() const { return now_; }
    Job& job(TaskIndex task) { return jobs_[at(task)]; }
    const Job& job(TaskIndex task) const { return jobs_[at(task)]; }
    const PlanStep& step_of(TaskIndex task) const { return steps_[job(task).step]; }
    Urgency urgency(TaskIndex task) const { return {job(task).key, task}; }

    /// The job on the CPU; kIdle where there is none.
    Urgency running(CpuId cpu) const { return cpus_[at(cpu)].running; }
    bool is_idle(CpuId cpu) const { return cpus_[at(cpu)].running.task == kIdle.task; }
    const Cpus& idle_cpus() const { return idle_; }
    int idle_count() const { return idle_count_; }
    /// The job on the CPU cannot be preempted: it is inside NP, or the kernel works there.
    bool is_non_preemptible(CpuId cpu) const { return cpus_[at(cpu)].is_non_preemptible; }
    /// What the CPU ran just before this instant; kIdle for nothing.
    Urgency ran_before(CpuId cpu) const {
        const Cpu& it = cpus_[at(cpu)];
        return it.is_touched ? it.before : it.running;
    }
    /// The CPU runs another job of the task that it ran just before this instant.
    bool runs_next_job(CpuId cpu) const {
        const Cpu& it = cpus_[at(cpu)];
        return it.is_touched && it.running.task != kIdle.task && it.before.task == it.running.task &&
               it.number_before != job(it.running.task).number;
    }
    /// The task whose job the CPU ran just before this instant, if that job is unfinished and not there any more.
    TaskIndex left(CpuId cpu) const {
        const Cpu& it = cpus_[at(cpu)];
        if (!it.is_touched || it.before.task == kIdle.task || it.before.task == it.running.task) return kNoTask;
        return it.number_before == job(it.before.task).number ? it.before.task : kNoTask;
    }
    std::span<const CpuId> touched_cpus() const { return {touched_.data(), touched_count_}; }
    std::span<CpuId> touched_cpus() { return {touched_.data(), touched_count_}; }

    bool is_pinned(TaskIndex task) const { return job(task).pin != kNoCpu; }
    bool is_fresh(TaskIndex task) const { return job(task).fresh_at == now_; }
    /// Its next step is inside MD and the pin is not made yet.
    bool is_at_md_start(TaskIndex task) const { return !is_pinned(task) && step_of(task).migrate_disabled; }
    CpuId own_cpu(TaskIndex task) const { return job(task).last_cpu; }
    /// Where an unpinned job of the task may run: CPUs of its affinity that are active.
    const Cpus& mask(TaskIndex task) const {
        if constexpr (kLean) {
            return all_;
        } else {
            return masks_.effective(task);
        }
    }

    /// Is an unfinished job pinned to the CPU (running, waiting or suspended)?
    bool is_occupied(CpuId cpu) const { return cpus_[at(cpu)].occupants != kNoTask; }
    /// The most urgent of them; kIdle where there is none. O(jobs pinned there).
    Urgency most_urgent_occupant(CpuId cpu) const {
        Urgency most = kIdle;
        for (TaskIndex task = cpus_[at(cpu)].occupants; task != kNoTask; task = job(task).next_occupant) {
            if (more_urgent(urgency(task), most)) most = urgency(task);
        }
        return most;
    }

    /// Adds the tasks of all.
    void add_occupants(CpuId cpu, std::vector<TaskIndex>& tasks) const {
        for (TaskIndex task = cpus_[at(cpu)].occupants; task != kNoTask; task = job(task).next_occupant) tasks.push_back(task);
    }

    bool may_run_everywhere(TaskIndex task) const {
        if constexpr (kLean) {
            return true;
        } else {
            return masks_.has_all(task);
        }
    }

    const Queues& waiting() const { return queues_; }
    std::int32_t mask_queues() const { return kLean ? 1 : mask_queues_; }
    std::int32_t pinned_queue(CpuId cpu) const { return mask_queues() + cpu; }
    std::int32_t queue_of(TaskIndex task) const { return job(task).queue; }
    /// The only CPU on which the job may run: its pin, or its home CPU under `partitioned`; kNoCpu where it has more.
    CpuId only_cpu(TaskIndex task) const {
        return job(task).queue >= mask_queues() ? job(task).queue - mask_queues() : kNoCpu;
    }
    /// The CPUs for which jobs wait that may run nowhere else: pinned ones, and under `partitioned` all.
    const Cpus& claimed_cpus() const { return claimed_; }

    /// The least urgent job on a CPU; kIdle where a CPU idles. O(CPUs) after that job left its CPU, else O(1).
    Urgency least_urgent_running() const {
        if (idle_count_ > 0) return kIdle;
        if (is_ranked_) return last_of(running_ranks_);
        if (!is_least_known_) {
            least_ = are_all_online() ? least_urgent_of(cpus_[0].running, [](const Cpu&) { return true; })
                                      : least_urgent_of(kNone, [](const Cpu& cpu) { return cpu.running.task != kIdle.task; });
            is_least_known_ = true;
        }
        return least_;
    }
    /// The least urgent preemptible job on a CPU; less urgent than none (task kNoTask) where there is none. O(CPUs),
    /// without branches.
    Urgency least_urgent_preemptible() const {
        if (is_ranked_) {
            const std::uint64_t ranks = running_ranks_ & ~np_ranks_;
            return ranks == 0 ? kNone : last_of(ranks);
        }
        return least_urgent_of(
            kNone, [](const Cpu& cpu) { return (cpu.running.task != kIdle.task) & !cpu.is_non_preemptible; });
    }
    /// Does a job wait although a less urgent one runs or a CPU idles? Where not, no balancer would move anything.
    bool is_contested() const {
        if (queues_.size() == 0) return false;
        if (idle_count_ > 0) return true;
        const Urgency least = least_urgent_running();
        for (std::int32_t queue = 0; queue < mask_queues(); ++queue) {
            if (more_urgent(queues_.top(queue), least)) return true;
        }
        for (CpuId cpu = claimed_.first(); cpu != kNoCpu; cpu = claimed_.next(cpu + 1)) {
            if (more_urgent(queues_.top(pinned_queue(cpu)), least)) return true;
        }
        return false;
    }

    // -- For the ledger -----------------------------------------------------------------------------------------
    /// Idle, and without kernel work too.
    int unused_count() const { return kLean ? idle_count_ : idle_count_ - vacant_work_; }
    const Cpus& unused_cpus() const {
        if (kLean || vacant_work_ == 0) [[likely]]
            return idle_;
        unused_ = idle_;
        for (CpuId cpu = 0; cpu < cpus(); ++cpu) unused_.set(cpu, is_idle(cpu) && !cpus_[at(cpu)].in_work);
        return unused_;
    }
    std::size_t waiting_count() const { return queues_.size(); }
    bool is_waiting(TaskIndex task) const { return queues_.contains(task); }
    /// `f` of each waiting job that is more urgent than `limit`.
    template <class F>
    void for_each_more_urgent(Urgency limit, F&& f) const {
        for (std::int32_t queue = 0; queue < mask_queues(); ++queue) queues_.for_each_more_urgent(queue, limit, f);
        for (CpuId cpu = claimed_.first(); cpu != kNoCpu; cpu = claimed_.next(cpu + 1)) {
            queues_.for_each_more_urgent(pinned_queue(cpu), limit, f);
        }
    }
    /// The job on the CPU, unless the CPU is in overhead for it.
    Urgency executing(CpuId cpu) const {
        const Cpu& it = cpus_[at(cpu)];
        return !kLean && it.is_served ? kIdle : it.running;
    }
    const OverheadCount& overhead() const { return overhead_; }
    template <class F>
    void for_each_served(F&& f) const {
        if (kLean || overhead_.total() == 0) [[likely]]
            return;
        for (const Cpu& cpu : cpus_) {
            if (cpu.is_served) f(cpu.running);
        }
    }
    template <class F>
    void for_each_spinning(F&& f) const {  // for a lock
        for (const Cpu& cpu : cpus_) {
            if (cpu.is_spinning && cpu.spins_at == Overhead::spin_wait) f(cpu.running.task);
        }
    }

    // -- What can be done ---------------------------------------------------------------------------------------
    /// Takes the job off the CPU and returns its task. REQUIRES: the CPU is not idle.
    TaskIndex lift(CpuId cpu) {
        touch(cpu);
        has_changed_ = true;
        Cpu& from = cpus_[at(cpu)];
        const TaskIndex task = from.running.task;
        Job& lifted = job(task);
        if (in_work(from)) {
            ++vacant_work_;
            from.is_served = false;
        } else {
            stop(cpu);
        }
        lifted.on = kNoCpu;
        is_least_known_ = false;
        running_ranks_ &= ~rank_bit(task);
        np_ranks_ &= ~rank_bit(task);
        from.running = kIdle;
        idle_.insert(cpu);
        ++idle_count_;
        from.is_non_preemptible = false;
        return task;
    }
    /// Puts a job that is in no queue on an idle CPU. NP and pins take effect when the dispatch is complete.
    void place(TaskIndex task, CpuId cpu) {
        touch(cpu);
        has_changed_ = true;
        Cpu& to = cpus_[at(cpu)];
        Job& placed = job(task);
        placed.on = cpu;
        to.running = {placed.key, task};
        to.end = now_ + placed.remaining;
        if (in_work(to)) {
            --vacant_work_;
            to.is_served = true;
        }
        running_ranks_ |= rank_bit(task);
        idle_.erase(cpu);
        --idle_count_;
    }
    void enqueue(TaskIndex task) {
        const Job& waiting = job(task);
        has_changed_ = true;
        queues_.push(waiting.queue, {waiting.key, task});
        if (waiting.queue >= mask_queues()) claimed_.insert(waiting.queue - mask_queues());
    }
    void dequeue(TaskIndex task) {
        const std::int32_t queue = job(task).queue;
        has_changed_ = true;
        queues_.erase(queue, task);
        if (queue >= mask_queues() && queues_.empty(queue)) claimed_.erase(queue - mask_queues());
    }
    /// Marks the CPU as one to look at after the dispatch, and keeps what it ran before.
    void touch(CpuId cpu) {
        Cpu& touched = cpus_[at(cpu)];
        if (touched.is_touched) return;
        touched.is_touched = true;
        touched.before = touched.running;
        if (touched.running.task != kIdle.task) touched.number_before = job(touched.running.task).number;
        touched_[touched_count_++] = cpu;
    }

    // -- For the engine -----------------------------------------------------------------------------------------
    void set_now(std::int64_t now) { now_ = now; }
    /// Did anyone begin or cease to wait, run or be in overhead since the last call, or become more or less urgent? Else
    /// is_contested() is what it was, and unless it holds, so is what each CPU is used for.
    bool take_changed() { return std::exchange(has_changed_, false); }
    std::int64_t earliest_end() const { return ends_.earliest(); }
    /// REQUIRES: earliest_end() == now().
    CpuId first_due_cpu() const { return ends_.first_at(now_); }
    /// The step of the job on the CPU, of this length, begins; while the kernel works there, it waits.
    void begin_step(CpuId cpu, std::int64_t length) {
        Cpu& it = cpus_[at(cpu)];
        if (in_work(it)) [[unlikely]] {
            job(it.running.task).remaining = length;
            return;
        }
        it.end = now_ + length;
        ends_.set(cpu, it.end);
    }
    /// Of the job on the CPU.
    bool has_step_end(CpuId cpu) const { return cpus_[at(cpu)].end != kNever; }
    /// No step runs on the CPU.
    void end_step(CpuId cpu) {
        Cpu& it = cpus_[at(cpu)];
        it.end = kNever;
        if (!in_work(it)) ends_.set(cpu, kNever);
    }
    /// The dispatch is complete as far as the CPU is concerned.
    void settle(CpuId cpu) {
        Cpu& settled = cpus_[at(cpu)];
        settled.is_touched = false;
        if (in_work(settled)) return;
        const std::int64_t end = settled.running.task == kIdle.task ? kNever : settled.end;
        if (ends_.at(cpu) != end) ends_.set(cpu, end);
    }
    void clear_touched() { touched_count_ = 0; }
    /// The job on the CPU waits there, for a lock or (tlb_shootdown) for other CPUs, and executes nothing: the CPU is in
    /// overhead for it.
    void begin_spin(CpuId cpu, Overhead kind = Overhead::spin_wait) {
        has_changed_ = true;
        Cpu& it = cpus_[at(cpu)];
        it.is_served = it.is_spinning = true;
        it.spins_at = kind;
        overhead_.begin(kind);
        if (kind == Overhead::spin_wait) spin_time_.begin(it.running.task, now_);
    }
    void end_spin(CpuId cpu) {
        has_changed_ = true;
        Cpu& it = cpus_[at(cpu)];
        it.is_served = it.is_spinning = false;
        overhead_.end(it.spins_at);
        if (it.spins_at == Overhead::spin_wait) spin_time_.end(it.running.task, now_);
    }
    bool is_spinning(CpuId cpu) const { return cpus_[at(cpu)].is_spinning; }

    // -- Work of the kernel (docs/costs.md) ---------------------------------------------------------------------
    bool in_work(CpuId cpu) const { return in_work(cpus_[at(cpu)]); }
    /// An item begins. What the job on the CPU does, if there is one, stops until end_work().
    void begin_work(CpuId cpu, Overhead kind, std::int64_t length) {
        has_changed_ = true;
        Cpu& it = cpus_[at(cpu)];
        if (it.in_work) {
            overhead_.end(it.work);
        } else if (is_idle(cpu)) {
            ++vacant_work_;
        } else {
            stop(cpu);
            set_non_preemptible(cpu, true);
            it.is_served = true;
        }
        it.in_work = true;
        it.work = kind;
        overhead_.begin(kind);
        ends_.set(cpu, now_ + length);
    }
    /// There is no further item. The job on the CPU is still stopped.
    void end_work(CpuId cpu) {
        has_changed_ = true;
        Cpu& it = cpus_[at(cpu)];
        overhead_.end(it.work);
        it.in_work = it.is_served = false;
        it.end = kNever;
        vacant_work_ -= is_idle(cpu);
        ends_.set(cpu, kNever);
    }
    /// What the task's job has to reload into the caches before it goes on, in ns, while it does not.
    std::int64_t& reload(TaskIndex task) { return reloads_[at(task)]; }
    bool is_reloading(CpuId cpu) const { return cpus_[at(cpu)].is_reloading; }
    void begin_reload(CpuId cpu) {
        has_changed_ = true;
        Cpu& it = cpus_[at(cpu)];
        if (it.end != kNever) job(it.running.task).remaining = it.end - now_;
        it.is_served = it.is_reloading = true;
        overhead_.begin(Overhead::cache_reload);
        it.end = now_ + reload(it.running.task);
        ends_.set(cpu, it.end);
    }
    /// It goes on later.
    void stop_reload(CpuId cpu) {
        has_changed_ = true;
        Cpu& it = cpus_[at(cpu)];
        it.is_served = it.is_reloading = false;
        overhead_.end(Overhead::cache_reload);
        reload(it.running.task) = it.end - now_;
        end_step(cpu);
    }
    SpinTime& spin_time() { return spin_time_; }
    /// The urgency of the task's job changes, wherever it is.
    void set_key(TaskIndex task, std::int64_t key) {
        Job& it = job(task);
        if (queues_.contains(task)) {
            dequeue(task);
            it.key = key;
            enqueue(task);
            return;
        }
        it.key = key;
        if (it.on == kNoCpu) return;
        has_changed_ = true;
        touch(it.on);  // just before this instant it ran with the other
        cpus_[at(it.on)].running.key = key;
        is_least_known_ = false;
    }
    /// REQUIRES: the job is in no queue and not pinned.
    void pin(TaskIndex task, CpuId cpu) {
        Job& pinned = job(task);
        pinned.pin = cpu;
        pinned.queue = pinned_queue(cpu);
        pinned.previous_occupant = kNoTask;
        pinned.next_occupant = cpus_[at(cpu)].occupants;
        if (pinned.next_occupant != kNoTask) job(pinned.next_occupant).previous_occupant = task;
        cpus_[at(cpu)].occupants = task;
    }
    /// REQUIRES: the job is in no queue and pinned.
    void unpin(TaskIndex task) {
        Job& pinned = job(task);
        (pinned.previous_occupant == kNoTask ? cpus_[at(pinned.pin)].occupants
                                             : job(pinned.previous_occupant).next_occupant) = pinned.next_occupant;
        if (pinned.next_occupant != kNoTask) job(pinned.next_occupant).previous_occupant = pinned.previous_occupant;
        pinned.pin = kNoCpu;
        pinned.queue = unpinned_queue(task);
    }
    /// While the kernel works there, it is. REQUIRES: the CPU is not idle.
    void set_non_preemptible(CpuId cpu, bool np) {
        Cpu& it = cpus_[at(cpu)];
        np |= in_work(it);
        if (it.is_non_preemptible == np) return;
        it.is_non_preemptible = np;
        np_ranks_ ^= rank_bit(it.running.task);
    }

    // -- CPUs that go offline and online; other affinities (model/hotplug). Never where kLean --------------------
    const auto& masks() const { return masks_; }
    /// May the job be on the CPU, as far as its pin, its affinity and its home go?
    bool may_be_on(TaskIndex task, CpuId cpu) const {
        const CpuId only = only_cpu(task);
        return only != kNoCpu ? only == cpu : mask(task).contains(cpu);
    }
    void set_active(CpuId cpu, bool active) {
        has_changed_ = true;
        masks_.set_active(cpu, active);
    }
    /// REQUIRES: it is idle, and the kernel does not work there.
    void set_online(CpuId cpu, bool online) {
        has_changed_ = true;
        is_least_known_ = false;
        masks_.set_online(cpu, online);
        idle_.set(cpu, online);
        idle_count_ += online ? 1 : -1;
    }
    /// `change(masks)` gives the task another affinity or home.
    template <class Change>
    void change_affinity(TaskIndex task, Change&& change) {
        has_changed_ = true;
        const bool waits = is_waiting(task);
        if (waits) dequeue(task);
        change(masks_);
        if (!is_pinned(task)) job(task).queue = unpinned_queue(task);
        if (waits) enqueue(task);
    }

private:
    /// Less urgent than none.
    static constexpr Urgency kNone{std::numeric_limits<std::int64_t>::min(), kNoTask};

    struct alignas(64) Cpu {
        Urgency running = kIdle;
        std::int64_t end = kNever;      // of the running step
        Urgency before = kIdle;         // what it ran before this instant, if touched
        TaskIndex occupants = kNoTask;  // the jobs pinned to it, linked through Job::next_occupant
        std::uint32_t number_before = 0;  // of that job
        bool is_touched = false;
        bool is_non_preemptible = false;
        bool is_served = false;     // in overhead for the job there: it spins, reloads, or the kernel works
        bool is_spinning = false;
        bool is_reloading = false;
        bool in_work = false;       // the kernel works there
        Overhead work{};            // at this
        Overhead spins_at{};
    };

    /// Where its unpinned job waits.
    std::int32_t unpinned_queue(TaskIndex task) const {
        if constexpr (!kLean) {
            if (plan_->has_events()) {
                return plan_->keeps_home ? pinned_queue(masks_.home(task)) : masks_.mask_class(task);
            }
        }
        return plan_->tasks[at(task)].queue;
    }
    bool are_all_online() const {
        if constexpr (kLean) {
            return true;
        } else {
            return masks_.online_count() == cpus();
        }
    }
    static bool in_work(const Cpu& it) { return !kLean && it.in_work; }
    /// What the job on the CPU does ends for now; `remaining` says how much of its step is left.
    void stop(CpuId cpu) {
        Cpu& it = cpus_[at(cpu)];
        if (!kLean && it.is_reloading) [[unlikely]] {
            stop_reload(cpu);
        } else if (!kLean && it.is_spinning) [[unlikely]] {
            end_spin(cpu);
        } else if (it.end != kNever) {
            job(it.running.task).remaining = it.end - now_;
        }
    }

    /// Of `least` and the jobs on the CPUs that count.
    template <class Counts>
    Urgency least_urgent_of(Urgency least, Counts&& counts) const {
        const Urgency* found = &least;
        for (const Cpu& cpu : cpus_) {
            const bool is_less = counts(cpu) & more_urgent(*found, cpu.running);
            if constexpr (kLean) {
                least = replaced(least, cpu.running, is_less);
            } else {
                // Of many CPUs ever fewer are less urgent than all before, which is foreseen.
                found = is_less ? &cpu.running : found;
            }
        }
        return *found;
    }

    static std::size_t at(std::int32_t index) { return static_cast<std::uint32_t>(index); }
    static std::uint64_t rank_bit(TaskIndex task) { return std::uint64_t{1} << (task & 63); }
    /// REQUIRES: is_ranked_ and ranks != 0.
    static Urgency last_of(std::uint64_t ranks) {
        const TaskIndex task = 63 - std::countl_zero(ranks);
        return {task, task};
    }

    const Plan* plan_;
    const PlanStep* steps_;  // of the plan
    std::int64_t now_ = 0;
    Slots<Job, kLean> jobs_;
    Queues queues_;
    struct AllCpus {
        explicit AllCpus(const Plan&) {}
    };
    std::conditional_t<kLean, AllCpus, CpuMasks> masks_;
    Slots<Cpu, kLean> cpus_;
    Slots<CpuId, kLean> touched_;  // the first touched_count_ count
    std::size_t touched_count_ = 0;
    BasicInstantTree<kLean> ends_;  // of the running steps; settled when a dispatch is concluded
    Cpus all_;
    Cpus idle_;
    int idle_count_;
    bool has_changed_ = true;
    OverheadCount overhead_;
    SpinTime spin_time_;
    std::vector<std::int64_t> reloads_;
    int vacant_work_ = 0;  // idle CPUs on which the kernel works
    mutable Cpus unused_;
    std::int32_t mask_queues_;
    Cpus claimed_;
    // Under fp a task's place is its rank; with at most 64 tasks a word tells which of them run, and no search is
    // needed for the least urgent one.
    bool is_ranked_;
    std::uint64_t running_ranks_ = 0;
    std::uint64_t np_ranks_ = 0;  // of these, the non-preemptible ones
    // Otherwise:
    mutable Urgency least_;  // least urgent running job, if is_least_known_; any lift() makes it unknown
    mutable bool is_least_known_ = false;
};

using DispatchState = BasicDispatchState<false>;

}  // namespace pinstack
