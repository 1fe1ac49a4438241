# SPDX-License-Identifier: Apache-2.0
"""Simulated figures over the number of CPUs, beside the closed formulas: tables for docs/kmap.md and docs/lazy-mm.md.

tables.py lazy-mm    what an exit takes under each scheme
tables.py line       how many switches one count gives
tables.py wrap       what a wrap of the pool of kmap() costs
tables.py kmap       what a round of maps costs under each setting
"""

import json
import subprocess
import sys

CPUS = [1, 2, 4, 8, 16, 32, 64]


def simulate(cpus, tasks, mm, horizon=None, balancer="partitioned"):
    system = {"pinstack": 1, "name": "table", "time_unit": "ns",
              "platform": {"cpus": cpus, "costs": {"extends": "x86-64", "timer_tick_period": 0}, "mm": mm},
              "kernel": {"order": "fp", "sections": "migrate_disable", "balancer": balancer}, "tasks": tasks}
    if horizon:
        system["horizon"] = horizon
    done = subprocess.run(["pinstack", "simulate", "-", "--format", "json"], input=json.dumps(system),
                          stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return json.loads(done.stdout)


def find(value, key):
    """The first object of this name, wherever it is."""
    if isinstance(value, dict):
        if isinstance(value.get(key), dict):
            return value[key]
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            if (found := find(each, key)) is not None:
                return found
    return None


def task(name, cpu, body, releases=(0,), mm="all", priority=50):
    return {"name": name, "priority": priority, "releases": list(releases), "deadline": 10**9, "home_cpu": cpu,
            "affinity": [cpu], "mm": mm, "body": body}


def exits(cpus, scheme):
    """Every other CPU has the address space lazily when the first task leaves it."""
    tasks = [task("Leaver", 0, [{"run": 100000}, {"exit_mm": True}, {"run": 10}])]
    tasks += [task(f"T{cpu}", cpu, [{"run": 1000}]) for cpu in range(1, cpus)]
    return find(simulate(cpus, tasks, {"lazy_mm": scheme}), "lazy_mm")


def lazy_mm():
    print("time of an exit in ns (simulated = formula), CPUs interrupted, time of their interrupts in ns")
    print("CPUs | refcount | shootdown         | hazard_pointer  | broadcast     | interrupted | interrupts")
    for cpus in CPUS:
        n = cpus - 1
        formula = {"refcount": 100, "shootdown": 1500 + 250 * n if n else 0, "hazard_pointer": n * (100 + 100),
                   "broadcast": 200 + 20 * cpus}
        found = {scheme: exits(cpus, scheme) for scheme in formula}
        time = {scheme: found[scheme]["exit_time_ns"] for scheme in formula}
        cells = [f"{time[s]:>5} {'=' if time[s] == formula[s] else '!='} {formula[s]:<5}" for s in formula]
        shot = found["shootdown"]
        print(f"{cpus:>4} | {cells[0][:8]} | {cells[1]:<17} | {cells[2]:<15} | {cells[3]:<13} | "
              f"{shot['interrupted_cpus']:>11} | {shot['interrupt_time_ns']:>10}")


def line():
    """Tasks of one address space that run 1 us and sleep 1 us, one on each CPU, for 200 us; nothing else costs."""
    print("switches to lazy and back, of all CPUs, per us; a count is operated on at most 1 / (2 * 100 ns) times")
    print("CPUs | refcount | most | waited for the line, us | hazard_pointer")
    body = [{"run": 1000}, {"suspend": 1000}] * 300 + [{"run": 1}]
    for cpus in CPUS:
        row = []
        for scheme in ("refcount", "hazard_pointer"):
            tasks = [task(f"T{cpu}", cpu, body) for cpu in range(cpus)]
            system = simulate(cpus, tasks, {"lazy_mm": scheme}, "200us")
            row.append(find(system, "lazy_mm"))
        counted, pointed = row
        print(f"{cpus:>4} | {counted['from_lazy'] / 200:>8.2f} |"
              f" {5:>4.1f} | {counted['line_wait_ns'] / 1000:>23.1f} | {pointed['from_lazy'] / 200:>14.2f}")


def wrap():
    print("1000 maps from a pool of 64 slots: wraps = 1000 / 64, each a call to the other CPUs")
    print("CPUs | flushes | CPUs interrupted | waited for them, ns | formula, ns")
    for cpus in CPUS:
        body = [{"run": 1}] + [{"kmap": [{"run": 100}]}] * 1000
        report = simulate(cpus, [task("A", 0, body)], {"kmap": "global", "kmap_slots": 64})
        kmap = find(report, "kmap")
        waited = find(report, "overhead_by_kind").get("tlb_shootdown", 0)
        each = 1500 + 250 * (cpus - 1) if cpus > 1 else 0
        print(f"{cpus:>4} | {kmap['flushes']:>7} | {kmap['interrupted_cpus']:>16} | {waited:>19} | {1000 // 64 * each:>11}")


def kmap():
    print("1000 maps by a task on each CPU, all of one address space; pool of 1024 slots for all")
    print("CPUs | atomic, local | global: flushes, wait of all | percpu_pgd: copies, faults <= bound, KiB")
    body = [{"run": 1}] + [{"kmap": [{"run": 100}]}] * 1000
    for cpus in CPUS:
        found = {}
        for setting in ("atomic", "local", "global", "percpu_pgd"):
            tasks = [task(f"T{cpu}", cpu, body) for cpu in range(cpus)]
            report = simulate(cpus, tasks, {"kmap": setting})
            found[setting] = (find(report, "kmap"), find(report, "overhead_by_kind"))
        costs = [found[s][1]["kmap"] // 1000 for s in ("atomic", "local")]
        flushed, kinds = found["global"]
        pgd = found["percpu_pgd"][0]
        print(f"{cpus:>4} | {costs[0]:>4}, {costs[1]:>4} us | {flushed['flushes']:>15}, {kinds.get('tlb_shootdown', 0) / 1000:>8.1f} us |"
              f" {pgd['directory_copies']:>18}, {pgd['extra_faults']:>6} <= {pgd['extra_fault_bound']:>5}, {pgd['page_table_bytes'] // 1024:>4}")


if __name__ == "__main__":
    {"lazy-mm": lazy_mm, "line": line, "wrap": wrap, "kmap": kmap}[sys.argv[1]]()
