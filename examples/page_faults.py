# SPDX-License-Identifier: Apache-2.0
"""Systems whose threads fault in one address space, as many as there are CPUs, and tables over the number of CPUs.

python3 -B examples/page_faults.py SYSTEM --cpus N                 writes a system file to standard output
python3 -B examples/page_faults.py SYSTEM --table PROGRAM          runs `pinstack simulate` for each setting

SYSTEM is one of
  faults    each CPU: 300 ns, then a page fault; 100 times
  writers   the same with 5 us in between, and a thread that changes the address space: 20 us of each 100
  tables    a thread gives up 100 page tables every 100 us, 10 times; each other CPU faults as in faults, 900 times, in an
            address space of its own

Costs are those of x86-64, without ticks and without what wakes threads at the beginning. docs/page-faults.md and
docs/page-tables.md show the tables and derive the formulas.
"""

import argparse
import json
import subprocess
import sys

CPUS = (1, 2, 4, 8, 16, 32, 64)
FAULTS = 100
HANDLING, WALK, TRANSFER = 700, 360, 100  # ns: page_fault_minor, 4 llc_miss, cache_line_transfer
IPI = 1750  # ns: ipi, ipi_receive
WRITERS = 10


def thread(cpu, between, faults, part, mm="app"):
    body = []
    for _ in range(faults):
        body += [{"run": between}, {"page_fault": {"count": 1, "vma": part}}]
    return {"name": f"F{cpu}", "priority": 10, "releases": [0], "deadline": "1s", "home_cpu": cpu, "affinity": [cpu],
            "mm": mm, "body": body}


def writer(between, write):
    return {"name": "W", "priority": 10, "releases": [0], "deadline": "1s", "home_cpu": 0, "affinity": [0],
            "mm": "app", "body": [{"run": between}, {"mmap_write": write}] * WRITERS}


def system(kind, cpus, page_fault="mmap_lock", page_tables="rcu", own_parts=False):
    part = lambda cpu: cpu + 1 if own_parts else 1
    if kind == "faults":
        tasks = [thread(cpu, "300ns", FAULTS, part(cpu)) for cpu in range(cpus)]
    elif kind == "writers":
        tasks = [writer("80us", {"hold": "20us", "vma": 1})]
        tasks += [thread(cpu, "5us", 160, part(cpu)) for cpu in range(1, cpus)]
    else:
        tasks = [writer("99us", {"hold": "1us", "vma": 0, "frees": 100})]
        tasks += [thread(cpu, "300ns", 900, 0, f"other{cpu}") for cpu in range(1, cpus)]
    out = {"pinstack": 1, "name": f"{kind}-{cpus}",
           "platform": {"cpus": cpus, "mm": {"page_fault": page_fault, "page_tables": page_tables},
                        "costs": {"extends": "x86-64", "timer_tick_period": 0, "interrupt": 0, "context_switch": 0}},
           "kernel": {"balancer": "wake-previous"}, "tasks": tasks}
    if kind == "tables":
        out["horizon"] = "20ms"
    else:
        out["platform"]["costs"]["wake_up"] = 0
    return out


def run(program, *arguments, **settings):
    done = subprocess.run([program, "simulate", "-", "--format", "json"], input=json.dumps(system(*arguments, **settings)),
                          encoding="utf-8", capture_output=True, check=True)
    return json.loads(done.stdout)


def print_table(head, rows):
    widths = [max(len(str(row[i])) for row in [head, *rows]) for i in range(len(head))]
    for row in [head, *rows]:
        print("  ".join(str(cell).rjust(width) for cell, width in zip(row, widths)))


def us(ns):
    return f"{ns / 1000:.2f}"


def faults_table(program):
    """us for a fault and what is between two, of one CPU."""
    rows = []
    for cpus in CPUS:
        def one(setting, **more):
            return us(run(program, "faults", cpus, page_fault=setting, **more)["span_ns"] / FAULTS)
        alone = 300 + HANDLING
        shared = alone if cpus == 1 else max(alone + 2 * TRANSFER, 2 * cpus * TRANSFER)
        rows.append((cpus, one("mmap_lock"), one("per_vma_lock"), us(shared), one("speculative_irqoff"),
                     one("speculative_rcu"), us(alone + WALK), one("per_vma_lock", own_parts=True), us(alone)))
    print_table(("CPUs", "mmap_lock", "one part", "formula", "irqoff", "rcu", "formula", "own parts", "formula"), rows)


def writers_table(program):
    """Faults that a writer stopped (or aborted), the longest fault, the writers' longest wait."""
    rows = []
    for cpus in CPUS[1:]:
        row = [cpus, WRITERS * (cpus - 1), us(20_000 + 2 * HANDLING + WALK + 4 * cpus * TRANSFER + IPI)]
        for setting, own in (("mmap_lock", False), ("speculative_rcu", False), ("per_vma_lock", False),
                             ("per_vma_lock", True)):
            it = run(program, "writers", cpus, page_fault=setting, own_parts=own)["page_fault"]
            stopped = it["read_waits"] if setting == "mmap_lock" else it["aborted"]
            waits = max(it["longest_write_wait_ns"], it["longest_vma_wait_ns"])
            row += [stopped, us(it["longest_fault_ns"]), us(waits)]
        rows.append(tuple(row))
    head = ["CPUs", "formula", "bound"]
    for setting in ("mmap_lock", "rcu", "one part", "own parts"):
        head += [setting, "longest", "writer"]
    print_table(head, rows)


def tables_table(program):
    rows = []
    for cpus in CPUS[1:]:
        row = [cpus, us(1500 + 250 * (cpus - 1))]
        for setting in ("speculative_rcu", "speculative_irqoff"):
            it = run(program, "tables", cpus, page_fault=setting, page_tables="ipi")
            row += [us(it["page_tables"]["longest_call_ns"]), it["page_tables"]["interrupts"]]
        it = run(program, "tables", cpus, page_fault="speculative_rcu")["page_tables"]
        row += [us(it["longest_deferral_ns"]), it["peak_bytes"] // 1024, it["byte_seconds"]]
        rows.append(tuple(row))
    print_table(("CPUs", "formula", "ipi: rcu walks", "interrupts", "irq-off walks", "interrupts", "rcu: delay",
                 "peak KiB", "byte s"), rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("system", choices=("faults", "writers", "tables"))
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--cpus", type=int)
    what.add_argument("--table", metavar="PROGRAM")
    options = parser.parse_args()
    if options.cpus:
        json.dump(system(options.system, options.cpus), sys.stdout, indent=1)
        print()
    else:
        {"faults": faults_table, "writers": writers_table, "tables": tables_table}[options.system](options.table)


if __name__ == "__main__":
    main()
