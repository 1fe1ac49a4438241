# SPDX-License-Identifier: Apache-2.0
"""Every example under `compare`, `simulate` and `analyze`, and some as traces and graphs, byte for byte as in golden/.

golden.py PROGRAM            compare
golden.py PROGRAM --bless    store what the program prints now; look at `git diff` before you commit it
"""

import argparse
import pathlib
import sys

from program import ROOT, Program, difference, examples, finish

GOLDEN = ROOT / "tests/examples/golden"
# A stack; one that sleeps in its section, and migrates.
TRACED = [pathlib.Path("examples/01-zijlstra-stacking.pinstack.json"),
          pathlib.Path("examples/08-sleep-in-section.pinstack.json")]
TRACES = {"ftrace": ".ftrace", "perfetto": ".perfetto.json", "dot": ".dot"}


def golden_file(example, command):
    name = example.relative_to("examples").as_posix().removesuffix(".pinstack.json")
    return GOLDEN / f"{name}.{command}.json"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--bless", action="store_true")
    options = parser.parse_args()
    program = Program(options.program)

    failures = []
    wanted = {}
    for example in examples():
        for command in ("compare", "simulate", "analyze"):
            wanted[golden_file(example, command)] = program.output(command, example, "--format", "json")

    for example in TRACED:
        base = GOLDEN / example.name.removesuffix(".pinstack.json")
        for form, ending in TRACES.items():
            wanted[base.with_name(base.name + ending)] = program.output("convert", example, "--to", form, "-o", "-")
        wanted[base.with_name(base.name + ".timehist")] = program.output("simulate", example, "--format", "timehist")

    stored = {path for path in GOLDEN.rglob("*") if path.is_file()}
    if options.bless:
        for path, text in wanted.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for path in stored - wanted.keys():
            path.unlink()
        print(f"{len(wanted)} files blessed")
        return 0

    for path, actual in wanted.items():
        name = path.relative_to(ROOT).as_posix()
        if path not in stored:
            failures.append(f"{name}: missing; look at the figures, then run golden.py with --bless")
        elif diff := difference(path.read_text(encoding="utf-8"), actual, name):
            failures.append(diff)
    for path in sorted(stored - wanted.keys()):
        failures.append(f"{path.relative_to(ROOT).as_posix()}: there is no such example")
    return finish(failures, len(wanted))


if __name__ == "__main__":
    sys.exit(main())
