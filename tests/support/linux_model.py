# SPDX-License-Identifier: Apache-2.0
"""A second model of the balancers linux-rt-*: the push and pull of kernel/sched/rt.c, event by event.

Slow and obvious, written from the rules (the state machines of kernel/sched/rt.c and what real kernels were seen to do,
data/kernel-traces), and without a line of the program: the program and this model must agree to the nanosecond.
It reads the subset of system files that the tests use: order fp, task priorities, `releases`, constant times, no locks.

The order of events at one instant:

1. Segment ends, by CPU number. A task that completes its job, or suspends, is dequeued at once, but stays the current
   task of its CPU (as rq->curr) until schedule() there. A job that completes when the next one of its task is already
   released is followed by that one: the task goes on running, without sleep, wake-up or schedule(), and enters the
   sections that begin the body at the end of 5, if it is still the current task.
2. Wake-ups, in file order. 3. Releases, in file order. Each with everything the kernel does in the timer's interrupt,
   on the CPU where the task last was: select_task_rq, enqueue, wakeup_preempt, task_woken (push); not schedule().
4. Edges: background threads that end. 5. schedule() on each CPU that needs it, the lowest number first.
6. What was sent and is due: IPIs that ask for schedule(), IPIs of the RT_PUSH_IPI chain, ends of stoppers; one at a time
   by (due instant, order of sending), each followed by 5.

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
  push the current task away; so does each end of an outermost section of the current task, at once.
* SKIP_MD_HEAD: if no stopper was queued for the migration-disabled head, the first task behind it that can migrate is
  taken instead; also where a CPU pulls directly.
* No task is pushed away to a CPU that it left at this instant, however it did. It is then not pushed away again at this
  instant; nor is a task that a stopper did not move, because it was migration-disabled or had nowhere to go.
"""

from linux_state import BALANCERS, duration, insert_last_of_equals, RunQueue, STOPPER, Task


class Model:
    def __init__(self, system, edges=()):
        kernel = system["kernel"]
        unit = system.get("time_unit", "ns")
        self.balancer = kernel["balancer"]
        if self.balancer not in BALANCERS:
            raise ValueError(f"this model has no balancer {self.balancer}")
        features = kernel.get("features", {})
        self.push_ipi = features.get("RT_PUSH_IPI", kernel.get("preempt_rt", False))
        self.push_target_check = features.get("PUSH_TARGET_CHECK", False)
        self.md_is_pinned = features.get("MD_IS_PINNED", False)
        self.skip_md_head = features.get("SKIP_MD_HEAD", False)
        latencies = kernel.get("latencies", {})
        self.resched_latency, self.ipi_latency, self.stopper_time = (
            duration(latencies.get(key, 0), unit) for key in ("resched", "ipi_hop", "stopper"))

        cpus = system["platform"]["cpus"]
        state = kernel.get("round_robin_state", [0] * cpus)
        self.rqs = [RunQueue(cpu, state[cpu]) for cpu in range(cpus)]
        self.tasks = [Task(i, t, kernel.get("sections", "migrate_disable"), unit, cpus)
                      for i, t in enumerate(system["tasks"])]
        self.edge_list = sorted(edges)  # (instant, CPU), whatever the CPU does then
        source = kernel.get("edge_source", "none")
        self.edge_period = None
        if isinstance(source, dict):
            if source.get("jitter", 0) != 0:
                raise ValueError("this model has no jitter of edges")
            self.edge_period = duration(source["period"], unit)
        self.next_edges = [cpu * self.edge_period // cpus if self.edge_period else None for cpu in range(cpus)]

        self.now = 0
        self.here = 0  # the CPU on which the present action runs
        self.to_schedule = set()
        self.sent = []  # (due, order, kind, CPU, task)
        self.order = 0
        self.rto_cpu = -1
        self.rto_loop = 0
        self.rto_loop_next = 0
        self.cycles = []  # (instant, task, from, to): push-aways that were refused
        self.waste = 0  # the integral of min(waiting tasks, idle CPUs)
        self.runs = []  # [task, CPU, from, to]
        self.moves = []  # (instant, task, from, to)

    # --- sending and rescheduling ---------------------------------------------------------------------------------

    def send(self, latency, kind, cpu, task=None):
        self.order += 1
        self.sent.append((self.now + latency, self.order, kind, cpu, task))

    def resched(self, cpu):
        rq = self.rqs[cpu]
        if rq.need_resched:
            if cpu == self.here:
                self.to_schedule.add(cpu)
            return
        rq.need_resched = True
        if cpu == self.here or self.resched_latency == 0:
            self.to_schedule.add(cpu)
        else:
            self.send(self.resched_latency, "resched", cpu)

    def interrupt_ends(self, cpu):
        if self.rqs[cpu].need_resched:
            self.to_schedule.add(cpu)

    # --- where to -------------------------------------------------------------------------------------------------

    def next_in_turn(self, cpus):
        rq = self.rqs[self.here]
        above = [cpu for cpu in cpus if cpu > rq.last_pick]
        rq.last_pick = above[0] if above else cpus[0]
        return rq.last_pick

    def find_lowest_rq(self, task):
        if not task.migratable():
            return -1
        level = min(self.rqs[cpu].highest() for cpu in task.mask)
        if level >= task.priority:
            return -1
        candidates = [cpu for cpu in task.mask if self.rqs[cpu].highest() == level]
        if task.cpu in candidates:
            return task.cpu
        if self.here in candidates:
            return self.here
        return self.next_in_turn(candidates)

    def lower_cpu_exists(self, task):  # cpupri_find()
        return any(self.rqs[cpu].highest() < task.priority for cpu in task.mask)

    # --- queues ---------------------------------------------------------------------------------------------------

    def enqueue(self, task, cpu):
        rq = self.rqs[cpu]
        task.cpu = cpu
        task.queued = True
        insert_last_of_equals(rq.queue, task)
        if rq.current is not task and task.migratable():
            insert_last_of_equals(rq.pushable, task)

    def dequeue(self, task):
        rq = self.rqs[task.cpu]
        rq.queue.remove(task)
        if task in rq.pushable:
            rq.pushable.remove(task)
        task.queued = False

    def left_now(self, task):
        return task.left[1] if task.left[0] == self.now else set()

    def note_move(self, task, cpu):
        task.left = (self.now, self.left_now(task) | {task.cpu})
        task.migrations += 1
        self.moves.append((self.now, task.name, task.cpu, cpu))

    def move(self, task, cpu):
        assert not task.md and self.rqs[task.cpu].current is not task
        self.note_move(task, cpu)
        self.dequeue(task)
        self.enqueue(task, cpu)

    # --- wake-up --------------------------------------------------------------------------------------------------

    def select_task_rq(self, task):
        if task.md or not task.migratable():
            return task.cpu
        current = self.rqs[task.cpu].current
        if current is None:
            return task.cpu
        bound = current is STOPPER or not current.migratable() or (
            self.md_is_pinned and current.md)
        if bound or current.priority >= task.priority:
            target = self.find_lowest_rq(task)
            if target != -1:  # at a level below the task's
                return target
        return task.cpu

    def wakeup_preempt(self, rq, task):
        current = rq.current
        if current is STOPPER:
            return
        if current is None or task.priority > current.priority:
            self.resched(rq.cpu)
        elif task.priority == current.priority and not rq.need_resched:
            if not current.migratable() or not self.lower_cpu_exists(current):
                return
            if task.migratable() and self.lower_cpu_exists(task):
                return
            # It cannot go elsewhere, the current task can: let the push round do that.
            rq.queue.remove(task)
            rq.queue.insert(next(i for i, t in enumerate(rq.queue + [task]) if t.priority <= task.priority), task)
            self.resched(rq.cpu)

    def task_woken(self, rq, task):
        current = rq.current
        if current is task or rq.need_resched or not task.migratable() or current is None:
            return
        if current is STOPPER or not current.migratable() or current.priority >= task.priority:
            self.push_rt_tasks(rq, pull=False)

    def wake(self, task):
        if not self.deliverable("timer", task.cpu):
            self.send(0, "timer", task.cpu, task)
            return
        self.here = task.cpu
        cpu = self.select_task_rq(task)
        if cpu != task.cpu:
            self.note_move(task, cpu)
        self.enqueue(task, cpu)
        self.wakeup_preempt(self.rqs[cpu], task)
        self.task_woken(self.rqs[cpu], task)
        self.interrupt_ends(self.here)

    # --- push -----------------------------------------------------------------------------------------------------

    def get_push_task(self, rq):
        current = rq.current
        if rq.push_busy or current is None or current is STOPPER or not current.migratable():
            return None
        if current.md and self.balancer != "linux-rt-5.11":
            return None
        if self.balancer == "linux-rt-nopush" or current.not_again == self.now:
            return None
        return current

    def queue_stopper(self, rq, task):
        rq.push_busy = True
        rq.stop_task = task
        rq.stop_queued = True
        if rq.current is not STOPPER:
            self.resched(rq.cpu)

    def refuse_cycle(self, task, target):
        if target not in self.left_now(task):
            return False
        self.cycles.append((self.now, task.name, task.cpu, target))
        task.not_again = self.now
        return True

    def push_current_away(self, rq, waiting):
        """Has the stopper queued for the current task, so that the migration-disabled one can run."""
        current = rq.current
        if rq.push_busy or self.balancer == "linux-rt-nopush" or current is None or current is STOPPER:
            return False
        target = self.find_lowest_rq(current)
        if target in (-1, rq.cpu):
            return False
        if self.push_target_check and self.rqs[target].highest() >= waiting.priority:
            return False
        task = self.get_push_task(rq)
        if task is None or self.refuse_cycle(task, target):
            return False
        self.queue_stopper(rq, task)
        return True

    def push_rt_task(self, rq, pull):
        if not rq.overloaded() or not rq.pushable:
            return False
        task = rq.pushable[0]
        current = rq.current
        if current is None or (current is not STOPPER and task.priority > current.priority):
            self.resched(rq.cpu)
            return False
        if task.md:
            if pull and self.push_current_away(rq, task):
                return False
            if not self.skip_md_head:
                return False
            task = next((t for t in rq.pushable if not t.md), None)
            if task is None:
                return False
        target = self.find_lowest_rq(task)
        if target in (-1, rq.cpu):
            return False
        self.move(task, target)
        self.resched(target)
        return True

    def push_rt_tasks(self, rq, pull):
        while self.push_rt_task(rq, pull):
            pass

    def push_cpu_stop(self, rq):
        task = rq.stop_task
        if task.queued and task.cpu == rq.cpu:
            if task.md:
                task.push_flag = True
                task.not_again = self.now
            else:
                task.push_flag = False
                target = self.find_lowest_rq(task)
                if target in (-1, rq.cpu):
                    task.not_again = self.now
                elif not self.refuse_cycle(task, target):
                    self.move(task, target)
                    self.resched(target)
                    rq.push_away_at_pick = self.balancer == "linux-rt-chained"
        rq.push_busy = False
        rq.stop_task = None

    # --- pull -----------------------------------------------------------------------------------------------------

    def pull_rt_task(self, this):
        overloaded = [rq for rq in self.rqs if rq.overloaded()]
        if not overloaded or overloaded == [this]:
            return
        if self.push_ipi:
            self.rto_loop_next += 1
            if self.rto_cpu < 0:
                self.send_rto_ipi()
            return
        for source in overloaded:
            if source is not this:
                self.pull_from(source, this)

    def pull_from(self, source, this):
        if not source.pushable or source.pushable[0].priority <= this.highest():
            return
        allowed = [t for t in source.pushable if this.cpu in t.mask]
        if self.may_pull(allowed, source, this) and allowed[0].md:
            task = self.get_push_task(source)
            if task is not None:
                self.queue_stopper(source, task)
                return
            if not self.skip_md_head:
                return
            allowed = [t for t in allowed if not t.md]
        if self.may_pull(allowed, source, this):
            self.move(allowed[0], this.cpu)
            self.resched(this.cpu)

    @staticmethod
    def may_pull(allowed, source, this):
        if not allowed or allowed[0].priority <= this.highest():
            return False
        current = source.current
        return current is STOPPER or (current is not None and allowed[0].priority <= current.priority)

    def rto_next_cpu(self):
        while True:
            self.rto_cpu = next((rq.cpu for rq in self.rqs if rq.cpu > self.rto_cpu and rq.overloaded()), len(self.rqs))
            if self.rto_cpu == self.here:
                continue
            if self.rto_cpu < len(self.rqs):
                return self.rto_cpu
            self.rto_cpu = -1
            if self.rto_loop == self.rto_loop_next:
                return -1
            self.rto_loop = self.rto_loop_next

    def send_rto_ipi(self):
        cpu = self.rto_next_cpu()
        if cpu >= 0:
            self.send(self.ipi_latency, "rto", cpu)

    # --- schedule() -----------------------------------------------------------------------------------------------

    def may_schedule(self, rq):
        current = rq.current
        if current is STOPPER:
            return rq.stop_ended
        return current is None or not current.queued or current.cpu != rq.cpu or not (current.np or current.irq)

    def schedule(self, rq):
        self.here = rq.cpu
        previous = rq.current
        stays = isinstance(previous, Task) and previous.queued and previous.cpu == rq.cpu
        if previous is STOPPER or (isinstance(previous, Task) and not stays and rq.highest() < previous.priority):
            self.pull_rt_task(rq)
        if stays and previous.migratable():
            insert_last_of_equals(rq.pushable, previous)
        if rq.stop_queued:
            following = STOPPER
        else:
            following = rq.queue[0] if rq.queue else None
        if following is not previous and stays:
            self.switch_out(previous)
        rq.need_resched = False
        rq.stop_ended = False
        rq.current = following
        if following is STOPPER:
            rq.stop_queued = False
            self.send(self.stopper_time, "stopped", rq.cpu)
        elif following is not None:
            if following in rq.pushable:
                rq.pushable.remove(following)
            self.switch_in(rq, following)
            pull = rq.push_away_at_pick
            rq.push_away_at_pick = False
            self.push_rt_tasks(rq, pull)
            if following.must_enter:
                self.enter_sections(following)

    def switch_out(self, task):
        if task.since is not None:
            self.note_run(task)
            task.remaining -= self.now - task.since
            task.since = None
        task.pinned |= task.md

    def switch_in(self, rq, task):
        if task.since is None:
            task.since = self.now
        job = task.jobs[task.done]
        if job[1] is None:
            job[1] = self.now
        assert task.md_cpu in (None, rq.cpu), f"{task.name} left CPU {task.md_cpu} inside a section"

    def note_run(self, task):
        if task.since < self.now:
            self.runs.append([task.name, task.cpu, task.since, self.now])

    # --- what tasks do --------------------------------------------------------------------------------------------

    def enter_sections(self, task):
        step = task.steps[task.step]
        task.must_enter = False
        task.md, task.np, task.irq = step.md, step.np, step.irq
        task.md_cpu = task.cpu if task.md else None

    def migrate_enable(self, task):
        """At the end of an outermost section; the task is the current one, or wakes from a sleep that ends the section."""
        rq = self.rqs[task.cpu]
        self.here = rq.cpu
        task.md = False
        task.md_cpu = None
        if task.pinned:
            task.pinned = False
            self.next_in_turn(task.mask)  # __set_cpus_allowed_ptr() picks a CPU that it does not need
            if task.push_flag and not rq.push_busy:
                self.queue_stopper(rq, task)
        if self.balancer == "linux-rt-chained" and rq.current is task:
            self.push_rt_tasks(rq, pull=True)

    def begin_step(self, task, on_cpu):
        """Leaves the sections that end before the present step, and enters those that begin there if it is on a CPU."""
        step = task.steps[task.step] if task.step < len(task.steps) else None
        if task.md and not (step and step.md):
            self.migrate_enable(task)
        was_np = task.np or task.irq
        task.np &= step.np if step else False
        task.irq &= step.irq if step else False
        if step is None:
            task.must_enter = False
        elif on_cpu:
            self.enter_sections(task)
        else:
            task.must_enter = True
        if was_np and not (task.np or task.irq):
            self.interrupt_ends(task.cpu)
        if step:
            task.remaining = step.time

    def start_job(self, task, on_cpu):
        task.active = True
        task.step = 0
        self.begin_step(task, on_cpu)

    def complete_job(self, task):
        task.jobs[task.done][2] = self.now
        task.done += 1
        task.active = False

    def sleep(self, task):
        self.dequeue(task)
        task.since = None
        task.pinned |= task.md
        self.to_schedule.add(task.cpu)

    def segment_ends(self, task):
        rq = self.rqs[task.cpu]
        self.here = rq.cpu
        self.note_run(task)
        task.since = self.now
        task.step += 1
        self.begin_step(task, on_cpu=True)
        if task.step == len(task.steps):
            self.complete_job(task)
            if task.done < len(task.jobs):
                self.start_job(task, on_cpu=False)
                task.jobs[task.done][1] = self.now
            else:
                self.sleep(task)
        if task.active and task.steps[task.step].suspends:
            task.wakes_at = self.now + task.remaining
            self.sleep(task)

    def wakes_up(self, task):
        task.wakes_at = None
        task.step += 1
        self.begin_step(task, on_cpu=False)
        if task.step == len(task.steps):
            self.complete_job(task)
            if task.done == len(task.jobs):
                return
            self.start_job(task, on_cpu=False)
        if task.steps[task.step].suspends:
            raise ValueError("this model has no suspension directly after another")
        self.wake(task)

    def release(self, task):
        task.jobs.append([self.now, None, None])
        if not task.active:
            self.start_job(task, on_cpu=False)
            self.wake(task)

    # --- time -----------------------------------------------------------------------------------------------------

    def segment_end(self, rq):
        task = rq.current
        return task.since + task.remaining if isinstance(task, Task) and task.since is not None else None

    def deliverable(self, kind, cpu):
        current = self.rqs[cpu].current
        return kind == "stopped" or not (isinstance(current, Task) and current.irq)

    def next_instant(self):
        instants = [self.segment_end(rq) for rq in self.rqs]
        instants += [t.wakes_at for t in self.tasks]
        instants += [t.releases[len(t.jobs)] for t in self.tasks if len(t.jobs) < len(t.releases)]
        instants += [due for due, _, kind, cpu, _ in self.sent if self.deliverable(kind, cpu)]
        instants += [edge[0] for edge in self.edge_list[:1]] + self.next_edges
        return max(self.now, min(i for i in instants if i is not None))  # what was held back is due since long

    def edge(self, cpu):
        self.here = cpu
        self.pull_rt_task(self.rqs[cpu])
        self.interrupt_ends(cpu)

    def edges(self):
        due = []
        while self.edge_list and self.edge_list[0][0] <= self.now:
            due.append(self.edge_list.pop(0)[1])
        for cpu in due:
            self.edge(cpu)
        for cpu, instant in enumerate(self.next_edges):
            if instant == self.now:
                self.next_edges[cpu] += self.edge_period
                if not self.rqs[cpu].queue:
                    self.edge(cpu)

    def schedule_all(self):
        while True:
            cpu = next((c for c in sorted(self.to_schedule) if self.may_schedule(self.rqs[c])), None)
            if cpu is None:
                break
            self.to_schedule.discard(cpu)
            self.schedule(self.rqs[cpu])
        for rq in self.rqs:  # next jobs of tasks that went on
            if isinstance(rq.current, Task) and rq.current.must_enter:
                self.enter_sections(rq.current)
        self.to_schedule.clear()  # the others look at their flag when their section or stopper ends

    def deliver(self, kind, cpu, task):
        rq = self.rqs[cpu]
        self.here = cpu
        if kind == "timer":
            self.wake(task)
        elif kind == "rto":
            if rq.pushable:
                self.push_rt_tasks(rq, pull=True)
            self.send_rto_ipi()
        elif kind == "stopped":
            self.push_cpu_stop(rq)
            rq.stop_ended = True
            self.to_schedule.add(cpu)
        self.interrupt_ends(cpu)

    def instant(self):
        for rq in self.rqs:
            if self.segment_end(rq) == self.now:
                self.segment_ends(rq.current)
        for task in self.tasks:
            if task.wakes_at == self.now:
                self.wakes_up(task)
        for task in self.tasks:
            while len(task.jobs) < len(task.releases) and task.releases[len(task.jobs)] == self.now:
                self.release(task)
        self.edges()
        self.schedule_all()
        for _ in range(100_000):
            due = [s for s in sorted(self.sent, key=lambda s: s[:2]) if s[0] <= self.now and self.deliverable(s[2], s[3])]
            if not due:
                return
            self.sent.remove(due[0])
            self.deliver(*due[0][2:])
            self.schedule_all()
        raise AssertionError(f"the instant {self.now} does not end")

    def run(self):
        while any(task.done < len(task.releases) for task in self.tasks):
            instant = self.next_instant()
            assert instant >= self.now
            waiting = sum(task.queued and self.rqs[task.cpu].current is not task for task in self.tasks)
            self.waste += min(waiting, sum(rq.current is None for rq in self.rqs)) * (instant - self.now)
            self.now = instant
            self.instant()
        return self
