# SPDX-License-Identifier: Apache-2.0
"""Writes examples/18-automotive.pinstack.json, or another one like it, to standard output.

python3 examples/automotive.py [--seed N] [--runnables N] [--cpus N] [--horizon H]

The table is data/workloads/automotive.json: for each period the share of the runnables, the minimum, average and
maximum of their average-case execution times (ACET), and the range of the factors that lead to best and worst case
(BCET, WCET). What the table leaves open is decided here:

Number of runnables of a period: the share, exactly (largest remainders).

ACET of a runnable: the minimum plus a Weibull variable that has the table's mean and exceeds the maximum in one case of a
thousand, where it is cut off. The averages lie close to the minima (10 us in 0.2 to 310 us), so the shape must be skewed:
a triangular distribution over that range has a mean of 103 us at least. The draws are stratified, one from each n-th part of
the distribution, since a few long runnables carry much of the mean: independent draws of 36 would often miss it by 20 %.

BCET, WCET: ACET times a factor, uniform over the table's range.

Tasks: the runnables of a period, shuffled, in as few tasks of equal size as keep the average at no more than 100 runnables
and a utilization of 20 %.

Run time of a job: log-uniform, from the sum of the BCETs, with a mean equal to the sum of the ACETs, which fixes its
maximum. The sum of the WCETs is no use as that maximum: it is 3 to 16 times the sum of the ACETs, and needs every runnable
of the task at its worst in the same job. In a task with a section the parts before, in and after it vary on their own.

Periodic tasks: deadline = period. The tasks of a period are spread evenly over it, as integrators do to flatten the load.

Angle-synchronous tasks: sporadic. 120 / (rpm * cylinders) s is 5 ms at 6000 rpm and 7.5 ms at 4000 rpm with 4
cylinders. Distances are uniform between these, independently, where a real engine changes its speed slowly; the deadline is
the shortest one.

Sections: one in every third task, around consecutive runnables, a tenth to a half of the task's, drawn uniformly. The paper
knows no such thing. Think of the part that sends and receives: on PREEMPT_RT under local_bh_disable(), which pins, for tens to
hundreds of us; elsewhere non-preemptible. (Linux ends a round of softirqs after 2 ms.)

Priorities: none, that is deadline-monotonic. Home CPUs: heaviest task first, each to the CPU with the least load so far, as
one would partition them.
"""

import argparse
import json
import math
import pathlib
import random

ROOT = pathlib.Path(__file__).resolve().parents[1]
TABLE = ROOT / "data/workloads/automotive.json"

RUNNABLES_PER_TASK = 100
UTILIZATION_PER_TASK = 0.20
RARE = 1000  # one runnable in RARE has the maximal ACET
CYLINDERS = 4
FASTEST_RPM, SLOWEST_RPM = 6000, 4000
SECTION_SHARE = (0.1, 0.5)  # of the runnables of a task


def zero_of(rising, low, high):
    """Where a rising function is 0, by bisection."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2


def apportion(total, shares):
    """`total` split into integers in proportion to `shares`, by largest remainders."""
    exact = [total * share / sum(shares) for share in shares]
    counts = [math.floor(value) for value in exact]
    by_remainder = sorted(range(len(shares)), key=lambda i: counts[i] - exact[i])
    for i in by_remainder[:total - sum(counts)]:
        counts[i] += 1
    return counts


def acet_quantile(acet):
    """The inverse distribution function of the ACET of a row."""
    mean, top = acet["avg"] - acet["min"], acet["max"] - acet["min"]
    shape = zero_of(lambda k: math.gamma(1 + 1 / k) / math.log(RARE) ** (1 / k) - mean / top, 0.2, 20)
    scale = mean / math.gamma(1 + 1 / shape)
    return lambda u: min(acet["max"], acet["min"] + scale * (-math.log1p(-u)) ** (1 / shape))


class Source:
    """Random numbers that do not depend on the version of Python: only random() is promised to stay."""

    def __init__(self, seed):
        self.next = random.Random(seed).random

    def uniform(self, low, high):
        return low + (high - low) * self.next()

    def below(self, n):
        return int(self.next() * n)

    def shuffled(self, items):
        items = list(items)
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]
        return items


def draw_runnables(row, count, source):
    """[{acet, bcet, wcet}] in us, in random order."""
    quantile = acet_quantile(row["acet_us"])
    runnables = []
    for i in source.shuffled(range(count)):
        acet = quantile((i + source.next()) / count)
        runnables.append({"acet": acet, "bcet": acet * source.uniform(*row["bcet_factor"]),
                          "wcet": acet * source.uniform(*row["wcet_factor"])})
    return runnables


def period_us(row):
    """Shortest and longest distance of two jobs, in us."""
    if row["period"] == "angle":
        return tuple(round(120e6 / (rpm * CYLINDERS)) for rpm in (FASTEST_RPM, SLOWEST_RPM))
    period = int(row["period"].removesuffix("ms")) * 1000
    return period, period


def total(runnables, kind):
    return sum(runnable[kind] for runnable in runnables)


def grouped(row, runnables):
    """The runnables of a row in tasks: lists whose lengths differ by at most 1."""
    load = total(runnables, "acet") / (sum(period_us(row)) / 2)
    tasks = max(1, math.ceil(len(runnables) / RUNNABLES_PER_TASK), math.ceil(load / UTILIZATION_PER_TASK))
    cuts = [len(runnables) * i // tasks for i in range(tasks + 1)]
    return [runnables[a:b] for a, b in zip(cuts, cuts[1:]) if b > a]


def run(runnables):
    """The operation that runs `runnables`, in whole us: log-uniform from the summed BCETs, with their ACETs as mean."""
    low, mean = max(1, round(total(runnables, "bcet"))), total(runnables, "acet")
    if mean <= low:
        return {"run": low}
    # The mean of a log-uniform variable over low..ratio*low is low * (ratio - 1) / ln ratio.
    ratio = zero_of(lambda r: low * (r - 1) / math.log(r) - mean, 1 + 1e-9, 1e6)
    return {"run": {"min": low, "max": round(low * ratio), "distribution": "log-uniform"}}


def body(runnables, has_section, source):
    if not has_section:
        return [run(runnables)]
    inside = max(1, round(len(runnables) * source.uniform(*SECTION_SHARE)))
    first = source.below(len(runnables) - inside + 1)
    before, section, after = runnables[:first], runnables[first:first + inside], runnables[first + inside:]
    return [*([run(before)] if before else []), {"section": [run(section)]}, *([run(after)] if after else [])]


def assign_homes(tasks, cpus):
    load = [0.0] * cpus
    for task in sorted(tasks, key=lambda task: -task["utilization"]):
        cpu = load.index(min(load))
        load[cpu] += task["utilization"]
        task["home_cpu"] = cpu


def generate(seed, runnables, cpus):
    """[{name, period_us, offset_us, home_cpu, body, runnables, utilization}] in order of period."""
    source = Source(seed)
    rows = json.loads(TABLE.read_text(encoding="utf-8"))["rows"]
    tasks = []
    for row, count in zip(rows, apportion(runnables, [row["share_percent"] for row in rows])):
        groups = grouped(row, draw_runnables(row, count, source)) if count else []
        shortest, longest = period_us(row)
        stem = "angle" if row["period"] == "angle" else f"t{row['period']}"
        for i, group in enumerate(groups):
            letters = chr(ord("a") + i) if len(groups) <= 26 else f"{i:03}"
            tasks.append({"name": f"{stem}_{letters}", "row": row["period"], "period_us": (shortest, longest),
                          "offset_us": shortest * i // len(groups), "runnables": group,
                          "utilization": total(group, "acet") / ((shortest + longest) / 2)})
    for i, task in enumerate(tasks):
        task["body"] = body(task["runnables"], i % 3 == 2, source)
    assign_homes(tasks, cpus)
    return tasks


def task_line(task):
    shortest, longest = task["period_us"]
    distance = ({"period": shortest} if shortest == longest else
                {"min_interarrival": {"min": shortest, "max": longest, "distribution": "uniform"}})
    entry = {"name": task["name"], **distance, **({"offset": task["offset_us"]} if task["offset_us"] else {}),
             "home_cpu": task["home_cpu"], "body": task["body"]}
    return f"    {json.dumps(entry)}"


DESCRIPTION = (
    "An automotive workload: {runnables} runnables with the periods and execution times of WATERS 2015, in {tasks} tasks on "
    "{cpus} CPUs, utilization {utilization:.2f}. {sections} of the tasks have a section, of {longest} us at most. Written by "
    "examples/automotive.py, which says what is published and what is assumed.")
# What the program prints for the file with all defaults; tests/examples/workloads.py holds it to that.
FINDINGS = (
    " No variant misses a deadline. wake-previous wakes tasks on top of pinned ones while other CPUs idle: 1.23 % of the machine "
    "is lost, the worst response of t100ms_h is 4.30 ms in place of 2.31 ms, that of angle_c 1.80 ms in place of 1.06 ms. "
    "wake-previous-push loses 0.46 %, shift 0.02 %, swap-on-entry nothing, though more tasks have sections than Theorem 1 "
    "covers. preempt_disable loses nothing and costs little: the worst latency of three tasks grows, most for angle_e, from "
    "146 us to 208 us. 19-audio is the opposite case.")


def longest_section(tasks):
    runs = (operation["section"][0]["run"] for task in tasks for operation in task["body"] if "section" in operation)
    return max(run["max"] if isinstance(run, dict) else run for run in runs)


def description(tasks, options):
    text = DESCRIPTION.format(
        runnables=options.runnables, tasks=len(tasks), cpus=options.cpus,
        utilization=sum(task["utilization"] for task in tasks),
        sections=sum(any("section" in operation for operation in task["body"]) for task in tasks),
        longest=longest_section(tasks))
    return text + FINDINGS if options == parse([]) else text


def system_file(tasks, options):
    head = {"$schema": "../data/schema/system.schema.json", "pinstack": 1, "name": "automotive",
            "description": description(tasks, options), "time_unit": "us", "platform": {"cpus": options.cpus, "costs": "none"},
            "kernel": {"order": "fp", "sections": "migrate_disable", "balancer": "wake-previous"}}
    tail = {"horizon": options.horizon, "seed": options.seed}
    lines = [f"  {json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
    lines += ['  "tasks": [', ",\n".join(map(task_line, tasks)), "  ],"]
    lines.append(",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in tail.items()))
    return "{\n" + "\n".join(lines) + "\n}\n"


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=2015, help="of the draws here, and of the simulation")
    parser.add_argument("--runnables", type=int, default=3600, help="0.78 utilization for each 1000; at least 100")
    parser.add_argument("--cpus", type=int, default=4)
    parser.add_argument("--horizon", default="2s")
    options = parser.parse_args(arguments)
    if options.runnables < 100 or options.cpus < 1:
        parser.error("at least 100 runnables and one CPU")
    return options


if __name__ == "__main__":
    chosen = parse()
    print(system_file(generate(chosen.seed, chosen.runnables, chosen.cpus), chosen), end="")
