# SPDX-License-Identifier: Apache-2.0
"""A second model of the balancers linux-rt-*: the push and pull of kernel/sched/rt.c, event by event.

Slow and obvious, written from the rules (the state machines of kernel/sched/rt.c and what real kernels were seen to do,
data/kernel-traces), and without a line of the program: the program and this model must agree to the nanosecond.
It reads the subset of system files that the tests use: order fp, or linux or edf with deadline tasks, constant times.
linux_locks.py has the rules of locks.

The order of events at one instant:

1. Segment ends, by CPU number. A task that completes its job, or suspends, is dequeued at once, but stays the current
   task of its CPU (as rq->curr) until schedule() there. A job that completes when the next one of its task is already
   released is followed by that one: the task goes on running, without sleep, wake-up or schedule(), and enters the
   sections and locks that begin the body at the end of 5, if it is still the current task.
2. Wake-ups, in file order. 3. Releases, in file order. Each with everything the kernel does in the timer's interrupt,
   on the CPU where the task last was: select_task_rq, enqueue, wakeup_preempt, task_woken (push); not schedule().
4. Edges: background threads that end. Ends of slices of SCHED_RR, then of fair tasks, by CPU number. Runtimes of deadline tasks
   that are used up, by CPU number; then their timers, in file order. The same for fair servers, by CPU number.
5. schedule() on each CPU that needs it, the lowest number first.
6. What was sent and is due: IPIs that ask for schedule(), IPIs of the RT_PUSH_IPI chain, ends of stoppers, looks of
   spinners; one at a time by (due instant, order of sending), each followed by 5. Then idle CPUs pull fair tasks, one at a
   time, likewise.

Details that decide results, and that the texts leave open:

* need_resched is a flag of the CPU. Setting it on the CPU where the action runs leads to schedule() in 5, on another
  one after `resched`. A flag that is set already is not sent again. Any interrupt that ends on a CPU whose flag
  is set (timer of a wake-up or release, IPI, edge) leads to schedule(), whoever set the flag. So does the end of a
  non-preemptible section.
* While the current task is non-preemptible there is no schedule(); inside irq_disable no IPI arrives either, and no timer:
  they are late, and come in the order in which they were due.
* Directly adjacent sections of one kind are one, as the file format says. (In the kernel there is a gap between two. Who
  wants it writes a run of 1 ns there.)
* A section that ends with a suspension, and a body that does, end at the wake-up, before the CPU is selected.
* chained: a stopper that moved its task makes the next push round of its CPU (at the next pick of a task) one that may
  push the current task away; so does each end of an outermost section of a task that runs, at once.
* SKIP_MD_HEAD: if no stopper was queued for the migration-disabled head, the first task behind it that can migrate is
  taken instead; also where a CPU pulls directly.
* SCHED_RR: a slice is running time on a CPU, whatever the task does there, kept while it does not run, and full again when
  it has run out. If another task of the same priority is queued there then, the task goes behind its equals, and the CPU
  calls schedule(); inside irq_disable that comes late, if the task is still current.
* A stopper that has ended is not the current task any more for CPUs that schedule before its own does.
* SWAP_ON_ENTRY: linux_swap.py. RT throttling: linux_throttling.py. Deadline tasks: linux_dl.py. Fair ones: linux_fair.py.
* A task that another one wakes is woken by the CPU that executes, at once, and leaves before that what its suspension ends.
* No task is pushed away to a CPU that it left at this instant, however it did. It is then not pushed away again at this
  instant; nor is a task that a stopper did not move, because it was migration-disabled or had nowhere to go.
"""

from linux_balance import Balance
from linux_dl import insert_by_deadline
from linux_locks import Locks
from linux_state import DL, duration, insert_last_of_equals, STOPPER, Task


class Endless(Exception):
    """Costs can keep the CPUs so busy with each other that no job goes on."""


class Model(Balance):
    MOST_INSTANTS = 20_000

    def __init__(self, system):
        super().__init__(system)
        self.locks = Locks(self, system.get("locks", {}))
        horizon = system.get("horizon", "drain")
        self.horizon = None if horizon == "drain" else duration(horizon, system.get("time_unit", "ns"))

    # --- schedule() -----------------------------------------------------------------------------------------------

    def may_schedule(self, rq):
        current = rq.current
        if current is STOPPER or self.at_work(rq):
            return False
        return current is None or not current.queued or current.cpu != rq.cpu or not (current.np or current.irq)

    def schedule(self, rq):
        self.here = rq.cpu
        previous = rq.current
        stays = isinstance(previous, Task) and previous.queued and previous.cpu == rq.cpu
        self.balance(rq, previous, stays)
        self.update_curr_dl(rq)  # put_prev_task_dl()
        if stays and previous.migratable():
            if previous in rq.queue:
                insert_last_of_equals(rq.pushable, previous)
            elif previous in rq.dl:
                insert_by_deadline(rq.pushable_dl, previous)
        following = self.pick(rq)
        if following is not previous and stays:
            self.switch_out(previous)
        rq.need_resched = False
        self.to_schedule.discard(rq.cpu)
        rq.stop_ended = False
        rq.current = following
        if following is STOPPER:
            rq.stop_queued = False
            rq.stop_task.served = rq.stop_task.queued and rq.stop_task.cpu == rq.cpu
            if all(self.rqs[cpu].current is STOPPER for cpu in rq.stop_with):
                self.send(self.stopper_time, "stopped", rq.cpu)
        elif following is not None:
            if following in rq.pushable:
                rq.pushable.remove(following)
            if following in rq.pushable_dl:
                rq.pushable_dl.remove(following)
            rq.by_server = bool(following in rq.fair and rq.dl)
            if following in rq.fair and following is not previous:
                self.picked_fair(following)
            self.switch_in(rq, following)
            if following in rq.queue:
                pull = rq.push_away_at_pick
                rq.push_away_at_pick = False
                self.push_rt_tasks(rq, pull)
            elif following in rq.dl:
                self.push_dl_tasks(rq)
            if self.costs is None:
                self.begin_or_look(following)
        if self.costs is not None:
            self.pay_schedule(rq, previous)
            self.begin_work()
            self.go_on_without_work(rq)

    def balance(self, rq, previous, stays):
        """From the class of the previous task downward, until there is something to run."""
        if rq.stop_ended:
            if not rq.stop_queued and not rq.dl:
                self.pull_rt_task(rq)
        elif not isinstance(previous, Task):
            return
        elif previous.priority == DL:
            if not (stays and previous in rq.dl):
                self.pull_dl_task(rq)
                if not rq.stop_queued and not rq.dl:
                    self.pull_rt_task(rq)
        elif not stays and rq.rt_highest() < previous.priority:
            self.pull_rt_task(rq)

    def pick(self, rq):
        if rq.stop_queued:
            return STOPPER
        if rq.dl:
            return rq.dl[0] if isinstance(rq.dl[0], Task) else self.pick_fair(rq)
        if rq.queue and not self.bars(rq):
            return rq.queue[0]
        return self.pick_fair(rq) if rq.fair else None

    def switch_out(self, task):
        self.stop_clock(task)
        task.unseen = 0
        if task in self.rqs[task.cpu].fair:
            self.put_fair(task)
        task.slice_ended = False
        task.since = None
        task.pinned |= task.md

    def switch_in(self, rq, task):
        if self.costs is None:
            self.start_clock(task)
        assert task.md_cpu in (None, rq.cpu), f"{task.name} left CPU {task.md_cpu} inside a section"

    def start_clock(self, task):
        if task.since is None:
            task.since = self.now
        job = task.jobs[task.done]
        if job[1] is None:
            job[1] = self.now

    def stop_clock(self, task):
        """Charges the task with the time on its CPU until now."""
        if task.since is None or task.since == self.now:
            return
        if task.slice is not None and self.costs is None and self.is_rt(task):
            task.slice -= self.now - task.since
        reloaded = min(task.left_to_reload, self.now - task.since)
        task.left_to_reload -= reloaded
        task.since += reloaded
        if task.since == self.now:
            return
        self.runs.append([task.name, task.cpu, task.since, self.now])
        if task.waits_for is None:
            task.remaining -= self.now - task.since
        else:
            task.spun += self.now - task.since
        task.since = self.now

    def on_cpu(self, task):
        return any(rq.current is task for rq in self.rqs)

    # --- what tasks do --------------------------------------------------------------------------------------------

    def enter(self, task):
        task.must_enter = False
        self.enter_rest(task)

    def enter_rest(self, task):
        while task.entering:
            if task.entering[0] == "md":
                self.begin_before()
                if self.moves_before_entry(task):
                    task.must_enter = True
                    return
            operation = task.entering.pop(0)
            if operation == "md":
                task.md = True
                task.md_cpu = task.cpu
                task.paid_switch = False
                self.pay("migrate_disable", "migrate_disable_pair")
            elif operation == "np":
                task.np = True
            elif operation == "irq":
                task.irq = True
            elif not self.locks.acquire(task, operation[1], operation[0] == "rtlock"):
                return
        if task.steps[task.step].suspends:
            task.awaits_wake = task.steps[task.step].until_woken
            task.wakes_at = None if task.awaits_wake else self.now + task.remaining
            self.sleep(task)

    def leave(self, task):
        for operation in task.steps[task.step].leave:
            if operation == "md":
                self.migrate_enable(task)
            elif operation == "np":
                task.np = False
            elif operation == "irq":
                task.irq = False
            elif operation[0] == "wake":
                self.wake_by_task(next(t for t in self.tasks if t.name == operation[1]))
            else:
                self.locks.release(task, operation[1])

    def migrate_enable(self, task):
        """At the end of an outermost section; the task is the current one, or wakes from a sleep that ends the section."""
        rq = self.rqs[task.cpu]
        task.md = False
        task.md_cpu = None
        if task.pinned:
            task.pinned = False
            self.next_in_turn(task.mask)  # __set_cpus_allowed_ptr() picks a CPU that it does not need
            if task.push_flag and not rq.push_busy:
                self.queue_stopper(rq, task)
        if self.balancer == "linux-rt-chained" and rq.current is task and task.queued:
            self.push_rt_tasks(rq, pull=True)

    def begin_step(self, task, number):
        task.step = number
        task.remaining = task.steps[number].time
        task.must_enter = True
        task.entering = list(task.steps[number].enter)

    def start_job(self, task):
        task.active = True
        self.begin_step(task, 0)

    def complete_job(self, task):
        task.jobs[task.done][2] = self.now
        task.done += 1
        task.active = False

    def sleep(self, task):
        self.stop_clock(task)
        task.unseen = 0
        if task.slice == 0:
            task.slice = task.rr_slice
        task.slice_ended = False
        self.dequeue(task, sleeps=True)
        task.since = None
        task.pinned |= task.md
        self.to_schedule.add(task.cpu)

    def segment_ends(self, task):
        self.here = task.cpu
        self.stop_clock(task)
        was_np = task.np or task.irq
        self.leave(task)
        if task.step + 1 < len(task.steps):
            self.begin_step(task, task.step + 1)
            self.enter(task)
        else:
            self.complete_job(task)
            if task.done < len(task.jobs):
                self.start_job(task)
                task.jobs[task.done][1] = self.now
            else:
                self.sleep(task)
        if was_np and not (task.np or task.irq):
            self.interrupt_ends(self.here)

    def wakes_up(self, task):
        task.wakes_at = None
        if self.costs is None:
            self.after_suspension(task)
        else:
            self.timer_interrupt(task, lambda: self.after_suspension(task))
            self.begin_work()

    def wake_by_task(self, task):
        """try_to_wake_up() by the CPU that executes; who does not wait for it is not woken."""
        if not task.awaits_wake:
            return
        here = self.here
        task.awaits_wake = False
        self.pay("wake_up", "wake_up")
        if self.ends_suspension(task):
            self.here = here
            self.wake(task)
        self.here = here
        self.interrupt_ends(here)

    def after_suspension(self, task):
        if self.ends_suspension(task):
            self.timer(task)

    def ends_suspension(self, task):
        """True if it goes on, with its body or its next job."""
        self.here = task.cpu
        self.leave(task)
        if task.step + 1 < len(task.steps):
            self.begin_step(task, task.step + 1)
        else:
            self.complete_job(task)
            if task.done == len(task.jobs):
                return False
            self.start_job(task)
        if task.steps[task.step].suspends:
            raise ValueError("this model has no suspension directly after another")
        return True

    def release(self, task):
        task.jobs.append([self.now, None, None])
        if not task.active:
            self.start_job(task)
            if self.costs is None:
                self.timer(task)
            else:
                self.timer_interrupt(task, lambda: self.timer(task))
                self.begin_work()

    # --- time -----------------------------------------------------------------------------------------------------

    def segment_end(self, rq):
        task = rq.current
        if not isinstance(task, Task) or task.since is None or task.waits_for is not None:
            return None
        if task.cpu != rq.cpu or self.reloads(rq):
            return None
        return task.since + task.remaining

    def slice_end(self, rq):
        task = rq.current
        if self.costs is not None:
            return self.paid_slice_end(rq)
        if not isinstance(task, Task) or task.since is None or task.slice is None or not self.is_rt(task):
            return None
        return task.since + task.slice

    def slice_ends(self, rq):
        task = rq.current
        self.here = rq.cpu
        self.stop_clock(task)
        task.slice = task.rr_slice
        self.after_slice(rq)

    def after_slice(self, rq):
        task = rq.current
        task.slice_ended = self.at_work(rq)  # then this happens after it
        if task.slice_ended:
            return
        if task.irq and self.costs is not None:
            self.hold_slice(rq, task)
        elif task.irq:
            self.send(0, "slice", rq.cpu, task)
        else:
            self.yield_to_equals(rq)

    def yield_to_equals(self, rq):  # task_tick_rt()
        task = rq.current
        if any(other is not task and other.priority == task.priority for other in rq.queue):
            rq.queue.remove(task)
            self.give_place(task, first=False)
            insert_last_of_equals(rq.queue, task)
            self.resched(rq.cpu)
        self.interrupt_ends(rq.cpu)

    def deliverable(self, kind, cpu):
        current = self.rqs[cpu].current
        if self.costs is not None and kind in ("resched", "rto"):
            return True  # becomes an interrupt item
        return kind in ("stopped", "look") or not (isinstance(current, Task) and current.irq)

    def next_instant(self):
        instants = [f(rq) for rq in self.rqs for f in (self.segment_end, self.slice_end)]
        instants += [t.wakes_at for t in self.tasks]
        instants += [t.releases[len(t.jobs)] for t in self.tasks if len(t.jobs) < len(t.releases)]
        instants += [due for due, _, kind, cpu, _ in self.sent if self.deliverable(kind, cpu)]
        instants += self.work_instants() + self.throttling_instants() + self.dl_instants() + self.fair_instants()
        instants += [edge[0] for edge in self.edge_list[:1]] + self.next_edges
        due = min((i for i in instants if i is not None), default=self.horizon)
        return max(self.now, due)  # what was held back is due since long

    def edge(self, cpu):
        self.here = cpu
        self.pull_rt_task(self.rqs[cpu])
        self.interrupt_ends(cpu)
        self.begin_work()

    def edges(self):
        due = []
        while self.edge_list and self.edge_list[0][0] <= self.now:
            due.append(self.edge_list.pop(0)[1])
        for cpu in due:
            self.edge(cpu)
        for cpu, instant in enumerate(self.next_edges):
            if instant == self.now:
                self.next_edges[cpu] += self.edge_period
                if not self.rqs[cpu].queue and not self.rqs[cpu].throttled:
                    self.edge(cpu)

    def schedule_all(self):
        while True:
            self.locks.send_looks()
            cpu = next((c for c in sorted(self.to_schedule) if self.may_schedule(self.rqs[c])), None)
            if cpu is not None:
                self.to_schedule.discard(cpu)
                self.schedule(self.rqs[cpu])
            elif self.costs is not None:
                rq = self.next_to_go_on()
                if rq is None:
                    break
                self.go_on(rq)
            else:
                task = next((rq.current for rq in self.rqs if isinstance(rq.current, Task) and rq.current.must_enter), None)
                if task is None:
                    break
                self.here = task.cpu
                self.enter(task)  # the next job of a task that went on
        # The others look at their flag when their section or stopper ends.
        self.to_schedule = {cpu for cpu in self.to_schedule if self.at_work(self.rqs[cpu])}

    def deliver(self, kind, cpu, task):
        rq = self.rqs[cpu]
        self.here = cpu
        if kind == "look":
            self.locks.look_arrives(task)
            self.begin_work()
            return
        if kind in ("resched", "rto") and self.costs is not None:
            self.interrupt(cpu, [("ipi_receive", "ipi")], lambda: self.act(kind, cpu, task))
        else:
            self.act(kind, cpu, task)
        self.begin_work()

    def act(self, kind, cpu, task):
        rq = self.rqs[cpu]
        if kind == "timer":
            self.timer(task)
        elif kind == "rto":
            if rq.pushable:
                self.push_rt_tasks(rq, pull=True)
            self.send_rto_ipi()
        elif kind == "period":
            self.end_period()
        elif kind == "slice":
            if rq.current is task and task.queued:
                self.yield_to_equals(rq)
        elif kind == "replenish":
            self.dl_timer(task)
        elif kind == "budget":
            task.budget_late = False
            if rq.current is task:
                self.update_curr_dl(rq)
        elif kind == "fair slice":
            if rq.current is task:
                self.fair_slice_is_over(rq)
        elif kind == "server timer":
            self.server_timer(rq)
        elif kind == "server budget":
            rq.server.late = False
            self.server_used_up(rq)
        elif kind == "stopped":
            if rq.entry:
                self.entry_stop(rq)
            else:
                self.push_cpu_stop(rq)
                self.stopper_done(rq)
        self.interrupt_ends(cpu)

    def instant(self):
        for rq in self.rqs:
            if self.at_work(rq):
                if rq.item.end == self.now:
                    self.item_ends(rq)
            elif self.reload_end(rq) == self.now:
                self.reload_ends(rq)
            elif self.segment_end(rq) == self.now:
                self.segment_ends(rq.current)
                self.locks.send_looks()
                self.begin_work()
        for task in self.tasks:
            if task.wakes_at == self.now:
                self.wakes_up(task)
                self.locks.send_looks()
        for task in self.tasks:
            while len(task.jobs) < len(task.releases) and task.releases[len(task.jobs)] == self.now:
                self.release(task)
        self.ticks()
        self.edges()
        for rq in self.rqs:
            if self.slice_end(rq) == self.now:
                self.slice_ends(rq)
            elif self.slice_ends_after_work(rq):
                self.here = rq.cpu
                self.after_slice(rq)
        self.fair_slices()
        self.dl_budgets()
        self.dl_timers()
        self.server_budgets()
        self.server_timers()
        self.throttling_events()
        self.schedule_all()
        for _ in range(100_000):
            due = [s for s in sorted(self.sent, key=lambda s: s[:2]) if s[0] <= self.now and self.deliverable(s[2], s[3])]
            if due:
                self.sent.remove(due[0])
                self.deliver(*due[0][2:])
            elif not self.idle_pull():
                return
            self.schedule_all()
        raise AssertionError(f"the instant {self.now} does not end")

    def go_to(self, instant):
        if instant > self.now:
            self.charge_accounts(instant)
            self.charge(instant)
            self.charge_throttling(instant)
            self.charge_dl(instant - self.now)
            self.charge_fair(instant - self.now)
        self.now = instant

    def end(self):
        """At the horizon jobs complete, and nothing else happens."""
        for rq in self.rqs:
            task = rq.current
            if isinstance(task, Task) and task.cpu == rq.cpu and task.queued:
                is_last = self.segment_end(rq) == self.now and task.step + 1 == len(task.steps)
                self.stop_clock(task)
                if is_last:
                    self.complete_job(task)
        for task in self.tasks:
            if task.wakes_at == self.now and task.step + 1 == len(task.steps):
                self.complete_job(task)

    def is_stuck(self):
        """Who is left is never woken."""
        idle = not self.sent and not any(rq.item or rq.items or rq.interrupts for rq in self.rqs)
        return idle and all(
            not task.queued and not self.is_late(task) and task.wakes_at is None and len(task.jobs) == len(task.releases)
            for task in self.tasks)

    def run(self):
        for _ in range(self.MOST_INSTANTS):
            if self.horizon is None and (all(task.done == len(task.releases) for task in self.tasks) or self.is_stuck()):
                return self
            instant = self.next_instant()
            assert instant >= self.now
            if self.horizon is not None and instant >= self.horizon:
                self.go_to(self.horizon)
                self.end()
                return self
            self.go_to(instant)
            self.instant()
        raise Endless(f"{self.MOST_INSTANTS} instants, and jobs are left")
