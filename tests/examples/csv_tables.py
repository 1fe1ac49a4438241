# SPDX-License-Identifier: Apache-2.0
"""The csv report of every example, read by Python's csv module, says what the JSON report of the same run says: cell by
cell, digit by digit, under `simulate` and `compare`, with tasks, --ties, --jobs, --series and --episodes.

csv_tables.py PROGRAM
"""

import csv
import io
import json
import re
import sys

from program import ROOT, Program, examples, finish, mechanism_figures, variant_name

CAPACITY = ("useful", "inversion", "inversion_np", "inversion_pin", "overhead", "stacking_loss", "affinity_loss",
            "balancing_loss", "idle", "total")
FIGURES = ("min", "mean", "p50", "p95", "p99", "max")
RUN = ("file", "system", "cpus", "order", "variant", "hybrid_below_ns", "seed", "span_ns", "applicable", "why_not")

# Names that are hard on readers and writers, on tasks that stack.
HOSTILE = {
    "pinstack": 1, "name": "a,\"b\"\r\n;c\t", "platform": {"cpus": 2}, "seed": 18446744073709551615,
    "tasks": [
        {"name": name, "priority": 10 + i, "releases": [2 * i], "deadline": 9, "home_cpu": 0,
         "body": [{"run": 1}, {"section": [{"run": 4}]}]}
        for i, name in enumerate(["=1+1", "a;b", "\\", "\\;", "\"", ",", "line\nbreak", "line\rbreak", " blank ",
                                  "\u00e4\U0001f600", "NA", "\u0001", "a", "b"])
    ],
}


def rows_and_columns(program, *arguments, stdin=None):
    text = program.output_bytes(*arguments, "--format", "csv", stdin=stdin).decode("utf-8")
    if not text.endswith("\n"):
        raise AssertionError(f"{' '.join(map(str, arguments))}: the last line does not end")
    table = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    return list(table), table.fieldnames


def cell(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def split(text):
    """The names in a cell of tasks, as docs/report-formats.md takes them apart."""
    return [re.sub(r"\\(.)", r"\1", name, flags=re.DOTALL) for name in re.findall(r"((?:[^;\\]|\\.)+)", text, re.DOTALL)]


def run_cells(file, report, run, cpus, seed):
    variant = run["variant"]
    return {"file": str(file), "system": report["system"], "cpus": cpus, "order": variant["order"],
            "variant": variant_name(variant),
            "hybrid_below_ns": variant.get("hybrid_below_ns"), "seed": seed, "span_ns": run.get("span_ns"),
            "applicable": run.get("applicable", True), "why_not": run.get("why_not")} | mechanism_figures(run)


def task_rows(run):
    whole = {f"capacity_{part}_ns": run["capacity_ns"][part] for part in CAPACITY}
    whole |= {"utilization_loss_ratio": run["utilization_loss"], "deadline_misses": run["deadline_misses"],
              "max_depth": run["stacking"]["max_depth"],
              "max_simultaneous_loss_cpus": run["stacking"]["max_simultaneous_loss"],
              "episodes_total": run["stacking"]["episodes_total"]}
    check = run.get("tie_check", {})
    whole |= {"tie_orders_tried": check.get("orders_tried"), "tie_orders_exhaustive": check.get("exhaustive"),
              "fewest_misses": check.get("fewest_misses"), "most_misses": check.get("most_misses")}
    for task in run["tasks"]:
        row = {key: task[key] for key in ("jobs", "completed", "misses", "preemptions", "migrations")}
        row |= {f"response_{figure}_ns": task["response_ns"][figure] for figure in FIGURES}
        row |= {f"latency_{figure}_ns": task["latency_ns"][figure] for figure in FIGURES}
        row |= {f"response_split_{state}_ns": time for state, time in task["response_split_ns"].items()}
        yield row | whole | {"task": task["name"],
                             "verdict_depends_on_ties": task["name"] in check["tasks"] if check else None}


def job_rows(run):
    numbers = {}
    for job in run["jobs"]:
        numbers[job["task"]] = numbers.get(job["task"], -1) + 1
        yield job | {"job": numbers[job["task"]]}


def step_rows(run):
    series = run["series"]
    kinds = ("stacking_loss", "affinity_loss", "balancing_loss", "idle")
    for i, (start, end) in enumerate(zip(series["at_ns"], [*series["at_ns"][1:], series["end_ns"]], strict=True)):
        yield {"from_ns": start, "to_ns": end, "max_depth": series["max_depth"][i],
               **{f"{kind}_cpus": series[kind][i] for kind in kinds}}


def episode_rows(run):
    for episode in run["stacking"]["episodes"]:
        yield episode | {"tasks": ";".join(re.sub(r"[;\\]", r"\\\g<0>", name) for name in episode["tasks"])}


# Options, the rows they ask for, and the columns that JSON knows nothing of: those of the file.
OF_FILE = {"priority", "period_ns", "relative_deadline_ns", "wcet_ns"}
TABLES = (
    ((), task_rows, OF_FILE),
    (("--ties", "permute:3"), task_rows, OF_FILE),
    (("--jobs",), job_rows, set()),
    (("--series",), step_rows, set()),
    (("--episodes",), episode_rows, set()),
)


def differences(program, command, options, rows_of, of_file, file, stdin):
    arguments = (command, file, *options)
    actual, columns = rows_and_columns(program, *arguments, stdin=stdin)
    # Figures are kept as texts: a digit that differs is a difference.
    report = json.loads(program.output(*arguments, "--format", "json", stdin=stdin), parse_float=str)
    runs = report["variants"] if command == "compare" else [report]
    cpus, seed = next((run["cpus"], run["seed"]) for run in runs if "tasks" in run)

    expected, known = [], set(RUN) | of_file
    for run in runs:
        first = run_cells(file, report, run, cpus, seed)
        rows = [first | row for row in rows_of(run)] if "tasks" in run else [first]
        known.update(*rows)
        expected += rows

    if tuple(columns[:len(RUN)]) != RUN or len(set(columns)) != len(columns):
        yield f"columns {columns}"
    if len(actual) != len(expected):
        yield f"{len(actual)} rows, {len(expected)} in JSON"
        return
    if known - set(RUN) - of_file and known != set(columns):
        yield f"columns that only one of the two has: {sorted(known ^ set(columns))}"
    for i, (wanted, found) in enumerate(zip(expected, actual, strict=True)):
        if None in found or None in found.values():
            yield f"row {i}: too many or too few cells"
            continue
        for column in columns:
            if column not in of_file and found[column] != cell(wanted.get(column)):
                yield f"row {i}, {column}: {found[column]!r}, in JSON {wanted.get(column)!r}"
        for column in of_file:
            may_be_empty = found["applicable"] == "false" or column in ("priority", "period_ns")
            if not re.fullmatch(r"\d*" if may_be_empty else r"\d+", found[column]):
                yield f"row {i}, {column}: {found[column]!r}"


def main():
    program = Program(sys.argv[1])
    failures = []
    checked = 0
    hostile = json.dumps(HOSTILE)
    for file, stdin in [*((example, None) for example in examples()), ("-", hostile)]:
        for command in ("simulate", "compare"):
            for options, rows_of, of_file in TABLES:
                checked += 1
                found = list(differences(program, command, options, rows_of, of_file, file, stdin))
                failures += [f"{command} {file} {' '.join(options)}: {problem}" for problem in found[:5]]

    # What the file says of its tasks.
    checked += 1
    file = "examples/01-zijlstra-stacking.pinstack.json"
    rows, _ = rows_and_columns(program, "simulate", file)
    text = re.sub(r"//.*$", "", (ROOT / file).read_text(encoding="utf-8"), flags=re.MULTILINE)
    if [(row["task"], row["priority"]) for row in rows] != [(task["name"], cell(task.get("priority")))
                                                            for task in json.loads(text)["tasks"]]:
        failures.append(f"{file}: names and priorities are not those of the file")

    # Names in one cell come apart again.
    checked += 1
    rows, _ = rows_and_columns(program, "simulate", "-", "--episodes", stdin=hostile)
    report = program.json("simulate", "-", "--episodes", stdin=hostile)
    names = [split(row["tasks"]) for row in rows]
    if names != [episode["tasks"] for episode in report["stacking"]["episodes"]]:
        failures.append(f"names in one cell: {[row['tasks'] for row in rows]}")
    if not any(len(each) > 5 for each in names):
        failures.append("the hostile names never stand in one cell together")
    return finish(failures, checked)


if __name__ == "__main__":
    sys.exit(main())
