# SPDX-License-Identifier: Apache-2.0
"""Linux's RT push and pull: where a task wakes up, and who moves whom where. linux_model.py has the order of events."""

from linux_accounts import Accounts
from linux_dl import Cpudl, Deadline
from linux_fair import Fair
from linux_inherit import Inheritance
from linux_state import (
    BALANCERS, cpus_of, DL, duration, FAIR, insert_first_of_equals, insert_last_of_equals, LINUX_DL, RunQueue, STOPPER, Task)
from linux_swap import SwapOnEntry
from linux_throttling import Throttling
from linux_work import Work


class Balance(Deadline, Fair, Inheritance, SwapOnEntry, Throttling, Work, Accounts):
    def __init__(self, system):
        kernel = system["kernel"]
        unit = system.get("time_unit", "ns")
        self.balancer = kernel["balancer"]
        if self.balancer not in (*BALANCERS, LINUX_DL):
            raise ValueError(f"this model has no balancer {self.balancer}")
        features = kernel.get("features", {})
        self.push_ipi = features.get("RT_PUSH_IPI", kernel.get("preempt_rt", False))
        self.push_target_check = features.get("PUSH_TARGET_CHECK", False)
        self.md_is_pinned = features.get("MD_IS_PINNED", False)
        self.skip_md_head = features.get("SKIP_MD_HEAD", False)
        self.swap_on_entry = features.get("SWAP_ON_ENTRY", False)
        latencies = kernel.get("latencies", {})
        self.resched_latency, self.ipi_latency, self.stopper_time = (
            duration(latencies.get(key, 0), unit) for key in ("resched", "ipi_hop", "stopper"))

        cpus = cpus_of(system["platform"])
        state = kernel.get("round_robin_state", [0] * cpus)
        self.rqs = [RunQueue(cpu, state[cpu]) for cpu in range(cpus)]
        self.tasks = [Task(i, t, system) for i, t in enumerate(system["tasks"])]
        self.read_costs(system)
        self.read_throttling(system)
        self.read_fair(system)
        self.cpudl = Cpudl()
        self.throttles = 0  # of servers of tasks
        self.edge_list = []  # (instant, CPU), whatever the CPU does then
        source = kernel.get("edge_source", "none")
        self.edge_period = None
        if isinstance(source, list):
            self.edge_list = sorted((duration(edge["at"], unit), edge["cpu"]) for edge in source)
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
        self.places = [0, 0]  # given in the order among equals: before all, behind all
        self.open_accounts()
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
            self.pay("ipi", "ipi_send")

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

    def give_place(self, task, first):
        self.places[0 if first else 1] += -1 if first else 1
        task.place = self.places[0 if first else 1]

    def enqueue(self, task, cpu, first=False, why=None):
        """`first` and `why` are for the classes that look at them."""
        task.cpu = cpu
        task.queued = True
        if task.priority == DL:
            self.enqueue_dl(task, why)
        elif task.priority == FAIR:
            self.enqueue_fair(task, why == "wakeup")
        else:
            self.enqueue_rt(task, first)

    def enqueue_rt(self, task, first):
        rq = self.rqs[task.cpu]
        self.give_place(task, first)
        (insert_first_of_equals if first else insert_last_of_equals)(rq.queue, task)
        if rq.current is not task and task.migratable():
            insert_last_of_equals(rq.pushable, task)

    def dequeue(self, task, sleeps=False):
        rq = self.rqs[task.cpu]
        if task.priority == DL:
            self.dequeue_dl(task, sleeps)
        elif task.priority == FAIR:
            self.dequeue_fair(task)
        else:
            rq.queue.remove(task)
            if task in rq.pushable:
                rq.pushable.remove(task)
        task.queued = False
        task.served = False

    def left_now(self, task):
        return task.left[1] if task.left[0] == self.now else set()

    def note_move(self, task, cpu):
        task.left = (self.now, self.left_now(task) | {task.cpu})
        task.migrations += 1
        self.moves.append((self.now, task.name, task.cpu, cpu))

    def move(self, task, cpu):
        assert not task.md and self.rqs[task.cpu].current is not task
        task.vruntime += self.look_at_min(self.rqs[cpu]) - self.look_at_min(self.rqs[task.cpu])
        self.note_move(task, cpu)
        self.dequeue(task)
        self.enqueue(task, cpu)
        self.pay("migration", "migration")

    # --- wake-up --------------------------------------------------------------------------------------------------

    def select_task_rq(self, task):
        if task.md or not task.migratable():
            return task.cpu
        if task.priority == DL:
            return self.select_task_rq_dl(task)
        if task.priority == FAIR:
            return self.select_task_rq_fair(task)
        current = self.rqs[task.cpu].current
        if current is None or (current is not STOPPER and current.priority == FAIR):
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
        elif task.priority == DL:
            self.wakeup_preempt_dl(rq, task)
        elif task.priority == current.priority != FAIR and not rq.need_resched:
            if not current.migratable() or not self.lower_cpu_exists(current):
                return
            if task.migratable() and self.lower_cpu_exists(task):
                return
            # It cannot go elsewhere, the current task can: let the push round do that.
            self.give_place(task, first=True)
            rq.queue.remove(task)
            rq.queue.insert(next(i for i, t in enumerate(rq.queue + [task]) if t.priority <= task.priority), task)
            self.resched(rq.cpu)

    def task_woken(self, rq, task):
        current = rq.current
        if task.priority == DL:
            self.task_woken_dl(rq, task)
            return
        if current is task or rq.need_resched or not task.migratable() or current is None or task.priority == FAIR:
            return
        if current is STOPPER or not current.migratable() or current.priority >= task.priority:
            self.push_rt_tasks(rq, pull=False)

    def timer(self, task):
        if self.costs is None and not self.deliverable("timer", task.cpu):
            self.send(0, "timer", task.cpu, task)
            return
        self.here = task.cpu
        self.wake(task)
        self.interrupt_ends(self.here)

    def wake_waiter(self, task):
        """Wakes who waits for a lock."""
        if task.woken:
            return
        task.woken = True
        if not task.queued:
            self.wake(task)
        elif not self.on_cpu(task):  # preempted while it was spinning: ttwu_runnable() of Linux 6.1
            self.wakeup_preempt(self.rqs[task.cpu], task)
            self.task_woken(self.rqs[task.cpu], task)

    def wake(self, task):
        if FAIR < task.priority < DL:
            self.start_period_timer()
        cpu = self.select_task_rq(task)
        if cpu != task.cpu:
            self.note_move(task, cpu)
        self.enqueue(task, cpu, why="wakeup")
        self.wakeup_preempt(self.rqs[cpu], task)
        self.task_woken(self.rqs[cpu], task)

    # --- push -----------------------------------------------------------------------------------------------------

    def get_push_task(self, rq):
        current = rq.current
        if rq.push_busy or current is None or current is STOPPER or not current.migratable() or current.priority == FAIR:
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
        if rq.push_busy or self.balancer == "linux-rt-nopush" or not self.is_rt(current):
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
                target = self.find_lock_later_rq(task) if task.priority == DL else self.find_lowest_rq(task)
                if target in (-1, rq.cpu):
                    task.not_again = self.now
                elif not self.refuse_cycle(task, target):
                    self.move(task, target)
                    self.resched(target)
                    rq.push_away_at_pick = self.balancer == "linux-rt-chained"

    def stopper_done(self, rq):
        rq.push_busy = False
        rq.stop_task.served = False
        rq.stop_task = None
        rq.current = None
        rq.stop_ended = True
        rq.need_resched = self.costs is not None  # it may work before it schedules; nobody sends it an IPI for that
        self.to_schedule.add(rq.cpu)

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
        if not source.pushable or source.pushable[0].priority <= this.rt_highest():
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
        if not allowed or allowed[0].priority <= this.rt_highest():
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
            self.pay("ipi", "ipi_send")
