# SPDX-License-Identifier: Apache-2.0
"""SCHED_OTHER in linux_model.py, as far as it is modelled: fair queues, what idle CPUs pull, and the fair server of 6.12.

* Each CPU has a queue of fair tasks, the current one included. While a task is current its vruntime grows, by the time times
  1024 / weight, rounded down for the whole time between being picked and another being picked. The least vruntime is picked; among
  equals who was queued first, at its wake-up or move.
* A slice is running time since the task was picked, and begins anew at its end. If another fair task is queued there then,
  schedule() is due; inside irq_disable late, as a slice of SCHED_RR.
* min_vruntime of a CPU never falls; it is at least the least of those queued there, looked at before and after each change of the
  queue. A wake-up begins with the larger of that and its own; a move to another CPU keeps the distance to it.
* A wake-up stays on its CPU if that is idle, else takes the first idle CPU of its mask, else stays. Idle: nothing is
  queued there or runs; the one that is current there may have gone to sleep.
* At the end of an instant, as long as there is one: the first CPU without anything to run pulls, of the CPUs where a fair task
  waits that it may run (not migration-disabled, not current, nor the next one of a CPU that is about to leave idle: load_balance()
  wants more than one task there), from the one with most fair tasks, the first of equals, the one of least vruntime, the first
  queued of equals; then it calls schedule() itself, without an interrupt.

The fair server of a CPU (dl_server_start() and so on): begins with the first fair task queued there, ends with the last. It
begins a period, throttled, with a timer at deadline - runtime. Its runtime falls while a fair task is current. Used up while
throttled: it begins a new period. Timer: if runtime was used, and deadline - runtime is later than now, again; else the
server stands on the deadline queue, and does so (`runs`) again at the begin of each further period, until it is used up while
throttled: that is as soon as a fair task is current at all. Picked from the deadline queue it means the fair task of least
vruntime.
"""

from linux_state import duration, STOPPER


class Server:
    """An entity on the deadline queue of its CPU, as tasks are."""

    def __init__(self, cpu):
        self.cpu = cpu
        self.active = False
        self.stop()

    def stop(self):
        self.active = False
        self.deadline = 0
        self.runtime = 0
        self.throttled = False
        self.runs = False  # dl_defer_running
        self.armed = False  # dl_defer_armed: the timer is at the last instant that leaves it its runtime
        self.timer = None
        self.late = False


class Fair:
    """A mixin of Model. `rq.fair` are the fair tasks queued there, `rq.server` the server, if there is one."""

    def read_fair(self, system):
        kernel = system["kernel"]
        unit = system.get("time_unit", "ns")
        self.fair_slice = duration(kernel.get("fair_slice", "3ms"), unit)
        given = kernel.get("fair_server") or None
        self.server_runtime = duration(given.get("runtime", "50ms"), unit) if given else None
        self.server_period = duration(given.get("period", "1s"), unit) if given else None
        for rq in self.rqs:
            rq.server = Server(rq.cpu) if given else None

    # --- vruntime -------------------------------------------------------------------------------------------------

    def vruntime_now(self, task):
        if self.rqs[task.cpu].current is task and task.fair_since is not None:
            return task.vruntime + (self.now - task.fair_since) * 1024 // task.weight
        return task.vruntime

    def look_at_min(self, rq):
        least = [self.vruntime_now(task) for task in rq.fair]
        rq.min_vruntime = max(rq.min_vruntime, min(least, default=rq.min_vruntime))
        return rq.min_vruntime

    def settle(self, task):
        """It is not the current task any more, or not of this class."""
        task.vruntime = self.vruntime_now(task)
        task.fair_since = None

    # --- the queue ------------------------------------------------------------------------------------------------

    def enqueue_fair(self, task, wakes=False):
        rq = self.rqs[task.cpu]
        self.look_at_min(rq)
        if wakes:
            task.vruntime = max(task.vruntime, rq.min_vruntime)
        self.give_place(task, first=False)
        rq.fair.append(task)
        if rq.current is task:
            self.picked_fair(task)
        self.look_at_min(rq)
        if rq.server is not None and len(rq.fair) == 1:
            self.start_server(rq)

    def dequeue_fair(self, task):
        rq = self.rqs[task.cpu]
        self.look_at_min(rq)
        self.settle(task)
        rq.fair.remove(task)
        self.look_at_min(rq)
        if rq.server is not None and not rq.fair:
            self.stop_server(rq)

    def picked_fair(self, task):
        task.fair_since = self.now
        task.fair_slice_end = self.now + self.fair_slice

    def put_fair(self, task):
        """Another one is picked, and it is still queued."""
        self.settle(task)

    def pick_fair(self, rq):
        return min(rq.fair, key=lambda task: (self.vruntime_now(task), task.place))

    def fair_slice_ends(self, rq):
        task = rq.current
        task.fair_slice_end = self.now + self.fair_slice
        self.interrupt_or_late("fair slice", rq.cpu, task)

    def fair_slice_is_over(self, rq):
        if len(rq.fair) > 1:
            self.resched(rq.cpu)

    def fair_current(self, rq):
        task = self.occupant(rq)
        return task if task is not None and task in rq.fair else None

    # --- where to -------------------------------------------------------------------------------------------------

    @staticmethod
    def is_idle(rq):
        is_free = rq.current is None or (rq.current is not STOPPER and not rq.current.queued)
        return is_free and not rq.stop_queued and not (rq.dl or rq.fair or (rq.queue and not rq.throttled))

    def select_task_rq_fair(self, task):
        if self.is_idle(self.rqs[task.cpu]):
            return task.cpu
        return next((cpu for cpu in task.mask if self.is_idle(self.rqs[cpu])), task.cpu)

    def waiting_for(self, source, cpu):
        next_one = source.current
        if source.fair and source.current is None and not self.is_idle(source):  # a pick may begin to throttle
            next_one = self.pick(source)  # it comes as soon as the CPU learns of it
        return [task for task in source.fair if task is not next_one and not task.md and cpu in task.mask]

    def idle_pull(self):
        """True if there was one."""
        for this in self.rqs:
            if not self.is_idle(this):
                continue
            sources = [rq for rq in self.rqs if self.waiting_for(rq, this.cpu)]
            if not sources:
                continue
            source = max(sources, key=lambda rq: (len(rq.fair), -rq.cpu))
            task = min(self.waiting_for(source, this.cpu), key=lambda t: (t.vruntime, t.place))
            self.here = this.cpu
            self.move(task, this.cpu)
            self.to_schedule.add(this.cpu)
            return True
        return False

    # --- the server -----------------------------------------------------------------------------------------------

    def begin_period(self, rq):
        server = rq.server
        server.deadline = self.now + self.server_period
        server.runtime = self.server_runtime
        server.throttled = server.armed = True
        server.timer = server.deadline - server.runtime

    def start_server(self, rq):
        rq.server.active = True
        self.begin_period(rq)

    def stop_server(self, rq):
        if rq.server in rq.dl:
            self.dequeue_entity(rq, rq.server)
        rq.server.stop()

    def server_timer(self, rq):
        server = rq.server
        if not server.active or not server.throttled:
            return
        if server.armed:
            if self.now < server.deadline - server.runtime:
                server.timer = server.deadline - server.runtime
                return
            server.runs = True
        while server.runtime <= 0:
            server.deadline += self.server_period
            server.runtime += self.server_runtime
        if server.deadline < self.now:
            server.deadline = self.now + self.server_period
            server.runtime = self.server_runtime
        server.throttled = server.armed = False
        self.enqueue_entity(rq, server)
        if not self.is_dl(rq.current) or server.deadline < rq.current.deadline:
            self.resched(rq.cpu)
        if rq.pushable_dl:
            self.push_dl_task(rq)

    def server_used_up(self, rq):
        server = rq.server
        if self.fair_current(rq) is None or not server.active or server.runtime > 0:
            return
        if server.throttled:
            server.runs = False
            self.begin_period(rq)
            return
        server.throttled = True
        self.dequeue_entity(rq, server)
        server.timer = server.deadline
        if server.timer <= self.now:
            server.timer = None
            self.server_timer(rq)
        if not rq.dl or rq.dl[0] is not server:
            self.resched(rq.cpu)

    # --- time -----------------------------------------------------------------------------------------------------

    def fair_instants(self):
        instants = [self.fair_current(rq).fair_slice_end for rq in self.rqs if self.fair_current(rq) is not None]
        for rq in self.rqs:
            if rq.server is not None and rq.server.active:
                instants.append(rq.server.timer)
                if self.fair_current(rq) is not None and not rq.server.late:
                    instants.append(self.now + max(0, rq.server.runtime))
        return instants

    def server_timers(self):
        for rq in self.rqs:
            if rq.server is not None and rq.server.timer == self.now:
                rq.server.timer = None
                self.interrupt_or_late("server timer", rq.cpu)

    def server_budgets(self):
        for rq in self.rqs:
            server = rq.server
            if (server is not None and server.active and self.fair_current(rq) is not None and server.runtime <= 0
                    and not server.late):
                server.late = True
                self.interrupt_or_late("server budget", rq.cpu)

    def fair_slices(self):
        for rq in self.rqs:
            task = self.fair_current(rq)
            if task is not None and task.fair_slice_end == self.now:
                self.fair_slice_ends(rq)

    def charge_fair(self, length):
        for rq in self.rqs:
            if rq.server is not None and rq.server.active and self.fair_current(rq) is not None:
                rq.server.runtime -= length
