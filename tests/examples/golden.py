# SPDX-License-Identifier: Apache-2.0
"""Every example under `compare`, `simulate` and `analyze`, byte for byte as stored in golden/.

golden.py PROGRAM            compare
golden.py PROGRAM --bless    store what the program prints now; look at `git diff` before you commit it
"""

import argparse
import pathlib
import sys

from program import ROOT, Program, difference, examples, finish

GOLDEN = ROOT / "tests/examples/golden"


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

    stored = set(GOLDEN.rglob("*.json"))
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
