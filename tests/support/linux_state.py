# SPDX-License-Identifier: Apache-2.0
"""What linux_model.py reads of a system file, and what it keeps of tasks and run queues while time passes."""

import bisect
import dataclasses
import itertools
import math
import re

UNITS = {"ns": 1, "us": 1_000, "ms": 1_000_000, "s": 1_000_000_000}
BALANCERS = ("linux-rt-nopush", "linux-rt-5.11", "linux-rt-5.15", "linux-rt-chained")
STOPPER = "stopper"  # as the current "task" of a CPU; None is the idle task
NONE = 0  # the priority of a CPU without task; priorities of tasks are from 1 up, larger is more urgent


def duration(value, unit):
    """A duration of a system file in ns."""
    if isinstance(value, int):
        return value * UNITS[unit]
    number, suffix = re.fullmatch(r"([0-9.]+)(ns|us|ms|s)", value).groups()
    whole, _, fraction = number.partition(".")
    return int(whole) * UNITS[suffix] + int(fraction or 0) * UNITS[suffix] // 10 ** len(fraction)


@dataclasses.dataclass
class Step:
    """A run or a suspension, what encloses it, and what is done to enter and leave it: see between()."""
    suspends: bool
    time: int
    brackets: tuple  # the outermost first; of each its number and its operations
    enter: list = dataclasses.field(default_factory=list)
    leave: list = dataclasses.field(default_factory=list)


KINDS = ("md", "np", "irq")
SECTIONS = {"migrate_disable": ["md"], "preempt_disable": ["np"], "irq_disable": ["irq"], "none": []}


def lock_operations(name, kind, preempt_rt):
    """What locking does, in its order; unlocking does the reverse."""
    if kind == "mutex":
        return [("rtlock", name)]
    if kind == "spinlock" and preempt_rt:
        return [("rtlock", name), "md"]
    if kind == "local_lock":
        return ["md", ("rtlock", name), "md"] if preempt_rt else ["np"]
    return ["np", ("rawlock", name)]


def cpus_of(platform):
    """The number of CPUs."""
    if "topology" not in platform:
        return platform["cpus"]
    return math.prod(int(level.split(":")[1]) for level in platform["topology"].split())


def compile_body(task, system):
    kernel = system["kernel"]
    sections = kernel.get("sections", "migrate_disable")
    preempt_rt = kernel.get("preempt_rt", False)
    unit = system.get("time_unit", "ns")
    steps = []
    numbers = itertools.count()

    def append(body, brackets):
        for operation in body:
            ((key, value),) = operation.items()
            if key == "section":
                key = sections
            if key in ("run", "suspend"):
                steps.append(Step(key == "suspend", duration(value, unit), brackets))
            elif key in SECTIONS:
                append(value, (*brackets, (next(numbers), SECTIONS[key])))
            elif key == "lock":
                operations = lock_operations(value["name"], system["locks"][value["name"]], preempt_rt)
                append(value["body"], (*brackets, (next(numbers), operations)))
            else:
                raise ValueError(f"this model has no {key}")

    append(task.get("body", [{"run": task.get("wcet")}]), ())
    steps[0].enter = between((), steps[0].brackets)[1]
    for before, after in zip(steps, steps[1:]):
        before.leave, after.enter = between(before.brackets, after.brackets)
    steps[-1].leave = between(steps[-1].brackets, ())[0]
    return steps


def between(before, after):
    """From one step to the next: the operations that are left, then those that are entered.

    Of nested sections of one kind only the outermost counts, and two that touch are one. A lock stands in between: what
    does not enclose it is left before it."""
    staying = sum(a == b for a, b in zip(before, after))  # numbers differ from the first difference on
    releases = [item for item in reversed(list(lock_operations_of(before))) if item[0] >= staying]
    acquires = [item for item in lock_operations_of(after) if item[0] >= staying]
    inside = kinds_of(before)
    left, entered = [], []

    def leave_all_but(kinds):
        left.extend(kind for kind in KINDS if kind in inside and kind not in kinds)
        inside.intersection_update(kinds)

    def enter(kinds):
        entered.extend(kind for kind in KINDS if kind in kinds and kind not in inside)
        inside.update(kinds)

    for _, operation, kinds in releases:
        leave_all_but(kinds)
        left.append(operation)
    leave_all_but(acquires[0][2] if acquires else kinds_of(after))
    for _, operation, kinds in acquires:
        if operation[0] == "rtlock" and kinds & {"np", "irq"}:
            raise ValueError(f"the lock {operation[1]} can sleep, and is acquired inside a non-preemptible section")
        enter(kinds)
        entered.append(operation)
    enter(kinds_of(after))
    return left, entered


def kinds_of(brackets):
    return {operation for _, operations in brackets for operation in operations if operation in KINDS}


def lock_operations_of(brackets):
    """(place of its bracket, operation, kinds of section around it) of each lock, the outermost first."""
    kinds = set()
    for place, (_, operations) in enumerate(brackets):
        for operation in operations:
            if operation in KINDS:
                kinds = kinds | {operation}
            else:
                yield place, operation, kinds


class Task:
    def __init__(self, index, description, system):
        cpus = cpus_of(system["platform"])
        unit = system.get("time_unit", "ns")
        self.index = index
        self.name = description["name"]
        self.rr_slice = duration(system["kernel"].get("rr_slice", "100ms"), unit)
        self.slice = self.rr_slice if description.get("policy", "fifo") == "rr" else None  # what is left of it
        self.slice_ended = False  # during work of its CPU
        self.own_priority = description["priority"]
        self.priority = self.own_priority  # inherited: that of the most urgent waiter
        self.mask = sorted(description.get("affinity", range(cpus)))
        self.cpu = description.get("home_cpu", 0)
        self.releases = [duration(r, unit) for r in description["releases"]]
        self.steps = compile_body(description, system)
        self.jobs = []  # those released: [release, start, finish]
        self.done = 0  # of these, completed ones
        self.step = 0
        self.remaining = 0  # of the step, when the task last went on a CPU
        self.since = None  # when the task went on its CPU as current task
        self.active = False  # has a job in progress
        self.wakes_at = None  # suspended until then
        self.queued = False
        self.place = None  # on run queues: among equals, the smaller comes first
        self.served = False  # the stopper of its CPU works for it
        self.must_enter = False  # the sections and locks of its step, when it is next on a CPU
        self.entering = []  # what is left of that
        self.holds = []  # locks, in the order of acquisition
        self.waits_for = None  # the lock
        self.waits_since = None
        self.woken = False  # and it has not looked since
        self.look_sent = False
        self.spun = 0  # during the present wait
        self.spin = 0  # during those before
        self.md = False
        self.np = False
        self.irq = False
        self.pinned = False  # cpus_ptr is one CPU: was switched out inside the section
        self.push_flag = False  # MDF_PUSH
        self.left = (None, set())  # (instant, CPUs left then)
        self.not_again = None  # instant at which it is not pushed away (again)
        self.migrations = 0
        self.working_set = 0  # bytes
        self.last_cpu = None  # where it was current at the end of an instant
        self.left_to_reload = 0  # of what it must reload there
        self.paid_switch = False  # migrate_disable_switched, in this section
        self.md_cpu = None

    def migratable(self):
        return len(self.mask) > 1  # nr_cpus_allowed: migrate_disable() does not change it


class RunQueue:
    def __init__(self, cpu, last_pick):
        self.cpu = cpu
        self.queue = []  # tasks in the order in which they are picked, the current one included
        self.pushable = []  # plist: by priority, then first in first out
        self.current = None
        self.need_resched = False
        self.push_busy = False
        self.stop_task = None  # whom the stopper shall move
        self.stop_queued = False
        self.stop_ended = False
        self.entry = None  # the stopper brings a task from this CPU to that one, to enter a section there
        self.stop_with = ()  # ... and works when these CPUs have stopped, too
        self.push_away_at_pick = False  # chained
        self.items = []  # linux_work.py: task items that wait
        self.interrupts = []  # interrupt items that wait
        self.item = None  # the one that is done
        self.goes_on = False  # the current task is to begin or go on
        self.rt_time = 0  # linux_throttling.py
        self.throttled = False
        self.ran_out = False  # of runtime, just now
        self.last_pick = last_pick  # distribute_cpu_mask_prev

    def highest(self):
        return self.queue[0].priority if self.queue else NONE

    def overloaded(self):
        return len(self.queue) > 1 and any(task.migratable() for task in self.queue)


class Lock:
    def __init__(self, name, sleeps):
        self.name = name
        self.sleeps = sleeps
        self.owner = None
        self.waiters = []  # by priority, then first in first out; of one that does not sleep, first in first out


def insert_first_of_equals(tasks, task):
    tasks.insert(bisect.bisect_left(tasks, -task.priority, key=lambda t: -t.priority), task)


def insert_last_of_equals(tasks, task):
    tasks.insert(bisect.bisect_right(tasks, -task.priority, key=lambda t: -t.priority), task)
