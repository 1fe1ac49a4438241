# SPDX-License-Identifier: Apache-2.0
"""The balancers linux-rt-* against a second model of them (tests/support/linux_model.py), on random systems.

Every job must finish at the same nanosecond in both, and each nanosecond of each CPU and of each job must count for the
same. Half of the systems have times on a coarse grid, so that many events coincide. A system on which they differ is made
smaller as long as they differ, and printed. Each seed stands for one system of each family (tests/support/linux_random.py). Some
systems are worked out by hand (tests/support/linux_by_hand.py, linux_classes_by_hand.py).

linux_twin.py PROGRAM [--rounds N] [--first SEED] [--failures N] [--family NAME] [--as-found]; --model in place of PROGRAM compares the
model with itself
"""

import argparse
import copy
import json
import subprocess
import sys

from program import ROOT, Program, finish

sys.path.insert(0, str(ROOT / "tests/support"))
import linux_by_hand  # noqa: E402
import linux_classes_by_hand  # noqa: E402
import linux_model  # noqa: E402
import linux_random  # noqa: E402
import linux_run  # noqa: E402
import linux_state  # noqa: E402

# Of the systems of `deadlines`: the two still differ where a replenished task comes to a stopper that is on its way.
MAY_DIFFER_PERCENT = 1
LONGEST_RUN_S = 10  # of the program; a run that takes longer does not end


def compared(system, result):
    """{task: [finish of each job]}; the overhead of each kind; and all other accounts, by name."""
    out = {}
    for job in sorted(result["jobs"], key=lambda job: job["release_ns"]):
        out.setdefault(job["task"], []).append(job["finish_ns"])
    capacity = dict(result["capacity_ns"])
    overhead = dict(sorted(capacity.pop("overhead_by_kind").items()))
    accounts = {**capacity, **(result["throttling"] if system["kernel"].get("rt_throttling") else {})}
    for task in result["tasks"]:
        accounts.update((f"{task['name']}, {state}", time) for state, time in task["response_split_ns"].items() if time > 0)
    return out, overhead, accounts


def model(system):
    return compared(system, linux_run.simulate_json(system))


def smaller(system):
    """Systems that are a little simpler than this one."""
    def without(path, index):
        out = copy.deepcopy(system)
        container = out
        for step in path:
            container = container[step]
        del container[index]
        return out

    def of_body(body, path):
        for i, operation in enumerate(body):
            if len(body) > 1:
                yield without(path, i)
            ((key, value),) = operation.items()
            if isinstance(value, list):
                yield from of_body(value, (*path, i, key))
            elif key == "lock":
                yield from of_body(value["body"], (*path, i, key, "body"))

    for i, task in enumerate(system["tasks"]):
        if len(system["tasks"]) > 1:
            yield without(("tasks",), i)
        for k in range(len(task.get("releases", []))):
            if len(task["releases"]) > 1:
                yield without(("tasks", i, "releases"), k)
        yield from of_body(task["body"], ("tasks", i, "body"))
        for key in ("affinity", "policy", "nice", "runtime"):
            if key in task and (key != "policy" or "priority" in task):
                yield without(("tasks", i), key)
    for name, value in system["platform"].get("costs", {}).items():
        if name != "llc_miss" and value not in (0, "x86-64"):
            out = copy.deepcopy(system)
            out["platform"]["costs"][name] = 0
            yield out
    if "costs" in system["platform"]:
        yield without(("platform",), "costs")
    if "topology" in system["platform"]:
        out = without(("platform",), "topology")
        out["platform"]["cpus"] = linux_state.cpus_of(system["platform"])
        yield out
    for i, task in enumerate(system["tasks"]):
        if "working_set" in task:
            yield without(("tasks", i), "working_set")
    for key in ("latencies", "edge_source", "round_robin_state", "features", "rr_slice", "rt_throttling",
                "fair_slice", "fair_server"):
        if key in system["kernel"]:
            yield without(("kernel",), key)
    for key in system["kernel"].get("features", {}):
        yield without(("kernel", "features"), key)


def differ(simulate, system):
    try:
        return simulate(system) != model(system)
    except (AssertionError, ValueError, linux_model.Endless, subprocess.TimeoutExpired):
        return False  # not a system any more


def shrink(simulate, system):
    while True:
        candidate = next((s for s in smaller(system) if differ(simulate, s)), None)
        if candidate is None:
            return system
        system = candidate


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", nargs="?")
    parser.add_argument("--model", action="store_true")
    parser.add_argument("--rounds", type=int, default=800)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--family", choices=["all", *linux_random.FAMILIES], default="all", help="all: those that must agree")
    parser.add_argument("--failures", type=int, default=5, help="after so many it stops")
    parser.add_argument("--as-found", action="store_true", help="systems on which they differ are not made smaller")
    arguments = parser.parse_args()
    families = linux_random.COMPARED if arguments.family == "all" else [arguments.family]
    if arguments.model:
        simulate = model
    else:
        program = Program(arguments.program)
        def simulate(system):
            return compared(system, program.json("simulate", "-", "--jobs", stdin=json.dumps(system), timeout=LONGEST_RUN_S))

    failures = []
    by_hand = {"rt": linux_by_hand.scenarios, "deadlines": linux_classes_by_hand.scenarios,
               "inherits": linux_classes_by_hand.inheritance_scenarios, "server": linux_classes_by_hand.server_scenarios}
    for what, system, finishes, overhead in (
            scenario for family in families for scenario in by_hand.get(family, list)()):
        for name, result in (("here", simulate(system)), ("in the model", model(system))):
            if result[:2] != (finishes, dict(sorted(overhead.items()))):
                failures.append(f"by hand, {what}: {name} {result}, not {(finishes, overhead)}")
    endless = []
    checked = 0
    differing = []  # of `deadlines`
    for seed, family in ((seed, family) for seed in range(arguments.first, arguments.first + arguments.rounds)
                         for family in families if family in ("rt", arguments.family) or seed % 4 == 0):
        checked += 1
        system = linux_random.FAMILIES[family](seed)
        try:
            expected = model(system)
        except linux_model.Endless:
            endless.append(f"{family} {seed}")
            continue
        result = simulate(system)
        # Where latencies and throttled tasks meet, a few accounts of deadline tasks differ by the length of a latency.
        if result == expected or (family == "deadlines" and result[0] == expected[0]):
            continue
        if family == "deadlines":
            differing.append(seed)
            if arguments.family == "all":
                continue
        if not arguments.as_found:
            system = shrink(simulate, system)
        (here, *accounts_here), (there, *accounts_there) = simulate(system), model(system)
        lines = [f"{task}: finishes at {here.get(task)} here, at {there[task]} in the model"
                 for task in there if here.get(task) != there[task]]
        for ours, theirs in zip(accounts_here, accounts_there):
            lines += [f"{kind}: {ours.get(kind, 0)} ns here, {theirs.get(kind, 0)} in the model"
                      for kind in sorted({*ours, *theirs}) if ours.get(kind) != theirs.get(kind)]
        failures.append("\n".join([f"{family} {seed}:", json.dumps(system), *lines]))
        if len(failures) == arguments.failures:
            break
    if endless:
        print(f"without an end, and left out: {', '.join(map(str, endless))}")
    if differing and arguments.family == "all":
        print(f"deadline tasks that differ: seeds {', '.join(map(str, differing))}")
        if 100 * len(differing) > MAY_DIFFER_PERCENT * (arguments.rounds // 4):
            failures.append(f"deadlines: more than {MAY_DIFFER_PERCENT} % differ")
    return finish(failures, checked)


if __name__ == "__main__":
    sys.exit(main())
