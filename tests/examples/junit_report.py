# SPDX-License-Identifier: Apache-2.0
"""The junit report of every example, read by Python's xml.etree: the structure that pipelines accept, and the verdicts
and figures of the JSON report of the same run.

The structure is that of junit-10.xsd in Jenkins' xUnit plugin (src/main/resources/org/jenkinsci/plugins/xunit/types/
model/xsd/), as far as pinstack uses it; the identity of a case, class name and name, is GitLab's.

junit_report.py PROGRAM
"""

import json
import re
import sys
import xml.etree.ElementTree as ElementTree

from program import Program, examples, finish, mechanism_figures, variant_name

# Element: (required attributes, further attributes, children)
STRUCTURE = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": ({"name", "tests", "failures", "errors"},
                  {"group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"},
                  {"testsuite", "properties", "testcase", "system-out", "system-err"}),
    "properties": (set(), set(), {"property"}),
    "property": ({"name", "value"}, set(), set()),
    "testcase": ({"name"}, {"time", "classname", "group"}, {"skipped", "error", "failure", "system-out", "system-err"}),
    "failure": (set(), {"type", "message"}, set()),
    "error": (set(), {"type", "message"}, set()),
    "skipped": (set(), {"type", "message"}, set()),
}
NOT_REPRODUCIBLE = {"timestamp", "hostname"}
UNIT_NS = {"ns": 1, "us": 1_000, "ms": 1_000_000, "s": 1_000_000_000}

HOSTILE = {
    "pinstack": 1, "name": "]]> & <b>\n\u0007", "platform": {"cpus": 2},
    "tasks": [
        {"name": name, "priority": 10 + i, "releases": [2 * i], "deadline": 9, "home_cpu": 0,
         "body": [{"run": 1}, {"section": [{"run": 4}]}]}
        for i, name in enumerate(["<&>\"'", "a\tb", "a b", "a\nb", "\u0001", "\u0002", "\ufffd", "]]>", "\u00e4\U0001f600",
                                  " a under none/shift", "a"])
    ],
}


def nanoseconds(text):
    if text == "0":
        return 0
    digits, unit = re.fullmatch(r"([\d.]+)([a-z]+)", text).groups()
    whole, _, fraction = digits.partition(".")
    per = UNIT_NS[unit]
    return int(whole) * per + (int(fraction) * per // 10 ** len(fraction) if fraction else 0)


def structure_problems(element):
    required, further, children = STRUCTURE.get(element.tag, (None, None, None))
    if required is None:
        yield f"<{element.tag}> is not in the schema"
        return
    names = set(element.keys())
    if not required <= names or not names <= required | further or names & NOT_REPRODUCIBLE:
        yield f"<{element.tag}> has the attributes {sorted(names)}"
    for child in element:
        if child.tag not in children:
            yield f"<{child.tag}> in <{element.tag}>"
        yield from structure_problems(child)


def count_problems(root):
    totals = dict.fromkeys(("tests", "failures", "errors"), 0)
    for suite in root:
        cases = suite.findall("testcase")
        actual = {"tests": len(cases), "failures": len(suite.findall("testcase/failure")),
                  "errors": len(suite.findall("testcase/error")), "skipped": len(suite.findall("testcase/skipped"))}
        stated = {key: int(suite.get(key)) for key in actual}
        if stated != actual:
            yield f"suite {suite.get('name')} states {stated}, has {actual}"
        if any(len(case) > 1 for case in cases):
            yield f"suite {suite.get('name')} has a case with two verdicts"
        for key in totals:
            totals[key] += actual[key]
    stated = {key: int(root.get(key)) for key in totals}
    if stated != totals:
        yield f"the document states {stated}, has {totals}"
    identities = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    if None in {part for identity in identities for part in identity} or len(set(identities)) != len(identities):
        yield "cases without class name, or two that GitLab takes for one"


def message_problems(element, task):
    """The figures in the message and the text of a failure are those of the task."""
    message = element.get("message")
    if not element.text.startswith(message):
        yield f"the text does not begin with the message: {element.text!r}"
    figures = re.match(r"(\d+) of (\d+) jobs? miss(?:es)? the deadline of (\S+); (?:worst response (\S+?)|none completed)(?:;|$)",
                       message)
    if not figures:
        yield f"message {message!r}"
        return
    misses, jobs, _, worst = figures.groups()
    if (int(misses), int(jobs)) != (task["misses"], task["jobs"]):
        yield f"{message!r}, in JSON {task['misses']} of {task['jobs']}"
    if worst and nanoseconds(worst) != task["response_ns"]["max"]:
        yield f"{message!r}, in JSON {task['response_ns']['max']} ns"
    parts = {name: nanoseconds(time) for name, time in re.findall(r"([a-z_]+) ([\d.]+[a-z]+)(?:,|$)",
                                                                 element.text.partition("summed: ")[2])}
    wanted = {state: time for state, time in task["response_split_ns"].items() if time}
    if parts != wanted or list(parts.values()) != sorted(parts.values(), reverse=True):
        yield f"{element.text!r}, in JSON {wanted}"


def shown(name):
    """What of a name XML can hold."""
    return re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", name)


def suite_problems(suite, run, file):
    variant = variant_name(run["variant"])
    properties = {entry.get("name"): entry.get("value") for entry in suite.iter("property")}
    cases = suite.findall("testcase")
    if properties.get("variant") != variant or properties.get("order") != run["variant"]["order"]:
        yield f"properties {properties}"
    if not suite.get("name").endswith(f" under {variant}"):
        yield f"name {suite.get('name')!r}"
    if any(case.get("classname") != str(file) or not re.search(rf" under {re.escape(variant)}( #\d+)?$", case.get("name"))
           for case in cases):
        yield "a case without its file or its variant"
    if "tasks" not in run:
        skipped = suite.findall("testcase/skipped")
        if len(cases) != 1 or [entry.get("message") for entry in skipped] != [run["why_not"]]:
            yield f"not skipped with the reason {run['why_not']!r}"
        return
    wanted = {"pinstack_version": run["pinstack"]["version"], "system": shown(run["system"]), "cpus": str(run["cpus"]),
              "seed": str(run["seed"]), "ties": run["ties"], "span_ns": str(run["span_ns"]),
              "stacking_loss_ns": str(run["capacity_ns"]["stacking_loss"]),
              "max_depth": str(run["stacking"]["max_depth"]), "deadline_misses": str(run["deadline_misses"]),
              "tasks": str(len(run["tasks"])), "utilization_loss_ratio": str(run["utilization_loss"])}
    wanted |= {name: str(value) for name, value in mechanism_figures(run).items()}
    for name, value in wanted.items():
        if properties.get(name) != value:
            yield f"property {name} is {properties.get(name)!r}, in JSON {value!r}"
    if len(cases) != len(run["tasks"]):
        yield f"{len(cases)} cases for {len(run['tasks'])} tasks"
        return
    for case, task in zip(cases, run["tasks"], strict=True):
        if not case.get("name").startswith(f"{shown(task['name'])} under "):
            yield f"case {case.get('name')!r} for the task {task['name']!r}"
        verdict = case[0].tag if len(case) else "passed"
        due = "failure" if task["misses"] else "skipped" if not task["jobs"] else "passed"
        if verdict != due:
            yield f"{task['name']}: {verdict}, by JSON {due}"
        elif verdict == "failure":
            yield from (f"{task['name']}: {problem}" for problem in message_problems(case[0], task))


def problems_of(program, command, file, stdin):
    text = program.output(command, file, "--format", "junit", stdin=stdin)
    report = program.json(command, file, stdin=stdin)
    runs = report["variants"] if command == "compare" else [report]
    root = ElementTree.fromstring(text.encode("utf-8"))
    if not text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n') or not text.endswith("</testsuites>\n"):
        yield "does not begin or end as it should"
    if root.tag != "testsuites" or len(root) != len(runs):
        yield f"<{root.tag}> with {len(root)} suites for {len(runs)} variants"
        return
    yield from structure_problems(root)
    yield from count_problems(root)
    for suite, run in zip(root, runs, strict=True):
        yield from suite_problems(suite, run, file)
    if program.output(command, file, "--format", "junit", stdin=stdin) != text:
        yield "other bytes the second time"


def main():
    program = Program(sys.argv[1])
    failures = []
    checked = 0
    failed = skipped = 0
    for file, stdin in [*((example, None) for example in examples()), ("-", json.dumps(HOSTILE))]:
        for command in ("simulate", "compare"):
            checked += 1
            found = list(problems_of(program, command, file, stdin))
            failures += [f"{command} {file}: {problem}" for problem in found[:5]]
            text = program.output(command, file, "--format", "junit", stdin=stdin)
            failed += text.count("<failure ")
            skipped += text.count("<skipped ")
    if failed < 10 or skipped < 1:
        failures.append(f"only {failed} failures and {skipped} skipped variants in all examples: too few to test with")
    return finish(failures, checked)


if __name__ == "__main__":
    sys.exit(main())
