# SPDX-License-Identifier: Apache-2.0
"""Costs in time in linux_model.py: the work of the CPUs, docs/costs.md, "Under linux-rt-*".

Without `platform.costs` nothing of this happens. With it:

* Each CPU has items that wait, of two classes, and at most one that it does. The next one is a task item, if one
  waits, else an interrupt item, if the job is not inside irq_disable. None begins while the stopper is the current
  task.
* A CPU that does an item is *at work*: its task has no clock running (Task.since is None), schedule() waits
  (`to_schedule` keeps the CPU), and its task does not look at locks. The end of work is that of a non-preemptible
  section: schedule() follows if need_resched is set, whoever set it. A stopper that has ended leaves it set.
* Releases, wake-ups and IPIs are interrupt items with an action, which happens when the item ends, also after an item
  of length 0.
* What irq_disable held begins before the next pin or operation on a lock of the job, else after all that it does at
  once.
* schedule() picks a task, which begins, or goes on, in go_on(): at the end of schedule(), if that left no work; else
  when the work has ended and no schedule() is due on any CPU. Then it reloads, enters what it must enter, or looks at
  its lock.
* A slice counts the time as the current task. One that runs out during work is followed by the next one; the yield
  comes when the task goes on. One that runs out inside irq_disable waits in line with the interrupts.
"""

import dataclasses
import fractions
import json
import pathlib
import re
import typing

from linux_state import duration, STOPPER, Task

COSTS = pathlib.Path(__file__).resolve().parents[2] / "data/costs"
RELOADS = [(1 << 12, "4k"), (1 << 14, "16k"), (1 << 16, "64k"), (1 << 18, "256k"), (1 << 20, "1m"), (1 << 22, "4m")]
BYTES = {"": 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}


def costs_of(system):
    """{name: ns}, or None where nothing costs."""
    given = system["platform"].get("costs", "none")
    if given == "none":
        return None
    given = {"extends": given} if isinstance(given, str) else dict(given)
    stored = json.loads((COSTS / f"{given.pop('extends')}.json").read_text(encoding="utf-8"))
    costs = {name: duration(cost["value"], "ns") for name, cost in stored["costs"].items()}
    unit = system.get("time_unit", "ns")
    costs.update((name, duration(value, unit)) for name, value in given.items())
    return costs


def size(value):
    """A working set in bytes."""
    if isinstance(value, int):
        return value
    number, suffix = re.fullmatch(r"([0-9]+) ?([A-Za-z]*)", value).groups()
    return int(number) * BYTES[suffix]


class Topology:
    """Of each CPU the package, the L3 cache and the core to which it belongs."""
    def __init__(self, platform):
        self.known = "topology" in platform
        self.places = []
        if not self.known:
            return
        self.places = [{}]
        for level in platform["topology"].split():
            kind, count = level.split(":")
            self.places = [{**place, kind: (*place.get("at", ()), i), "at": (*place.get("at", ()), i)}
                           for place in self.places for i in range(int(count))]

    def share(self, kind, a, b):
        return kind in self.places[a] and self.places[a][kind] == self.places[b][kind]

    def factor(self, a, b, costs):
        """By how much what a task reloads that was on `a` and is now on `b` takes longer."""
        if not self.known or self.share("pack", a, b) or "pack" not in self.places[a]:
            if self.known and self.share("core", a, b):
                return fractions.Fraction(0)
            if self.known and self.share("l3", a, b):
                return fractions.Fraction(1, 5)
            return fractions.Fraction(1)
        return fractions.Fraction(costs["llc_miss_remote"], costs["llc_miss"])


def reload_time(working_set, costs):
    """Before the factor; a fraction of ns."""
    points = [(0, 0), *((length, costs[f"cache_reload_{name}"]) for length, name in RELOADS)]
    if working_set >= points[-1][0]:
        return fractions.Fraction(points[-1][1])
    (low, before), (high, after) = next(p for p in zip(points, points[1:]) if working_set < p[1][0])
    return before + fractions.Fraction((after - before) * (working_set - low), high - low)


@dataclasses.dataclass
class Item:
    kind: str
    length: int
    action: typing.Optional[typing.Callable] = None  # when it ends
    end: typing.Optional[int] = None


class Work:
    """What Model needs for costs. `rq.items` and `rq.interrupts` wait, `rq.item` is the one that is done."""

    def read_costs(self, system):
        self.costs = costs_of(system)
        self.look_latency = self.resched_latency  # that of the file
        self.acts = False  # what happens at the end of an item
        if self.costs is None:
            return
        self.resched_latency = self.resched_latency or self.costs["ipi"]
        self.ipi_latency = self.ipi_latency or self.costs["ipi"]
        self.stopper_time = self.stopper_time or self.costs["stopper"]
        self.topology = Topology(system["platform"])
        for task, description in zip(self.tasks, system["tasks"]):
            task.working_set = size(description.get("working_set", 0))
        self.tick_period = self.costs["timer_tick_period"]
        self.next_tick = 0 if self.tick_period else None

    # --- asking ---------------------------------------------------------------------------------------------------

    def pay(self, kind, *names):
        """A task item of the CPU on which the present action runs."""
        if self.costs is not None:
            self.pay_time(kind, sum(self.costs[name] for name in names))

    def pay_time(self, kind, length):
        if self.costs is not None and length > 0:
            self.rqs[self.here].items.append(Item(kind, length))

    def pay_contended_release(self):
        if self.costs is not None:
            self.pay_time("rt_mutex", self.costs["rt_mutex_contended"] - 2 * self.costs["context_switch"])

    def begin_before(self):
        """The next operation on a lock, or pin, of the task whose action this is."""
        here = self.here
        self.begin_work()
        self.here = here

    def pay_schedule(self, rq, previous):
        """What schedule() has done, its push round included."""
        following = rq.current
        if (isinstance(previous, Task) and previous is not following and previous.md and previous.md_cpu == rq.cpu
                and not previous.paid_switch):
            previous.paid_switch = True
            self.pay("migrate_disable", "migrate_disable_switched")
        if isinstance(following, Task):
            if following is not previous:
                self.pay("context_switch", "context_switch")
            rq.goes_on = True

    def interrupt(self, cpu, parts, action):
        """The action at the end of the last item of `parts`, the names of costs and kinds."""
        *before, last = [Item(kind, self.costs[name]) for name, kind in parts]
        last.action = action
        self.rqs[cpu].interrupts += [item for item in before if item.length > 0] + [last]

    def timer_interrupt(self, task, action):
        """Of a release or the end of a suspension."""
        self.interrupt(task.cpu, [("interrupt", "interrupt"), ("wake_up", "wake_up")], action)

    def ticks(self):
        if self.costs is None or self.next_tick != self.now:
            return
        self.next_tick += self.tick_period
        if self.costs["timer_tick"] == 0:
            return
        for rq in self.rqs:
            task = rq.current
            has_job = isinstance(task, Task) and task.queued and task.cpu == rq.cpu
            if has_job and not any(item.kind == "timer_tick" for item in rq.interrupts):
                self.interrupt(rq.cpu, [("timer_tick", "timer_tick")], lambda cpu=rq.cpu: self.interrupt_ends(cpu))
                self.begin_work()

    # --- doing ----------------------------------------------------------------------------------------------------

    def at_work(self, rq):
        return rq.item is not None

    def sees_locks(self, rq):
        """Else its task looks when it goes on."""
        return not self.at_work(rq) and not self.reloads(rq) and not rq.goes_on

    def inside_irq(self, rq):
        return isinstance(rq.current, Task) and rq.current.irq and rq.current.cpu == rq.cpu

    def begin_work(self):
        """On each CPU that does none; after each action."""
        if self.costs is None or self.acts:
            return
        for rq in self.rqs:
            while rq.item is None and rq.current is not STOPPER:
                if rq.items:
                    rq.item = rq.items.pop(0)
                elif rq.interrupts and not self.inside_irq(rq):
                    rq.item = rq.interrupts.pop(0)
                else:
                    break
                rq.item.end = self.now + rq.item.length
                if rq.item.length > 0:
                    self.interrupt_task(rq)
                else:
                    self.end_item(rq)

    def interrupt_task(self, rq):
        task = rq.current
        if isinstance(task, Task) and task.cpu == rq.cpu and task.queued:
            self.stop_clock(task)
            task.since = None

    def end_item(self, rq):
        item = rq.item
        rq.item = None
        if item.length > 0:
            rq.goes_on = True
        if item.action is not None:
            self.locks.send_looks()
            self.here = rq.cpu
            self.acts = True
            item.action()
            self.acts = False
            self.locks.send_looks()

    def item_ends(self, rq):
        """At the end of an item that took time. The end of work is that of a non-preemptible section, too."""
        self.end_item(rq)
        self.begin_work()
        if not self.at_work(rq):
            self.interrupt_ends(rq.cpu)

    # --- going on -------------------------------------------------------------------------------------------------

    def may_go_on(self, rq):
        task = rq.current
        return (isinstance(task, Task) and task.queued and task.cpu == rq.cpu and not self.at_work(rq)
                and (rq.goes_on or (task.must_enter and not self.reloads(rq))))

    def next_to_go_on(self):
        """Those without work, with their next job, first; then those whose work has ended."""
        rqs = [rq for rq in self.rqs if self.may_go_on(rq)]
        return min(rqs, key=lambda rq: (rq.goes_on, rq.cpu), default=None)

    def go_on(self, rq):
        task = rq.current
        self.here = rq.cpu
        rq.goes_on = False
        self.start_clock(task)
        if not self.reloads(rq):
            self.begin_or_look(task)
            self.begin_work()

    def go_on_without_work(self, rq):
        """At the end of schedule(), as without costs."""
        if self.costs is not None and self.may_go_on(rq):
            self.go_on(rq)

    def begin_or_look(self, task):
        if task.must_enter:
            self.enter(task)
        elif task.waits_for is not None:
            self.locks.look(task)

    # --- reloading ------------------------------------------------------------------------------------------------

    def reload_left(self, rq):
        """What the current task still has to reload here."""
        task = rq.current
        if self.costs is None or not isinstance(task, Task):
            return 0
        if task.last_cpu in (None, rq.cpu):
            return task.left_to_reload
        time = reload_time(task.working_set, self.costs)
        return int(time * self.topology.factor(task.last_cpu, rq.cpu, self.costs))

    def reloads(self, rq):
        return self.reload_left(rq) > 0

    def reload_end(self, rq):
        task = rq.current
        if not isinstance(task, Task) or task.since is None or task.cpu != rq.cpu or not self.reloads(rq):
            return None
        return task.since + self.reload_left(rq)

    def reload_ends(self, rq):
        self.here = rq.cpu
        self.stop_clock(rq.current)
        rq.goes_on = True

    # --- time -----------------------------------------------------------------------------------------------------

    def work_instants(self):
        if self.costs is None:
            return []
        ends = [rq.item.end for rq in self.rqs if rq.item is not None]
        return [*ends, *map(self.reload_end, self.rqs), self.next_tick]

    def paid_slice_end(self, rq):
        """It counts the time as the current task, also what the CPU works then."""
        task = rq.current
        if not isinstance(task, Task) or task.slice is None or task.cpu != rq.cpu or not task.queued:
            return None
        return self.now + task.slice

    def slice_ends_after_work(self, rq):
        """Not if schedule() is due, which can displace the task: then the yield is lost."""
        task = rq.current
        return (isinstance(task, Task) and task.slice_ended and not self.at_work(rq) and rq.cpu not in self.to_schedule)

    def hold_slice(self, rq, task):
        """That ended inside irq_disable: it comes in its turn with the interrupts that wait, and costs nothing."""
        def act():
            if rq.current is task and task.queued:
                self.yield_to_equals(rq)

        rq.interrupts.append(Item("slice", 0, act))

    def charge(self, until):
        """Before time passes: where tasks are now."""
        if self.costs is None:
            return
        for rq in self.rqs:
            task = rq.current
            if isinstance(task, Task) and task.cpu == rq.cpu and task.queued:
                task.left_to_reload = self.reload_left(rq)
                task.last_cpu = rq.cpu
                if task.slice is not None:
                    task.slice -= until - self.now
