# SPDX-License-Identifier: Apache-2.0
"""The commands that the topics of `pinstack explain` give to try run, and a figure that a topic quotes is printed.

In a section "## Try" of data/explain/*.md an indented line is a command. Commands run from the top of the source tree.
What the sentences after it put in quotation marks must be in the output, line breaks not counted.
"""

import re
import shlex
import sys

from program import ROOT, Program, finish

TRY = re.compile(r"^## Try\n(.*?)^## ", re.MULTILINE | re.DOTALL)


def plain(text):
    return " ".join(text.split())


def main():
    program = Program(sys.argv[1])
    failures = []
    checked = 0
    for path in sorted((ROOT / "data" / "explain").glob("*.md")):
        section = TRY.search(path.read_text(encoding="utf-8"))
        lines = section.group(1).splitlines() if section else []
        commands = [line.strip() for line in lines if line.startswith("    ")]
        if not commands:
            failures.append(f"{path.name}: nothing to try")
        printed = ""
        for command in commands:
            checked += 1
            words = shlex.split(command)
            if words[0] != "pinstack":
                failures.append(f"{path.name}: not a command of pinstack: {command}")
                continue
            code, out, err = program.run(*words[1:])
            printed += out
            if code != 0:
                failures.append(f"{path.name}: {command}\n    exit code {code}: {err}")
        said = plain(" ".join(line for line in lines if not line.startswith("    ")))
        for quoted in re.findall(r'"([^"]+)"', said):
            if quoted not in plain(printed):
                failures.append(f"{path.name}: not in the output: {quoted}")
    return finish(failures, checked)


if __name__ == "__main__":
    sys.exit(main())
