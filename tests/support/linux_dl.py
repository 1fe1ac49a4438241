# SPDX-License-Identifier: Apache-2.0
"""SCHED_DEADLINE in linux_model.py: servers (CBS), the queue of a CPU, cpudl, push and pull, after kernel/sched/deadline.c.

* A task that is *queued* stands on the deadline queue of its CPU unless it is *throttled*; a throttled one that is current and
  non-preemptible runs on until its CPU schedules, on no queue, and pays for that only if its timer puts it on the queue before
  (exec_start in update_curr_dl()). What stands on a queue has an absolute
  `deadline`; among equals the last to come is the last.
* `runtime` falls while a task that stands on the queue is the current one of its CPU, whatever the task or the CPU does then. At
  0 (inside irq_disable when that has ended, with what was used in excess; at a switch to another task before that) the task
  is throttled until the next period, and schedule() is due. Should it sleep at that instant, it sleeps throttled.
* Everything that puts a task on a queue looks whether a constrained one (deadline < period) is late and must wait for its next
  period: wake-ups, moves to another CPU, changes of inheritance.
* Who inherits the class runs by the parameters of the waiter (`pi`): one that has no server of its own begins a new
  period; one that has keeps its deadline and what is left of its runtime. It is not throttled, but replenished at once.
* A timer of the next period runs on the CPU that armed it, inside irq_disable late.
"""

from linux_state import DL, STOPPER, Task


class Cpudl:
    """cpudeadline.c: of each CPU with something on its deadline queue the earliest deadline; the latest of these on top."""

    def __init__(self):
        self.heap = []  # [deadline, CPU]
        self.top_of_empty = [0, 0]  # what the array holds there then

    def top(self):
        return self.heap[0] if self.heap else self.top_of_empty

    def place(self, cpu):
        return next((i for i, entry in enumerate(self.heap) if entry[1] == cpu), None)

    def swap(self, i, k):
        self.heap[i], self.heap[k] = self.heap[k], self.heap[i]

    def up(self, i):
        while i > 0 and self.heap[i][0] >= self.heap[(i - 1) // 2][0]:
            self.swap(i, (i - 1) // 2)
            i = (i - 1) // 2

    def down(self, i):
        while True:
            latest = i
            for child in (2 * i + 1, 2 * i + 2):
                if child < len(self.heap) and self.heap[latest][0] < self.heap[child][0]:
                    latest = child
            if latest == i:
                return
            self.swap(i, latest)
            i = latest

    def up_or_down(self, i):
        if i > 0 and self.heap[(i - 1) // 2][0] < self.heap[i][0]:
            self.up(i)
        else:
            self.down(i)

    def set(self, cpu, deadline):
        i = self.place(cpu)
        if i is None:
            self.heap.append([deadline, cpu])
            self.up(len(self.heap) - 1)
        else:
            self.heap[i][0] = deadline
            self.up_or_down(i)

    def clear(self, cpu):
        i = self.place(cpu)
        last = self.heap.pop()
        if not self.heap:
            self.top_of_empty = last
        if i < len(self.heap):
            self.heap[i] = last
            self.up_or_down(i)


def insert_by_deadline(entities, entity):
    entities.insert(next((i for i, e in enumerate(entities) if entity.deadline < e.deadline), len(entities)), entity)


class Deadline:
    """A mixin of Model."""

    # --- the server of a task -------------------------------------------------------------------------------------

    def new_period(self, task):
        task.deadline = self.now + task.pi.dl_deadline
        task.runtime = task.pi.dl_runtime

    def replenish(self, task):
        """replenish_dl_entity()"""
        if task.dl_deadline == 0:  # it has no server of its own
            self.new_period(task)
        while task.runtime <= 0:
            task.deadline += task.pi.dl_period
            task.runtime += task.pi.dl_runtime
        if task.deadline < self.now:
            self.new_period(task)
        task.throttled = False

    def renew(self, task):
        """update_dl_entity(), at a wake-up."""
        late = task.deadline < self.now
        left = task.deadline - self.now
        if not late and task.runtime * task.pi.dl_deadline <= left * task.pi.dl_runtime:
            return
        if task.dl_deadline < task.dl_period and not late and task.pi is task:
            task.runtime = task.dl_runtime * left // task.dl_deadline
        else:
            self.new_period(task)

    @staticmethod
    def next_period(task):
        return task.deadline - task.dl_deadline + task.dl_period

    def start_dl_timer(self, task):
        if self.next_period(task) <= self.now:
            return False
        task.replenish_at = self.next_period(task)
        task.replenish_cpu = self.here
        return True

    def check_constrained(self, task):
        if task.throttled or task.dl_deadline == task.dl_period or not task.deadline < self.now < self.next_period(task):
            return
        if task.pi is task and self.start_dl_timer(task):
            task.throttled = True
            task.runtime = min(task.runtime, 0)

    # --- the queue of a CPU ---------------------------------------------------------------------------------------

    def enqueue_entity(self, rq, entity):
        earliest = rq.dl[0].deadline if rq.dl else None
        insert_by_deadline(rq.dl, entity)
        if earliest is None or entity.deadline < earliest:
            self.cpudl.set(rq.cpu, entity.deadline)

    def dequeue_entity(self, rq, entity):
        rq.dl.remove(entity)
        if rq.dl:
            self.cpudl.set(rq.cpu, rq.dl[0].deadline)
        else:
            self.cpudl.clear(rq.cpu)

    def enqueue_dl(self, task, why=None):
        """enqueue_task_dl(); why: "wakeup", "replenish", "restore" or a move."""
        rq = self.rqs[task.cpu]
        if task.pi is not task:
            task.throttled = False
            task.replenish_at = None
        self.check_constrained(task)
        if task.throttled and why != "replenish":
            return
        if why == "wakeup":
            self.renew(task)
        elif why == "replenish":
            self.replenish(task)
        elif why == "restore" and task.pi is task and task.deadline < self.now:
            self.new_period(task)
        task.runtime -= task.unseen
        task.unseen = 0
        self.give_place(task, first=False)
        self.enqueue_entity(rq, task)
        if rq.current is not task and task.migratable():
            insert_by_deadline(rq.pushable_dl, task)

    def dequeue_dl(self, task, sleeps):
        rq = self.rqs[task.cpu]
        if rq.current is task:
            self.update_curr_dl(rq, sleeps)
        self.take_off(task)

    def take_off(self, task):
        rq = self.rqs[task.cpu]
        if task in rq.dl:
            self.dequeue_entity(rq, task)
        if task in rq.pushable_dl:
            rq.pushable_dl.remove(task)

    # --- enforcement ----------------------------------------------------------------------------------------------

    def charged_server(self, rq):
        """The task of the CPU whose runtime falls."""
        task = self.occupant(rq)
        return task if task is not None and task in rq.dl else None

    def update_curr_dl(self, rq, sleeps=False):
        """Who sleeps calls schedule() itself."""
        task = self.charged_server(rq)
        if task is None or task.runtime > 0:
            return
        task.throttled = True
        self.throttles += 1
        self.take_off(task)
        if task.pi is not task or not self.start_dl_timer(task):
            self.enqueue_dl(task, "replenish")
        if not sleeps and (not rq.dl or rq.dl[0] is not task):
            self.resched(rq.cpu)

    def dl_timer(self, task):
        """dl_task_timer()"""
        rq = self.rqs[task.cpu]
        if task.pi is not task or not task.throttled:
            return
        if not task.queued:
            self.replenish(task)
            return
        self.enqueue_dl(task, "replenish")
        if self.is_dl(rq.current):
            self.wakeup_preempt_dl(rq, task)
        else:
            self.resched(rq.cpu)
        if rq.pushable_dl:
            self.push_dl_task(rq)

    def interrupt_or_late(self, kind, cpu, task=None):
        if self.deliverable(kind, cpu):
            self.here = cpu
            self.act(kind, cpu, task)
        else:
            self.send(0, kind, cpu, task)

    def dl_instants(self):
        ends = [self.now + max(0, task.runtime) for task in map(self.charged_server, self.rqs)
                if task is not None and not task.budget_late]
        return ends + [task.replenish_at for task in self.tasks]

    def dl_timers(self):
        for task in self.tasks:
            if task.replenish_at == self.now:
                task.replenish_at = None
                self.interrupt_or_late("replenish", task.replenish_cpu, task)

    def dl_budgets(self):
        for rq in self.rqs:
            task = self.charged_server(rq)
            if task is None or task.runtime > 0 or task.budget_late:
                continue
            task.budget_late = True
            self.interrupt_or_late("budget", rq.cpu, task)

    def charge_dl(self, length):
        for rq in self.rqs:
            if self.charged_server(rq) is not None:
                rq.current.runtime -= length
            elif self.is_dl(self.occupant(rq)):
                rq.current.unseen += length

    # --- where to -------------------------------------------------------------------------------------------------

    @staticmethod
    def is_dl(task):
        return isinstance(task, Task) and task.priority == DL

    def cpudl_find(self, task):
        """Among CPUs that have something on their deadline queues."""
        deadline, cpu = self.cpudl.top()
        return [cpu] if cpu in task.mask and task.deadline < deadline else []

    def find_later_rq(self, task):
        if not task.migratable():
            return -1
        candidates = [cpu for cpu in task.mask if not self.rqs[cpu].dl] or self.cpudl_find(task)
        if not candidates:
            return -1
        if task.cpu in candidates:
            return task.cpu
        return self.here if self.here in candidates else self.next_in_turn(candidates)

    def is_earlier_than_all(self, task, rq):
        return not rq.dl or task.deadline < rq.dl[0].deadline

    def find_lock_later_rq(self, task):
        cpu = self.find_later_rq(task)
        if cpu in (-1, task.cpu) or not self.is_earlier_than_all(task, self.rqs[cpu]):
            return -1
        return cpu

    def select_task_rq_dl(self, task):
        current = self.rqs[task.cpu].current
        if self.is_dl(current) and (not current.migratable() or task.deadline >= current.deadline):
            target = self.find_later_rq(task)
            if target != -1 and self.is_earlier_than_all(task, self.rqs[target]):
                return target
        return task.cpu

    def wakeup_preempt_dl(self, rq, task):
        """check_preempt_curr_dl(); the current task is one of this class."""
        current = rq.current
        if task.deadline < current.deadline:
            self.resched(rq.cpu)
        elif task.deadline == current.deadline and not rq.need_resched:
            if not current.migratable() or not self.cpudl_find(current):
                return
            if task.migratable() and self.cpudl_find(task):
                return
            self.resched(rq.cpu)

    def task_woken_dl(self, rq, task):
        current = rq.current
        if (current is not task and not rq.need_resched and task.migratable() and self.is_dl(current)
                and (not current.migratable() or task.deadline >= current.deadline)):
            self.push_dl_tasks(rq)

    # --- push and pull --------------------------------------------------------------------------------------------

    def push_dl_task(self, rq):
        if not rq.dl_overloaded() or not rq.pushable_dl:
            return False
        task = rq.pushable_dl[0]
        current = rq.current
        if self.is_dl(current) and task.deadline < current.deadline and current.migratable():
            self.resched(rq.cpu)
            return False
        if task.md:
            return False
        target = self.find_lock_later_rq(task)
        if target == -1:
            return False
        self.move(task, target)
        self.resched(target)
        return True

    def push_dl_tasks(self, rq):
        while self.push_dl_task(rq):
            pass

    def pull_dl_task(self, this):
        earliest_pulled = None
        for source in self.rqs:
            if source is this or not source.dl_overloaded() or not source.pushable_dl:
                continue
            if this.dl and this.dl[0].deadline < source.pushable_dl[0].deadline:
                continue
            if len(source.dl) <= 1:
                continue
            task = next((t for t in source.pushable_dl if this.cpu in t.mask), None)
            if task is None or not self.is_earlier_than_all(task, this):
                continue
            if earliest_pulled is not None and task.deadline >= earliest_pulled:
                continue
            if self.is_dl(source.current) and task.deadline < source.current.deadline:
                continue
            if task.md:
                pushed = self.get_push_task(source)
                if pushed is not None:
                    self.queue_stopper(source, pushed)
                continue
            self.move(task, this.cpu)
            earliest_pulled = task.deadline
        if earliest_pulled is not None:
            self.resched(this.cpu)
