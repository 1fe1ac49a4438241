# SPDX-License-Identifier: Apache-2.0
"""README.md, examples/README.md and docs/ show what the program prints.

In a fenced block of type `console`, a line that begins with "$ " is a command; the lines up to the next one are what it
prints (standard output and errors together). A line "..." stands for lines left out. Commands run from the top of the
source tree. Images under docs/images are made by the commands in IMAGES.

documentation.py PROGRAM            compare
documentation.py PROGRAM --bless    write what the program prints now into the documents
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from program import ROOT, Program, difference, finish

IMAGES = {
    "docs/images/zijlstra-stacking.svg":
        ["compare", "examples/01-zijlstra-stacking.pinstack.json", "--format", "svg",
         "--variants", "migrate_disable/wake-previous,migrate_disable/swap-on-entry"],
    "docs/images/overload-then-stack.svg":
        ["compare", "examples/03-overload-then-stack.pinstack.json", "--format", "svg",
         "--variants", "migrate_disable/shift,migrate_disable/swap-on-entry"],
    "docs/images/urgent-task-blocked.svg":
        ["compare", "examples/06-urgent-task-blocked.pinstack.json", "--format", "svg",
         "--variants", "preempt_disable/idle-first,migrate_disable/idle-first"],
    "docs/images/interference-moves-away.svg":
        ["compare", "examples/10-interference-moves-away.pinstack.json", "--format", "svg",
         "--variants", "migrate_disable/wake-previous,migrate_disable/shift"],
}
# What commands make, and would find made by an earlier program.
LEFTOVERS = ["build/small.sqlite"]
ELLIPSIS = "..."
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def documents():
    return [ROOT / "README.md", ROOT / "examples/README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def run(command, program, bin_folder):
    """What a shell prints. `pinstack` is the program under test, and ./examples/run uses it."""
    command = re.sub(r"^\./examples/run$", f"./examples/run '{program.path}'", command)
    environment = dict(os.environ, PATH=f"{bin_folder}:{os.environ['PATH']}", NO_COLOR="1", LC_ALL="C.UTF-8")
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, env=environment, encoding="utf-8", timeout=120,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout


def parts(block):
    """[(command, shown output)] of a block."""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
        else:
            raise AssertionError(f"a console block begins without a command: {line}")
    return found


def shown_of(actual, shown):
    """`actual` with lines left out as in `shown`: as many lines kept at the head, at the tail, and between two gaps from
    where the first line of these occurs."""
    if ELLIPSIS not in shown:
        return actual
    groups = [[]]
    for line in shown:
        if line == ELLIPSIS:
            groups.append([])
        else:
            groups[-1].append(line)
    head, *middle, tail = groups
    end = len(actual) - len(tail)
    position = len(head)
    kept = actual[:position]
    for group in middle:
        start = next((i for i in range(position, end) if actual[i] == group[0]), None)
        if start is None:
            continue
        position = start + len(group)
        kept += [ELLIPSIS, *actual[start:position]]
    return kept + [ELLIPSIS] + actual[end:] if position < end else actual


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--bless", action="store_true")
    options = parser.parse_args()
    program = Program(options.program)

    for name in LEFTOVERS:
        (ROOT / name).unlink(missing_ok=True)
    failures = []
    checked = 0
    with tempfile.TemporaryDirectory() as bin_folder:
        (pathlib.Path(bin_folder) / "pinstack").symlink_to(program.path)

        for document in documents():
            text = document.read_text(encoding="utf-8")
            name = document.relative_to(ROOT).as_posix()

            def current(match):
                nonlocal checked
                lines = []
                for command, shown in parts(match.group(1)):
                    checked += 1
                    actual = [line.rstrip() for line in run(command, program, bin_folder).splitlines()]
                    lines += [f"$ {command}", *shown_of(actual, shown)]
                return "```console\n" + "".join(f"{line}\n" for line in lines) + "```"

            updated = BLOCK.sub(current, text)
            if updated != text:
                if options.bless:
                    document.write_text(updated, encoding="utf-8")
                    print(f"{name}: updated")
                else:
                    failures.append(difference(text, updated, name))

    for name, arguments in IMAGES.items():
        checked += 1
        actual = program.output(*arguments)
        path = ROOT / name
        if options.bless:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(actual, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != actual:
            failures.append(f"{name}: not what `pinstack {' '.join(arguments)}` prints now")
    return finish(failures, checked)


if __name__ == "__main__":
    sys.exit(main())
