# SPDX-License-Identifier: Apache-2.0
"""The designed kernel scenarios: finish times of the program against those of real PREEMPT_RT kernels.

Seven of the nine must come out within 0.3 unit under migrate_disable/wake-previous-push. stack_pd and hol_block are
scenarios in which Linux leaves CPUs idle that its own rules would let it use; for these the test states the difference.
Besides, each example made from a scenario must still be that scenario.

kernel_traces.py PROGRAM
"""

import json
import sys

from program import ROOT, Program, finish

TOLERANCE = 0.3  # units: resolution of the observation, above the error stated in each file
UNIT_NS = 1_000_000
SCENARIOS = {
    "stack_md": "02-stack-md",
    "stack_plain": "kernel/stack-plain",
    "push_away": "kernel/push-away",
    "push_blocked": "kernel/push-blocked",
    "short_preempt": "kernel/short-preempt",
    "short_preempt_md": "kernel/short-preempt-md",
    "hol_control": "kernel/hol-control",
}
# (example, task: (finish on the kernel, finish here)), all other tasks agree.
NOT_WORK_CONSERVING = {
    "stack_pd": ("kernel/stack-pd", {"T2": (82, 70), "T3": (82, 70), "T4": (82, 70)}),
    "hol_block": ("kernel/hol-block", {"T1": (86, 66)}),
}
KERNELS = ("61q", "61", "612")


def supported(system):
    """The system of a trace file without the keys that describe the Linux balancer it ran under."""
    system = dict(system, kernel={"order": "fp", "sections": "migrate_disable", "balancer": "wake-previous-push"})
    return system


def tasks_of(system, protection):
    """Tasks in a form that does not depend on how they are written."""
    def operations(body):
        return [{protection if key == "section" else key: operations(value) if isinstance(value, list) else value}
                for operation in body for key, value in operation.items()]
    tasks = []
    for task in system["tasks"]:
        body = task.get("body", [{"run": task.get("wcet")}])
        tasks.append({"name": task["name"], "priority": task["priority"], "releases": task["releases"],
                      "deadline": task["deadline"], "home_cpu": task["home_cpu"],
                      "affinity": task.get("affinity", list(range(system["platform"]["cpus"]))),
                      "body": operations(body)})
    return tasks


def finish_times(result):
    return {job["task"]: job["finish_ns"] / UNIT_NS for job in result["jobs"]}


def main():
    program = Program(sys.argv[1])
    failures = []
    checked = 0
    for scenario in [*SCENARIOS, *NOT_WORK_CONSERVING]:
        example, exceptions = NOT_WORK_CONSERVING.get(scenario, (SCENARIOS.get(scenario), {}))
        described = json.loads((ROOT / f"examples/{example}.pinstack.json").read_text(encoding="utf-8"))
        protection = described["kernel"]["sections"]
        trace = json.loads((ROOT / f"data/kernel-traces/runs/{scenario}.json").read_text(encoding="utf-8"))
        if tasks_of(trace["system"], protection) != tasks_of(described, protection):
            failures.append(f"{scenario}: examples/{example}.pinstack.json is another system")
        simulated = finish_times(program.json("simulate", "-", "--jobs", stdin=json.dumps(supported(trace["system"]))))
        for kernel in KERNELS:
            name = f"{scenario}.{kernel}"
            for task, observed in trace["runs"][kernel]["observed"]["finish"].items():
                checked += 1
                on_kernel, here = exceptions.get(task, (observed, observed))
                if abs(observed - on_kernel) > TOLERANCE or abs(simulated[task] - here) > TOLERANCE:
                    failures.append(f"{name}: {task} finished at {observed} on the kernel (stated: {on_kernel}) "
                                    f"and at {simulated[task]} here (stated: {here})")
    return finish(failures, checked)


if __name__ == "__main__":
    sys.exit(main())
