# SPDX-License-Identifier: Apache-2.0
"""The kernel rig, as far as it goes without a kernel: its scripts are read by their shells, its runner is built and
reads the scenario of every example that has one, and gives it back as it was written.

kernel_rig.py PROGRAM
"""

import pathlib
import re
import subprocess
import sys
import tempfile

from program import ROOT, Program, difference, examples, finish

RIG = ROOT / "examples" / "kernel-rig"


def output_of(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True, encoding="utf-8", timeout=120)
    return done.returncode, done.stdout + done.stderr


def check_scripts(failures):
    for shell, script in (("bash", "run"), ("sh", "init")):
        code, text = output_of(shell, "-n", RIG / script)
        if code != 0:
            failures.append(f"{script}: {text}")
    for words, expected in ((["--help"], 0), ([], 2), (["x.json"], 2), (["x.json", "-o", "y", "--scale", "0"], 2),
                            (["x.json", "--no-such"], 2), (["x.json", "-o"], 2)):
        code, text = output_of(RIG / "run", *words)
        if code != expected:
            failures.append(f"run {words}: exit code {code}, expected {expected}\n{text}")
    return 8


def check_licences(failures):
    files = [path for path in (RIG / "module").iterdir() if path.is_file()]
    for path in files:
        if not re.search(r"SPDX-License-Identifier: .*GPL-2\.0", path.read_text()):
            failures.append(f"{path}: code of a kernel module under another licence than GPL-2.0")
    return len(files)


def check_scenarios(program, runner, folder, failures):
    checked = 0
    for example in examples():
        file = pathlib.Path(folder) / "scenario"
        code, _, error = program.run("convert", example, "--to", "rig", "-o", file)
        if code != 0:
            refused = ("/kernel/order", "/name", "an operation on memory", "/events")
            if not any(each in error for each in refused):
                failures.append(f"{example}: {error}")
            continue
        code, text = output_of(runner, "check", file)
        if code != 0 or text != file.read_text():
            failures.append(f"{example}: " + (difference(file.read_text(), text, "scenario") if code == 0 else text))
        checked += 1
    broken = pathlib.Path(folder) / "broken"
    for text in ("", "pinstack-rig 2\n", "pinstack-rig 1\ncpus 2\ntask fifo 10 2 0 A\nend\n",
                 "pinstack-rig 1\ncpus 2\ntask fifo 10 0 0 A\njob 0 walk:3\nend\n",
                 "pinstack-rig 1\ncpus 2\ntask fifo 10 0 0 A\njob 0 run\nend\n",
                 "pinstack-rig 1\ncpus 2\ntask fifo 10 0 0 A\njob 0 run:1\n"):
        broken.write_text(text)
        code, said = output_of(runner, "check", broken)
        if code != 1 or not said.startswith("rig-runner: "):
            failures.append(f"{text!r}: exit code {code}, {said!r}")
    return checked + 6


def main():
    program = Program(sys.argv[1])
    failures = []
    checked = check_scripts(failures) + check_licences(failures)
    with tempfile.TemporaryDirectory() as folder:
        runner = pathlib.Path(folder) / "rig-runner"
        code, text = output_of("cc", "-O1", "-Wall", "-Wextra", "-Werror", *sorted((RIG / "runner").glob("*.c")), "-o",
                               runner, "-lpthread")
        if code != 0:
            failures.append(text)
        else:
            checked += check_scenarios(program, runner, folder, failures)
    return finish(failures, checked)


if __name__ == "__main__":
    sys.exit(main())
