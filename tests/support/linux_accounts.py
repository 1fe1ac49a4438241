# SPDX-License-Identifier: Apache-2.0
"""What the time of linux_model.py is counted for: the use of each CPU and the waits of each job, from the rules alone.

At every instant anew, from who stands where (DESIGN, "What is measured"):

* A job is ready unless it is suspended, or sleeps for a lock, or waits on a CPU that RT throttling keeps from it. So is
  one whose timer has fired where interrupts are off: it is on no run queue yet, and comes behind its equals. With
  costs it is not, until its wake-up is done: that is overhead.
* A job is served while its CPU works for it (costs in time, the reload of a cache, spinning), or the stopper that is to
  move it has the CPU.
* Top: of the m most urgent ready jobs, those that run are useful, other running ones are inversions.
* Each waiting job loses an idle CPU, if there is one left, the most urgent first: stacking, if it is pinned; affinity, if
  its mask has no idle CPU; else balancing. The next ones, as many as there are inversions, are those kept out.
* A job waits for the first that holds: see state(). A throttled CPU that has no job is to it as one where somebody more
  urgent runs.
"""

import collections

from linux_state import DL, FAIR, STOPPER, Task

STATES = ("queued", "suspended", "lock_wait", "throttled", "overhead", "running", "interference", "np_blocking",
          "pin_wait", "affinity_wait", "balancing_wait")
CAPACITY = ("useful", "inversion_np", "inversion_pin", "overhead", "stacking_loss", "affinity_loss", "balancing_loss",
            "idle")


class Accounts:
    """A mixin of Model, which calls charge_accounts() before time passes."""

    def open_accounts(self):
        self.capacity = dict.fromkeys(CAPACITY, 0)
        self.overhead = collections.Counter()  # by kind
        self.split = {task.name: [] for task in self.tasks}  # of each job

    def split_of(self, task):
        """Of the jobs that are done."""
        return {state: sum(of_job[state] for of_job in self.split[task.name][:task.done]) for state in STATES}

    # --- who stands where -----------------------------------------------------------------------------------------

    @staticmethod
    def occupant(rq):
        """The task that has the CPU."""
        task = rq.current
        return task if isinstance(task, Task) and task.queued and task.cpu == rq.cpu else None

    def use(self, rq):
        """Of the CPU: "run", "idle", or a kind of overhead."""
        task = self.occupant(rq)
        if rq.item is not None:
            return rq.item.kind
        if rq.current is STOPPER:
            return "stopper"
        if task is None:
            return "throttled" if rq.throttled else "idle"
        if self.reloads(rq):
            return "cache_reload"
        return "spin_wait" if task.waits_for is not None else "run"

    def is_late(self, task):
        """Its timer has fired, but it is not woken yet."""
        return task.active and not task.queued and not self.is_suspended(task) and task.waits_for is None

    @staticmethod
    def is_suspended(task):
        return task.wakes_at is not None or task.awaits_wake

    def is_barred(self, task):
        """Queued on a throttled CPU, or throttled itself, and neither there nor served."""
        rq = self.rqs[task.cpu]
        if self.occupant(rq) is task or task.served or not task.queued:
            return False
        return task.throttled if task.priority == DL else rq.throttled and task in rq.queue

    def is_ready(self, task):
        return (self.is_late(task) and self.costs is None) or (task.queued and not self.is_barred(task))

    def is_served(self, task):
        rq = self.rqs[task.cpu]
        return task.queued and (task.served or (self.occupant(rq) is task and self.use(rq) != "run"))

    def executes(self, task):
        rq = self.rqs[task.cpu]
        return task.queued and self.occupant(rq) is task and self.use(rq) == "run"

    def place(self, task):
        """The smaller, the more urgent."""
        if task.queued:
            return *self.rank(task), 0, task.place
        order = [late for _, _, kind, _, late in sorted(self.sent, key=lambda s: s[1]) if kind == "timer"]
        return *self.rank(task), 1, order.index(task)

    def rank(self, task):
        """Class or priority; the deadline, or of fair tasks, whether it waits."""
        rq = self.rqs[task.cpu]
        runs = self.occupant(rq) is task
        if task.priority == DL:
            return -DL, task.deadline
        if task.priority != FAIR:
            return -task.priority, 0
        if runs and rq.by_server and rq.server in rq.dl:
            return -DL, rq.server.deadline
        return -FAIR, 0 if runs else 1

    def bars_all(self, rq):
        serves = rq.current is STOPPER and rq.stop_task.served
        return rq.throttled and self.occupant(rq) is None and not serves

    def holds_fast(self, rq):
        """Its task cannot be preempted."""
        task = self.occupant(rq)
        return task is not None and (task.np or task.irq or rq.item is not None)

    # --- the rules ------------------------------------------------------------------------------------------------

    def state(self, task, ready):
        if self.is_suspended(task):
            return "suspended"
        if task.waits_for is not None:
            return "lock_wait"
        if self.is_barred(task):
            return "throttled"
        if self.is_served(task) or (self.is_late(task) and self.costs is not None):
            return "overhead"
        if self.executes(task):
            return "running"
        before = ready[:ready.index(task)]
        on_cpus = sum(self.executes(other) or self.is_served(other) for other in before)
        if on_cpus + sum(map(self.bars_all, self.rqs)) == len(self.rqs):
            return "interference"
        usable = [rq for rq in self.rqs if (rq.cpu == task.md_cpu if task.md else rq.cpu in task.mask)]
        less_urgent = [rq for rq in usable if self.occupant(rq) is not None and self.occupant(rq) not in before]
        if any(self.holds_fast(rq) for rq in less_urgent):
            return "np_blocking"
        if task.md:
            return "pin_wait"
        free = [rq for rq in usable if self.occupant(rq) is None and not rq.throttled]
        return "balancing_wait" if free or less_urgent else "affinity_wait"

    def charge_accounts(self, until):
        """The state of now holds until then."""
        length = until - self.now
        ready = sorted(filter(self.is_ready, self.tasks), key=self.place)
        running = [task for task in ready if self.executes(task)]
        waiting = [task for task in ready if not self.executes(task) and not self.is_served(task)]
        uses = [self.use(rq) for rq in self.rqs]
        idle = uses.count("idle")
        loss = min(idle, len(waiting))
        inversions = sum(task not in ready[:len(self.rqs)] for task in running)
        counts = collections.Counter(useful=len(running) - inversions, idle=idle - loss)
        for kind in uses:
            if kind not in ("idle", "run"):
                counts["overhead"] += 1
                self.overhead[kind] += length
        for task in waiting[:loss]:
            is_excluded = all(uses[cpu] != "idle" for cpu in task.mask)
            counts["stacking_loss" if task.md else "affinity_loss" if is_excluded else "balancing_loss"] += 1
        for task in waiting[loss:loss + inversions]:
            is_pin = task.md and not self.holds_fast(self.rqs[task.md_cpu])
            counts["inversion_pin" if is_pin else "inversion_np"] += 1
        assert sum(counts.values()) == len(self.rqs), f"at {self.now} {counts} are not all CPUs"
        for kind, number in counts.items():
            self.capacity[kind] += number * length
        for task in self.tasks:
            of_jobs = self.split[task.name]
            of_jobs += [dict.fromkeys(STATES, 0) for _ in range(len(of_jobs), len(task.jobs))]
            for i in range(task.done, len(task.jobs)):
                of_jobs[i][self.state(task, ready) if i == task.done else "queued"] += length
