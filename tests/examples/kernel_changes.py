# SPDX-License-Identifier: Apache-2.0
"""What small changes to Linux would gain: the features of linux-rt-* that Linux does not have.

* The designed kernel scenarios, as a kernel with these changes ran them (patched 6.12, PREEMPT_RT).
* Random systems in which at most as many tasks as there are CPUs are ever migration-disabled: how many jobs finish as under
  ideal global scheduling (none/shift). With all four changes nearly all do: Theorem 1 as a kernel could have it.
* SWAP_ON_ENTRY needs PUSH_TARGET_CHECK: without, the push-away undoes the swap, again and again.

kernel_changes.py PROGRAM
"""

import json
import random
import sys

from kernel_agreement import finishes, RealProgram, system_of, UNIT_NS
from program import finish, ROOT

TOLERANCE = 0.15  # units; the latencies of a run sum to less
CHANGES = {
    "as shipped": [],
    "a + b": ["PUSH_TARGET_CHECK", "MD_IS_PINNED"],
    "a + b + c": ["PUSH_TARGET_CHECK", "MD_IS_PINNED", "SKIP_MD_HEAD"],
    "a + b + c + d": ["PUSH_TARGET_CHECK", "MD_IS_PINNED", "SKIP_MD_HEAD", "SWAP_ON_ENTRY"],
}
# Finish times in units.
DESIGNED = {
    ("stack_md", "as shipped"): {"T4": 54, "T3": 90, "T2": 126, "T1": 162},
    ("stack_md", "a + b + c"): {"T4": 54, "T3": 90, "T2": 126, "T1": 162},
    ("stack_md", "a + b + c + d"): {"T4": 54, "T3": 66, "T2": 66, "T1": 66},
    ("push_blocked", "a + b + c"): {"T1": 82},
    ("push_blocked", "a + b + c + d"): {"T1": 58},
    ("hol_block", "as shipped"): {"T1": 86, "T2": 86},
    ("hol_block", "a + b + c"): {"T1": 66, "T2": 86},
    ("hol_block", "a + b + c + d"): {"T1": 66, "T2": 66},
    ("stack_pd", "a + b + c + d"): {"T2": 82, "T3": 82, "T4": 82},
}
CPUS = 4
LATENCIES = {"resched": "4us", "ipi_hop": "700ns", "stopper": "1500ns"}
SYSTEMS = 200
# Of the jobs of the random systems these finish as under none/shift, in percent: at least, at most.
SHARES = {"as shipped": (83, 86), "a + b": (96, 98), "a + b + c": (96, 98), "a + b + c + d": (99, 100)}
PING_PONG = 1000  # moves of stack_md


def with_changes(system, changes):
    features = {name: name in changes for name in CHANGES["a + b + c + d"]}
    kernel = dict(system["kernel"], features={**system["kernel"].get("features", {}), **features})
    return dict(system, kernel=kernel)


def random_system(rng):
    """On 4 CPUs, 4 tasks with sections and 4 to 9 without, one job each: like group A of the kernel scenarios."""
    def run():
        return {"run": rng.randint(100, 1200) * 10}

    others = rng.randint(4, 9)
    priorities = rng.sample(range(10, 90), CPUS + others)
    tasks = []
    for i, priority in enumerate(priorities):
        body = [run() for _ in range(rng.choice([1, 1, 2]))]
        if i < CPUS:
            body[rng.randrange(len(body))] = {"migrate_disable": [run()]}
        tasks.append({"name": f"T{i + 1}", "priority": priority, "releases": [rng.randint(200, 2500) * 10],
                      "deadline": 1_000_000, "home_cpu": rng.randrange(CPUS), "body": body})
    return {"pinstack": 1, "name": "random", "time_unit": "us", "platform": {"cpus": CPUS},
            "kernel": {"order": "fp", "sections": "migrate_disable", "balancer": "linux-rt-5.15", "preempt_rt": True,
                       "latencies": LATENCIES},
            "tasks": tasks, "horizon": "drain"}


def ideal(system):
    """The same without sections, under ideal global scheduling."""
    def bare(body):
        return [part for operation in body for key, value in operation.items()
                for part in (bare(value) if isinstance(value, list) else [{key: value}])]
    return dict(system, kernel=dict(system["kernel"], balancer="shift"),
                tasks=[dict(task, body=bare(task["body"])) for task in system["tasks"]])


def check_designed(program, failures):
    checked = 0
    for (scenario, variant), expected in DESIGNED.items():
        trace = json.loads((ROOT / f"data/kernel-traces/runs/{scenario}.json").read_text(encoding="utf-8"))
        system = with_changes(system_of(trace, trace["runs"]["612"]), CHANGES[variant])
        found = finishes(program.simulate(system))
        for task, at in expected.items():
            checked += 1
            if abs(found[task][0] / UNIT_NS - at) > TOLERANCE:
                failures.append(f"{scenario}, {variant}: {task} finishes at {found[task][0] / UNIT_NS}, not at {at}")
    return checked


def moves(program, changes):
    trace = json.loads((ROOT / "data/kernel-traces/runs/stack_md.json").read_text(encoding="utf-8"))
    result = program.simulate(with_changes(system_of(trace, trace["runs"]["612"]), changes))
    return sum(task["migrations"] for task in result["tasks"])


def check_random(program, failures):
    rng = random.Random(1)
    systems = [random_system(rng) for _ in range(SYSTEMS)]
    goals = [finishes(program.simulate(ideal(system))) for system in systems]
    jobs = sum(map(len, goals))
    print(f"{SYSTEMS} random systems, {CPUS} tasks with sections on {CPUS} CPUs, {jobs} jobs; finish as under none/shift:")
    for variant, changes in CHANGES.items():
        agree = 0
        for system, goal in zip(systems, goals):
            found = finishes(program.simulate(with_changes(system, changes)))
            agree += sum(abs(found[task][0] - goal[task][0]) <= TOLERANCE * UNIT_NS for task in goal)
        print(f"  {variant:<14}{agree:>6}  {100 * agree / jobs:.1f} %")
        least, most = SHARES[variant]
        if not least * jobs <= 100 * agree <= most * jobs:
            failures.append(f"{variant}: {agree} of {jobs} jobs, not {least} to {most} %")
    return jobs


def main():
    program = RealProgram(sys.argv[1])
    failures = []
    checked = check_designed(program, failures) + check_random(program, failures)
    alone, checked_target = (moves(program, ["SWAP_ON_ENTRY", *more]) for more in ([], ["PUSH_TARGET_CHECK"]))
    print(f"stack_md with SWAP_ON_ENTRY: {alone} moves; with PUSH_TARGET_CHECK too: {checked_target}")
    if not checked_target < PING_PONG < alone:
        failures.append("PUSH_TARGET_CHECK does not end the ping-pong")
    return finish(failures, checked)


if __name__ == "__main__":
    sys.exit(main())
