# SPDX-License-Identifier: Apache-2.0
"""What linux_model.py reads of a system file, and what it keeps of tasks and run queues while time passes."""

import bisect
import dataclasses
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
    """A run or a suspension, and what encloses it."""
    suspends: bool
    time: int
    md: bool
    np: bool
    irq: bool


def compile_body(task, sections, unit):
    steps = []

    def append(body, md, np, irq):
        for operation in body:
            ((key, value),) = operation.items()
            if key == "section":
                key = sections
            if key in ("run", "suspend"):
                steps.append(Step(key == "suspend", duration(value, unit), md, np, irq))
            elif key == "none":
                append(value, md, np, irq)
            elif key == "migrate_disable":
                append(value, True, np, irq)
            elif key == "preempt_disable":
                append(value, md, True, irq)
            elif key == "irq_disable":
                append(value, md, np, True)
            else:
                raise ValueError(f"this model has no {key}")

    append(task.get("body", [{"run": task.get("wcet")}]), False, False, False)
    return steps


class Task:
    def __init__(self, index, description, sections, unit, cpus):
        self.index = index
        self.name = description["name"]
        self.priority = description["priority"]
        self.mask = sorted(description.get("affinity", range(cpus)))
        self.cpu = description.get("home_cpu", 0)
        self.releases = [duration(r, unit) for r in description["releases"]]
        self.steps = compile_body(description, sections, unit)
        self.jobs = []  # those released: [release, start, finish]
        self.done = 0  # of these, completed ones
        self.step = 0
        self.remaining = 0  # of the step, when the task last went on a CPU
        self.since = None  # when the task went on its CPU as current task
        self.active = False  # has a job in progress
        self.wakes_at = None  # suspended until then
        self.queued = False
        self.must_enter = False  # sections of its step, when it is next on a CPU
        self.md = False
        self.np = False
        self.irq = False
        self.pinned = False  # cpus_ptr is one CPU: was switched out inside the section
        self.push_flag = False  # MDF_PUSH
        self.left = (None, set())  # (instant, CPUs left then)
        self.not_again = None  # instant at which it is not pushed away (again)
        self.migrations = 0
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
        self.push_away_at_pick = False  # chained
        self.last_pick = last_pick  # distribute_cpu_mask_prev

    def highest(self):
        return self.queue[0].priority if self.queue else NONE

    def overloaded(self):
        return len(self.queue) > 1 and any(task.migratable() for task in self.queue)


def insert_last_of_equals(tasks, task):
    tasks.insert(bisect.bisect_right(tasks, -task.priority, key=lambda t: -t.priority), task)
