# SPDX-License-Identifier: Apache-2.0
"""Priority inheritance in linux_model.py: rt_mutex_setprio() of 6.1 and what the classes do about it. linux_locks.py has who inherits.

A task that inherits a priority or a class is taken off its queue and put on one again: a real-time task as the first of
its equals if it falls, else the last; a deadline task always behind its equals, whatever changes.

* If the class changes and the task was the last of its class on the CPU: a pull of that class. A task that is not running and
  comes to a class: a push, if its CPU is overloaded, and schedule() if it is more urgent than the current task. A running one
  that falls to the fair class: schedule(). One that falls to a real-time priority: nothing more, as in switched_to_rt().
* If the class stays: prio_changed_rt(), prio_changed_dl() (that of 6.3 and later: schedule() also for one that is not running).
* Pulls and pushes come last, the last one first (balance callbacks).
"""

from linux_state import DL, FAIR, STOPPER, Task


class Inheritance:
    """A mixin of Model."""

    @staticmethod
    def is_rt(task):
        return isinstance(task, Task) and FAIR < task.priority < DL

    def inherit(self, task, donor):
        """rt_mutex_setprio(); the donor is the most urgent of its waiters, or None."""
        priority = max(task.own_priority, donor.priority if donor is not None else FAIR)
        if priority == task.priority != DL:
            return
        before, queued, served = task.priority, task.queued, task.served
        rq = self.rqs[task.cpu]
        self.stop_clock(task)
        if queued:
            self.dequeue(task)
        has_own_server = task.own_priority == DL
        replenish = priority == DL and (not has_own_server or (
            donor is not None and donor.priority == DL and donor.deadline < task.deadline))
        task.pi = donor.pi if replenish else task
        task.priority = priority
        if not queued:
            return
        self.enqueue(task, task.cpu, first=priority < before, why="replenish" if replenish else "restore")
        task.served = served
        for callback in reversed(self.class_changed(rq, task, before)):
            callback()

    def class_changed(self, rq, task, before):
        """check_class_changed(); what is to be done after it, the last first."""
        def class_of(priority):
            return priority if priority in (FAIR, DL) else "rt"

        runs = rq.current is task
        if class_of(before) == class_of(task.priority):
            return self.priority_changed(rq, task, before, runs)
        callbacks = []
        if before == DL and not rq.dl:
            callbacks.append(lambda: self.pull_dl_task(rq))
        if class_of(before) == "rt" and not rq.queue:
            callbacks.append(lambda: self.pull_rt_task(rq))
        if task.priority == FAIR:
            if runs:
                self.resched(rq.cpu)
            else:
                self.wakeup_preempt(rq, task)
        elif not runs and task.priority == DL:
            if task.migratable() and rq.dl_overloaded():
                callbacks.append(lambda: self.push_dl_tasks(rq))
            if self.is_dl(rq.current):
                self.wakeup_preempt_dl(rq, task)
            else:
                self.resched(rq.cpu)
        elif not runs:
            if task.migratable() and rq.overloaded():
                callbacks.append(lambda: self.push_rt_tasks(rq, pull=False))
            if rq.current is None or (rq.current is not STOPPER and task.priority > rq.current.priority):
                self.resched(rq.cpu)
        return callbacks

    def priority_changed(self, rq, task, before, runs):
        """prio_changed_rt(), prio_changed_dl()"""
        if task.priority == DL:
            pulls = not rq.dl_overloaded()
            if runs:
                if rq.dl and rq.dl[0].deadline < task.deadline:
                    self.resched(rq.cpu)
            elif not self.is_dl(rq.current) or task.deadline < rq.current.deadline:
                self.resched(rq.cpu)
            return [lambda: self.pull_dl_task(rq)] if pulls else []
        lowered = task.priority < before
        if runs:
            if task.priority < rq.rt_highest():
                self.resched(rq.cpu)
        elif rq.current is None or (rq.current is not STOPPER and task.priority > rq.current.priority):
            self.resched(rq.cpu)
        return [lambda: self.pull_rt_task(rq)] if lowered and runs else []
