# SPDX-License-Identifier: Apache-2.0
"""The figures of the examples as theory gives them, worked out by hand: README.md beside this file derives them.

Times in milliseconds. A row holds for each variant it names; a response is the worst one of the task.

figures.py PROGRAM
"""

import sys

from program import Program, finish

NONE = "none/shift"
NP = "preempt_disable/idle-first"
IDLE_FIRST = "migrate_disable/idle-first"
WAKE = "migrate_disable/wake-previous"
PUSH = "migrate_disable/wake-previous-push"
SHIFT = "migrate_disable/shift"
SWAP = "migrate_disable/swap-on-entry"
BOUNDED = "migrate_disable/bounded-stack:1"
MD = (IDLE_FIRST, WAKE, PUSH, SHIFT, SWAP)
ALL = (NONE, NP, *MD)
LINUX_511 = "migrate_disable/linux-rt-5.11"
LINUX_515 = "migrate_disable/linux-rt-5.15"
LINUX_CHAINED = "migrate_disable/linux-rt-chained"


def row(variants, responses, misses=0, stacking=0, inversion=None, affinity=0, depth=None):
    return {"variants": variants, "responses": responses, "misses": misses, "stacking_loss": stacking,
            "inversion": inversion, "affinity_loss": affinity, "max_depth": depth}


FIGURES = {
    "01-zijlstra-stacking": [
        row((WAKE, PUSH), {"T0": 20, "T1": 15, "T2": 10, "T3": 5}, misses=6, stacking=60, inversion=0, depth=4),
        row((NONE, NP, IDLE_FIRST, SHIFT, SWAP), {"T0": 5, "T1": 5, "T2": 5, "T3": 5}, inversion=0),
    ],
    "02-stack-md": [
        row((IDLE_FIRST, WAKE, PUSH, SHIFT), {"H1": 30, "H2": 30, "H3": 30, "T1": 160, "T2": 120, "T3": 80, "T4": 40},
            stacking=180, inversion=0, depth=4),
        row((NONE, SWAP), {"H1": 30, "H2": 30, "H3": 30, "T1": 64, "T2": 60, "T3": 56, "T4": 40}, inversion=0),
        row((NP,), {"T1": 40, "T2": 64, "T3": 60, "T4": 56}, inversion=24),
    ],
    "03-overload-then-stack": [
        row((IDLE_FIRST, WAKE, PUSH, SHIFT), {"J0": 20, "J1": 15, "J2": 10, "J3": 5, "F0": 7}, stacking=21, depth=4),
        row((NONE, SWAP), {"J0": 10, "J1": 8, "J2": 6, "J3": 5, "F0": 7, "F1": 7, "F2": 7}, inversion=0),
        row((NP,), {"J0": 5, "J1": 10, "J2": 6, "J3": 6}, inversion=4),
    ],
    "04-two-sections-under-load": [
        row((IDLE_FIRST, WAKE, PUSH, SHIFT), {"T0": 17, "T1": 11, "F0": 4}, misses=1, stacking=9, depth=2),
        row((NONE, SWAP), {"T0": 8, "T1": 11}, inversion=0),
        row((NP,), {"T0": 6, "T1": 13}),
    ],
    "05-one-section-too-many": [
        row(MD, {"A": 16, "C": 9, "B0": 4, "B1": 4, "B2": 4}, misses=1, stacking=7, depth=2),
        row((NP,), {"A": 7, "C": 11}, inversion=2),
    ],
    "06-urgent-task-blocked": [
        row((NONE, *MD), {"U": 1, "L0": 7, "L3": 6}, inversion=0),
        row((NP,), {"U": 6, "L0": 6, "L3": 6}, misses=1, inversion=5),
    ],
    "07-two-tasks-lose-a-cpu": [
        row((WAKE, PUSH), {"T0": 6, "T1": 2}, misses=1, stacking=2, depth=1),
        row((NONE, NP, IDLE_FIRST, SHIFT, SWAP), {"T0": 4, "T1": 2}),
    ],
    "08-sleep-in-section": [
        row((IDLE_FIRST, WAKE, PUSH, SHIFT), {"A": 10, "B": 6}, misses=1, stacking=4, depth=2),
        row((NONE, SWAP), {"A": 6, "B": 6}),
    ],
    "09-two-sections-edf": [
        row((IDLE_FIRST, WAKE, PUSH, SHIFT), {"T0": 17, "T1": 11, "F0": 4}, stacking=9, depth=2),
        row((NONE, SWAP), {"T0": 8, "T1": 11}, inversion=0),
        row((NP,), {"T0": 6, "T1": 13}),
    ],
    "10-interference-moves-away": [
        row((IDLE_FIRST, WAKE), {"T3": 16, "X": 7, "T0": 4}, stacking=5),
        row((NONE, PUSH, SHIFT, SWAP), {"T3": 11, "X": 7, "T0": 4}),
        row((NP,), {"T3": 9, "X": 9}, inversion=2),
    ],
    "11-affinity-masks": [
        row((NP, IDLE_FIRST, WAKE, PUSH), {"H": 6, "G": 6, "J": 8}, misses=1, affinity=5),
        row((NONE, SHIFT, SWAP), {"H": 6, "G": 6, "J": 3}),
    ],
    "12-nested-brackets": [row(ALL, {"L": 10, "U": 2, "B": 10}, inversion=1)],
    "13-self-suspension": [row(ALL, {"S": 7, "W": 6}, inversion=0)],
    "14-hybrid-below": [
        row(MD, {"L": 14, "U": 2, "B": 14}, inversion=1),
        row((NONE,), {"L": 14, "U": 1, "B": 14}, inversion=0),
        row((NP,), {"L": 13, "U": 5, "B": 14}, misses=1, inversion=5),
    ],
    "15-bounded-stack": [
        row((BOUNDED,), {"J0": 10, "J1": 5, "J2": 8, "J3": 6, "F0": 7}, inversion=3, depth=2),
        row((IDLE_FIRST,), {"J0": 20, "J1": 15, "J2": 10, "J3": 5}, stacking=21, depth=4),
    ],
    "17-edf": [row((NONE, NP, *MD), {"A": 4, "B": 6})],
    "24-page-faults": [
        row(tuple(WAKE + "+page_fault=" + each for each in ("mmap_lock", "speculative_irqoff", "speculative_rcu")),
            {"L": 14, "M": 10, "U": 15}, misses=2, affinity=10),
        row((WAKE + "+page_fault=per_vma_lock",), {"L": 14, "M": 10, "U": 2}, affinity=8),
    ],
    "25-page-tables": [
        row((WAKE + "+page_tables=ipi",), {"W": 7, "K": 9, "F": 5}, misses=1),
        row((WAKE + "+page_tables=rcu",), {"W": 3, "K": 9, "F": 2}),
    ],
    "kernel/stack-plain": [row(ALL, {"T1": 64, "T2": 60, "T3": 56, "T4": 40})],
    "kernel/push-away": [
        row((PUSH, SHIFT, SWAP), {"T1": 56, "T2": 40}),
        row((IDLE_FIRST, WAKE), {"T1": 80, "T2": 40}, stacking=24),
    ],
    "kernel/push-blocked": [
        row((IDLE_FIRST, WAKE, PUSH, SHIFT), {"T1": 80, "T2": 40}, stacking=24, depth=2),
        row((NONE, SWAP), {"T1": 56, "T2": 40}),
    ],
    "kernel/short-preempt": [
        row((PUSH, SHIFT, SWAP), {"T1": 45, "P": 10}),
        row((IDLE_FIRST, WAKE), {"T1": 50, "P": 10}, stacking=5),
    ],
    "kernel/short-preempt-md": [row(MD, {"T1": 50, "P": 10}, stacking=5, depth=2)],
    "kernel/stack-pd": [row((NP,), {"T1": 40, "T2": 64, "T3": 60, "T4": 56}, inversion=24)],
    "kernel/hol-block": [row((IDLE_FIRST, WAKE, PUSH, SHIFT), {"T1": 64, "T2": 80, "T3": 40}, stacking=20, depth=2)],
    "kernel/hol-control": [row((IDLE_FIRST, WAKE, PUSH, SHIFT), {"T1": 84, "T2": 60, "T3": 40}, stacking=20, depth=2)],
    "kernel/no-retry": [
        row((LINUX_511, LINUX_CHAINED), {"T1": 60, "T2": 40}, stacking=4, depth=2),
        row((LINUX_515,), {"T1": 80, "T2": 40}, stacking=24, depth=2),
    ],
    "kernel/background-thread": [
        row((LINUX_511,), {"T1": 60, "T2": 40}, stacking=4, depth=2),
        row((LINUX_515,), {"T1": 70, "T2": 40}, stacking=14, depth=2),
    ],
    "kernel/one-push": [
        row((LINUX_511, LINUX_515), {"T1": 100, "T2": 60, "T3": 60}, stacking=36, depth=2),
        row((LINUX_CHAINED,), {"T1": 80, "T2": 60, "T3": 60}, stacking=16, depth=2),
    ],
    "kernel/ping-pong": [
        row((LINUX_515 + "+PUSH_TARGET_CHECK",), {"A": 14, "B": 11, "X": 8}, inversion=1, depth=1),
    ],
    "kernel/throttled": [
        row((NONE, SWAP), {"Hog": 30, "Low": 69, "High": 120, "Watch": 2}, inversion=0),
        row((LINUX_515,), {"Hog": 30, "Low": 141, "High": 125, "Watch": 5}, misses=1, stacking=65, inversion=0, depth=2),
        row((LINUX_511, LINUX_CHAINED), {"Hog": 30, "Low": 108, "High": 120, "Watch": 5}, misses=1, stacking=32,
            inversion=0, depth=2),
    ],
}


def mismatches(expected, run):
    capacity = run["capacity_ns"]
    actual = {
        "misses": run["deadline_misses"],
        "stacking_loss": capacity["stacking_loss"] / 1e6,
        "inversion": capacity["inversion"] / 1e6,
        "affinity_loss": capacity["affinity_loss"] / 1e6,
        "max_depth": run["stacking"]["max_depth"],
    }
    for key, value in actual.items():
        if expected[key] is not None and expected[key] != value:
            yield f"{key} is {value:g}, by theory {expected[key]}"
    if capacity["balancing_loss"] != 0:
        yield f"balancing loss of {capacity['balancing_loss']} ns"
    responses = {task["name"]: task["response_ns"]["max"] / 1e6 for task in run["tasks"]}
    for task, response in expected["responses"].items():
        if responses[task] != response:
            yield f"{task} responds in {responses[task]:g}, by theory {response}"


def main():
    program = Program(sys.argv[1])
    failures = []
    checked = 0
    for example, rows in FIGURES.items():
        for expected in rows:
            result = program.json("compare", f"examples/{example}.pinstack.json",
                                  "--variants", ",".join(expected["variants"]))
            for name, run in zip(expected["variants"], result["variants"], strict=True):
                checked += 1
                problems = list(mismatches(expected, run)) if "tasks" in run else [f"not applicable: {run['why_not']}"]
                failures += [f"{example}, {name}: {problem}" for problem in problems]
    return finish(failures, checked)


if __name__ == "__main__":
    sys.exit(main())
