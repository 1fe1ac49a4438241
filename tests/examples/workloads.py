# SPDX-License-Identifier: Apache-2.0
"""The two realistic examples: 18-automotive is what its generator writes and follows the published table; the figures in
the descriptions of 18-automotive and 19-audio are those of the run.

workloads.py PROGRAM
"""

import json
import math
import re
import subprocess
import sys

from program import ROOT, Program, finish

sys.path.insert(0, str(ROOT / "examples"))
import automotive  # noqa: E402

AUTOMOTIVE = "examples/18-automotive.pinstack.json"
AUDIO = "examples/19-audio.pinstack.json"
AUDIO_TASKS = ("mixer_64", "effects_128", "synth_256")
NONE = "none/shift"
NP = "preempt_disable/idle-first"
WAKE = "migrate_disable/wake-previous"
PUSH = "migrate_disable/wake-previous-push"
SHIFT = "migrate_disable/shift"
SWAP = "migrate_disable/swap-on-entry"
OTHER_SEEDS = range(1, 6)


def read(path):
    """A system file; comments stand on lines of their own."""
    return json.loads(re.sub(r"^ *//.*$", "", (ROOT / path).read_text(encoding="utf-8"), flags=re.MULTILINE))


def runs_of(body):
    """The values of all `run` operations of a body."""
    for operation in body:
        for key, value in operation.items():
            if key == "run":
                yield value
            else:
                yield from runs_of(value)


def mean_of(run):
    if not isinstance(run, dict) or run["min"] == run["max"]:
        return run["max"] if isinstance(run, dict) else run
    return (run["max"] - run["min"]) / math.log(run["max"] / run["min"])


def table_problems(tasks, count):
    """Where drawn tasks differ from the table."""
    for row in json.loads(automotive.TABLE.read_text(encoding="utf-8"))["rows"]:
        drawn = [runnable for task in tasks if task["row"] == row["period"] for runnable in task["runnables"]]
        if abs(len(drawn) - count * row["share_percent"] / 100) >= 1:
            yield f"{row['period']}: {len(drawn)} runnables, by the table {row['share_percent']} % of {count}"
        acet = row["acet_us"]
        mean = automotive.total(drawn, "acet") / len(drawn)
        # A single long runnable shifts the mean of a few.
        if abs(mean / acet["avg"] - 1) > (0.05 if len(drawn) >= 50 else 0.10):
            yield f"{row['period']}: mean ACET {mean:.3f} us, by the table {acet['avg']} us"
        for runnable in drawn:
            factors = {kind: runnable[kind] / runnable["acet"] for kind in ("bcet", "wcet")}
            if not acet["min"] <= runnable["acet"] <= acet["max"]:
                yield f"{row['period']}: ACET {runnable['acet']} us outside of the table's range"
            for kind, factor in factors.items():
                low, high = row[f"{kind}_factor"]
                if not low - 1e-9 <= factor <= high + 1e-9:
                    yield f"{row['period']}: factor {factor} to the {kind} outside of the table's range"


def task_problems(tasks, written, cpus):
    """Where the tasks of a system file differ from the runnables they are made of, or are no fit deployment."""
    if [task["name"] for task in tasks] != [task["name"] for task in written]:
        yield "other tasks than drawn"
        return
    load = [0.0] * cpus
    for task, entry in zip(tasks, written, strict=True):
        runs = list(runs_of(entry["body"]))
        # Each run is rounded to whole microseconds at both ends.
        mean = sum(map(mean_of, runs))
        if abs(mean - automotive.total(task["runnables"], "acet")) > 0.02 * mean + len(runs):
            yield f"{task['name']}: mean run time {mean:.1f} us of {automotive.total(task['runnables'], 'acet'):.1f} us"
        longest = sum(run["max"] if isinstance(run, dict) else run for run in runs)
        if longest > min(automotive.total(task["runnables"], "wcet") + len(runs), task["period_us"][0]):
            yield f"{task['name']}: runs for up to {longest} us, beyond its summed WCET or its period"
        load[entry["home_cpu"]] += mean / (sum(task["period_us"]) / 2)
    with_section = [entry for entry in written if any("section" in operation for operation in entry["body"])]
    if len(with_section) != len(written) // 3:
        yield f"{len(with_section)} of {len(written)} tasks have sections"
    if not 2.2 <= sum(load) <= 3.2:
        yield f"utilization {sum(load):.2f}"
    if max(load) - min(load) > 0.05:
        yield f"home CPUs are loaded unevenly: {load}"


def generated(*arguments):
    done = subprocess.run([sys.executable, "-B", str(ROOT / "examples/automotive.py"), *map(str, arguments)], cwd=ROOT,
                          capture_output=True, check=True, timeout=120)
    return done.stdout.decode("utf-8")


def figures(program, path):
    """{variant: its figures, as a description writes them}; `tasks` as the report has them."""
    found = {}
    for run in program.json("compare", path)["variants"]:
        tasks = {task["name"]: task for task in run["tasks"]}
        found[f"{run['variant']['sections']}/{run['variant']['balancer']}"] = {
            "loss": f"{100 * run['utilization_loss']:.2f} %", "misses": run["deadline_misses"],
            "worst": {name: f"{task['response_ns']['max'] / 1e6:.2f} ms" for name, task in tasks.items()},
            "mean": {name: f"{task['response_ns']['mean'] / 1e6:.2f} ms" for name, task in tasks.items()},
            "latency": {name: f"{task['latency_ns']['max'] / 1e3:.0f} us" for name, task in tasks.items()},
            "tasks": tasks,
        }
    return found


def automotive_facts(run):
    """Sentences that the description holds, and conditions that it states in words."""
    ideal, np, wake, push, shift, swap = (run[name] for name in (NONE, NP, WAKE, PUSH, SHIFT, SWAP))
    yield f"{wake['loss']} of the machine is lost"
    for task in ("t100ms_h", "angle_c"):
        yield f"{task} {'is ' if task == 't100ms_h' else ''}{wake['worst'][task]} in place of {ideal['worst'][task]}"
    yield f"wake-previous-push loses {push['loss']}, shift {shift['loss']}, swap-on-entry nothing"
    yield f"most for angle_e, from {ideal['latency']['angle_e']} to {np['latency']['angle_e']}"
    yield all(each["misses"] == 0 for each in run.values()), "a variant misses a deadline"
    yield (swap["loss"], np["loss"]) == ("0.00 %", "0.00 %"), "a loss under swap-on-entry or preempt_disable"
    later = {name: task["latency_ns"]["max"] - ideal["tasks"][name]["latency_ns"]["max"] for name, task in np["tasks"].items()}
    yield sum(growth > 0 for growth in later.values()) == 3, "the latency of more or fewer than three tasks grows"
    yield max(later, key=later.get) == "angle_e", "the latency of another task grows most"


def audio_facts(run):
    ideal, np, wake, swap = (run[name] for name in (NONE, NP, WAKE, SWAP))
    mixer = np["tasks"]["mixer_64"]
    yield f"the mixer waits, up to {np['latency']['mixer_64']}"
    yield f"{mixer['misses']} of {mixer['jobs']} buffers are late"
    yield f"the mixer in {ideal['worst']['mixer_64']} in place of {np['worst']['mixer_64']}"
    yield f"under wake-previous {wake['loss']} of the machine is lost"
    yield f"the mean response of reclaim is {wake['mean']['reclaim']} in place of {ideal['mean']['reclaim']}"
    yield f"the worst of network {wake['worst']['network']} in place of {ideal['worst']['network']}"
    yield f"under swap-on-entry {swap['loss']} and {swap['worst']['network']}"
    yield np["misses"] == mixer["misses"] > 0, "others than the mixer miss, or nobody"
    for name, each in run.items():
        if name != NP:
            yield each["misses"] == 0, f"a miss under {name}"
            yield (all(each["tasks"][task]["response_ns"] == ideal["tasks"][task]["response_ns"] for task in AUDIO_TASKS),
                   f"audio tasks respond otherwise under {name} than ideally")


def fact_problems(path, facts):
    description = read(path)["description"]
    for fact in facts:
        if isinstance(fact, str):
            if fact not in description:
                yield f"{path}: the run says, and the description does not: {fact}"
        elif not fact[0]:
            yield f"{path}: {fact[1]}"


def main():
    program = Program(sys.argv[1])
    failures = []
    options = automotive.parse([])

    if generated() != (ROOT / AUTOMOTIVE).read_text(encoding="utf-8"):
        failures.append(f"{AUTOMOTIVE} is not what `python3 examples/automotive.py` writes")
    checked = 1
    for seed in (options.seed, *OTHER_SEEDS):
        checked += 1
        tasks = automotive.generate(seed, options.runnables, options.cpus)
        text = generated("--seed", seed)
        failures += [f"seed {seed}: {problem}" for problem in table_problems(tasks, options.runnables)]
        failures += [f"seed {seed}: {problem}" for problem in task_problems(tasks, json.loads(text)["tasks"], options.cpus)]
        program.output("simulate", "-", "--horizon", "20ms", stdin=text)

    for path, facts in ((AUTOMOTIVE, automotive_facts), (AUDIO, audio_facts)):
        checked += 1
        failures += fact_problems(path, facts(figures(program, path)))
    return finish(failures, checked)


if __name__ == "__main__":
    sys.exit(main())
