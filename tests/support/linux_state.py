# SPDX-License-Identifier: Apache-2.0
"""What linux_model.py reads of a system file, and what it keeps of tasks and run queues while time passes."""

import bisect
import dataclasses
import itertools
import math
import re
import typing

UNITS = {"ns": 1, "us": 1_000, "ms": 1_000_000, "s": 1_000_000_000}
BALANCERS = ("linux-rt-nopush", "linux-rt-5.11", "linux-rt-5.15", "linux-rt-chained")
LINUX_DL = "linux-dl"  # its RT part is that of linux-rt-5.15
STOPPER = "stopper"  # as the current "task" of a CPU; None is the idle task
NONE = 0  # the priority of a CPU without real-time task; real-time ones are from 1 to 99, larger is more urgent
FAIR = NONE  # that of all tasks of the class SCHED_OTHER
DL = 100  # of all tasks of the class SCHED_DEADLINE: CPUPRI_HIGHER
LONG_AGO = -(1 << 62)


def duration(value, unit):
    """A duration of a system file in ns."""
    if isinstance(value, int):
        return value * UNITS[unit]
    number, suffix = re.fullmatch(r"([0-9.]+)(ns|us|ms|s)", value).groups()
    whole, _, fraction = number.partition(".")
    return int(whole) * UNITS[suffix] + int(fraction or 0) * UNITS[suffix] // 10 ** len(fraction)


@dataclasses.dataclass
class Step:
    """A run or a suspension, what encloses it, and what is done to enter and leave it: see between(). Or a wake-up of a task,
    which becomes a part of leaving the run before it."""
    suspends: bool
    time: int
    brackets: tuple  # the outermost first; of each its number and its operations
    enter: list = dataclasses.field(default_factory=list)
    leave: list = dataclasses.field(default_factory=list)
    until_woken: bool = False
    wakes: typing.Optional[str] = None  # the task


WEIGHTS = (88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916, 9548, 7620, 6100, 4904, 3906, 3121, 2501, 1991,
           1586, 1277, 1024, 820, 655, 526, 423, 335, 272, 215, 172, 137, 110, 87, 70, 56, 45, 36, 29, 23, 18, 15)  # by nice

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


def own_priority(description, system):
    """Without inheritance; of the class, if that has no priorities."""
    order = system["kernel"].get("order", "fp")
    policy = {"edf": "deadline", "fp": "fifo"}.get(order) or description.get("policy", "fifo")
    if policy == "other":
        return FAIR
    return DL if policy == "deadline" else description["priority"]


def releases_of(description, system):
    unit = system.get("time_unit", "ns")
    if "releases" in description:
        return [duration(r, unit) for r in description["releases"]]
    period = duration(description.get("period", description.get("min_interarrival")), unit)
    return list(range(duration(description.get("offset", 0), unit), duration(system["horizon"], unit), period))


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
            if key == "wake":
                steps.append(Step(False, 0, brackets, wakes=value))
            elif value == "until_woken":
                steps.append(Step(True, 0, brackets, until_woken=True))
            elif key in ("run", "suspend"):
                steps.append(Step(key == "suspend", duration(value, unit), brackets))
            elif key in SECTIONS:
                append(value, (*brackets, (next(numbers), SECTIONS[key])))
            elif key == "lock":
                operations = lock_operations(value["name"], system["locks"][value["name"]], preempt_rt)
                append(value["body"], (*brackets, (next(numbers), operations)))
            else:
                raise ValueError(f"this model has no {key}")

    append(task.get("body", [{"run": task.get("wcet")}]), ())
    out = []
    brackets = ()
    for step in steps:
        left, step.enter = between(brackets, step.brackets)
        if out:
            out[-1].leave += left
        brackets = step.brackets
        if step.wakes is None:
            out.append(step)
        else:
            if not out or out[-1].suspends or step.enter:
                raise ValueError("in this model a wake-up follows a run, and stands in no bracket that the run does not")
            out[-1].leave.append(("wake", step.wakes))
    out[-1].leave += between(brackets, ())[0]
    return out


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
        self.own_priority = own_priority(description, system)
        self.priority = self.own_priority  # inherited: that of the most urgent waiter
        self.mask = sorted(description.get("affinity", range(cpus)))
        self.cpu = description.get("home_cpu", 0)
        self.releases = releases_of(description, system)
        self.steps = compile_body(description, system)
        self.read_class(description, unit)
        self.jobs = []  # those released: [release, start, finish]
        self.done = 0  # of these, completed ones
        self.step = 0
        self.remaining = 0  # of the step, when the task last went on a CPU
        self.since = None  # when the task went on its CPU as current task
        self.active = False  # has a job in progress
        self.wakes_at = None  # suspended until then
        self.awaits_wake = False  # suspended until it is woken
        self.queued = False
        self.place = None  # on run queues: among equals, the smaller comes first
        self.served = False  # the stopper of its CPU works for it
        self.must_enter = False  # the sections and locks of its step, when it is next on a CPU
        self.entering = []  # what is left of that
        self.holds = []  # locks, in the order of acquisition
        self.waits_for = None  # the lock
        self.waits_with = None  # the urgency
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

    def read_class(self, description, unit):
        """The static parameters of a server, 0 where the task has none of its own; and what the classes keep of it."""
        self.dl_runtime = self.dl_deadline = self.dl_period = 0
        if self.own_priority == DL:
            period = description.get("period", description.get("min_interarrival"))
            demand = sum(step.time for step in self.steps if not step.suspends)
            self.dl_runtime = duration(description.get("runtime", f"{demand}ns"), unit)
            self.dl_deadline = duration(description.get("deadline", period), unit)
            self.dl_period = self.dl_deadline if period is None else duration(period, unit)
        self.pi = self  # whose static parameters are in force: a waiter's
        self.deadline = LONG_AGO  # of the server, absolute
        self.runtime = 0  # what is left of it
        self.throttled = False
        self.unseen = 0  # how long it ran on since it was throttled
        self.replenish_at = None
        self.replenish_cpu = None
        self.budget_late = False  # it ran out inside irq_disable
        self.weight = WEIGHTS[description.get("nice", 0) + 20]
        self.vruntime = 0  # without the time since
        self.fair_since = None
        self.fair_slice_end = None

    def urgency(self):
        """What waiters for a lock are ordered by: the larger comes first."""
        return self.priority, -self.deadline if self.priority == DL else 0

    def migratable(self):
        return len(self.mask) > 1  # nr_cpus_allowed: migrate_disable() does not change it


class RunQueue:
    def __init__(self, cpu, last_pick):
        self.cpu = cpu
        self.queue = []  # tasks in the order in which they are picked, the current one included
        self.pushable = []  # plist: by priority, then first in first out
        self.dl = []  # entities on the deadline queue: linux_dl.py; fair servers among them
        self.pushable_dl = []
        self.fair = []  # linux_fair.py
        self.min_vruntime = 0
        self.server = None
        self.by_server = False  # the current task, which is a fair one, was picked for the server
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
        """The level of the CPU in cpupri."""
        return DL if self.dl else self.rt_highest()

    def rt_highest(self):
        return self.queue[0].priority if self.queue else NONE

    def dl_overloaded(self):
        return bool(self.pushable_dl)

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
