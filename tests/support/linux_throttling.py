# SPDX-License-Identifier: Apache-2.0
"""RT throttling in linux_model.py, after kernel/sched/rt.c: kernel.rt_throttling with a runtime below its period.

* rt_time of a CPU: how long a real-time task that is queued there was its current one, at work of the CPU and reloads too;
  and how long a deadline task was (update_curr_dl()), which itself is never throttled for that.
* When rt_time comes to the runtime the CPU is throttled, if a task is queued there, and its schedule() is due. If none is,
  it is throttled when a task is to be picked. schedule() of a throttled CPU picks no task (the stopper it does).
  Nothing else looks at the flag, but background threads of `edge_source`: they are real-time threads and do not run.
* The period timer starts, if it does not run, in the wake-up of a task, before the task is queued; on the CPU that
  executes that. Where the end of the period that it knows is not in the future, a period begins now. At the end of a
  period: rt_time of each CPU falls by a runtime for each period that is over, to 0 at least; a CPU that is
  throttled and then has less than the runtime is no more, and if a task is queued there, its schedule() is due. The timer
  stops if each rt_time is 0 and no task is queued anywhere. Inside irq_disable on its CPU it is late, as other
  timers; with costs it waits in line with the interrupts there, and costs nothing.
* At one instant: the end of a period, then the CPUs whose runtime is used up, by number; both before 5. of linux_model.py.
"""

from linux_state import duration
from linux_work import Item


class Throttling:
    def read_throttling(self, system):
        given = system["kernel"].get("rt_throttling") or None
        self.throttlings = 0
        self.throttled_time = 0  # of CPUs that are throttled, whatever they do
        self.runtime = None
        if given is None:
            return
        unit = system.get("time_unit", "ns")
        runtime, period = (duration(given[key], unit) for key in ("runtime", "period"))
        if runtime < period:
            self.runtime, self.period = runtime, period
        self.end_of_period = 0
        self.timer_runs = False
        self.timer_waits = False  # it is late
        self.timer_cpu = None

    def throttle(self, rq):
        rq.throttled = True
        self.throttlings += 1

    def bars(self, rq):
        """Asked before a task is picked."""
        if self.runtime is not None and rq.queue and not rq.throttled and rq.rt_time >= self.runtime:
            self.throttle(rq)
        return rq.throttled

    def start_period_timer(self):
        if self.runtime is None or self.timer_runs:
            return
        self.timer_runs = True
        self.timer_cpu = self.here
        if self.end_of_period <= self.now:
            self.end_of_period = self.now + self.period

    def end_period(self):
        periods = 0
        while self.end_of_period <= self.now:
            self.end_of_period += self.period
            periods += 1
        self.timer_waits = False
        for rq in self.rqs:
            rq.rt_time = max(0, rq.rt_time - periods * self.runtime)
            if rq.throttled and rq.rt_time < self.runtime:
                rq.throttled = False
                if rq.queue:
                    self.resched(rq.cpu)
        self.timer_runs = any(rq.rt_time > 0 or rq.queue for rq in self.rqs)

    def throttling_instants(self):
        if self.runtime is None:
            return []
        ends = [self.end_of_period] if self.timer_runs and not self.timer_waits else []
        return ends + [self.now + self.runtime - rq.rt_time for rq in self.rqs
                       if self.is_rt(self.occupant(rq)) and rq.rt_time < self.runtime]

    def throttling_events(self):
        if self.runtime is None:
            return
        if self.timer_runs and not self.timer_waits and self.end_of_period <= self.now:
            self.here = self.timer_cpu
            if self.costs is not None:
                self.timer_waits = True
                self.rqs[self.here].interrupts.append(Item("period", 0, self.late_period))
                self.begin_work()
            elif not self.deliverable("period", self.here):
                self.timer_waits = True
                self.send(0, "period", self.here)
            else:
                self.late_period()
        for rq in self.rqs:
            if rq.ran_out and rq.rt_time >= self.runtime and rq.queue and not rq.throttled:
                self.throttle(rq)
                self.here = rq.cpu
                self.resched(rq.cpu)
            rq.ran_out = False

    def late_period(self):
        self.here = self.timer_cpu
        self.end_period()
        self.interrupt_ends(self.timer_cpu)

    def charge_throttling(self, until):
        """Before time passes."""
        if self.runtime is None:
            return
        length = until - self.now
        for rq in self.rqs:
            if self.is_rt(self.occupant(rq)):
                before = rq.rt_time
                rq.rt_time += length
                rq.ran_out = before < self.runtime <= rq.rt_time
            elif self.charged_server(rq):
                rq.rt_time += length
            if rq.throttled:
                self.throttled_time += length
