# SPDX-License-Identifier: Apache-2.0
"""How the tests that the lists name are run.

`rules` is the program engine_rules_test, or whichever has a name that ends so; `bounds:gfb_test` the cases of that program
that are in the file gfb_test.cpp; `golden` the script tests/examples/golden.py.
"""

import os
import pathlib
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPTS = {"golden": ["golden.py"], "figures": ["figures.py"], "kernel_traces": ["kernel_traces.py"],
           "kernel_agreement": ["kernel_agreement.py"], "kernel_changes": ["kernel_changes.py"],
           "linux_twin": ["linux_twin.py", "--failures", "1", "--as-found"], "workloads": ["workloads.py"]}
SLOW = {"comparison", "kernel_scenarios", "costs", "hotplug", "observer", "explore", "report", "linux_twin", "kernel_agreement",
        "kernel_changes"}
MOST_MEMORY = 6 << 30


def declared_programs():
    """The test programs of tests/model and tests/analyzer, by name."""
    names = set()
    for path in [*ROOT.glob("tests/model/**/CMakeLists.txt"), *ROOT.glob("tests/analyzer/**/CMakeLists.txt")]:
        text = path.read_text(encoding="utf-8")
        names |= set(re.findall(r"pinstack_add_test\((\w+_test)\b", text))
        for variable_names, pattern in re.findall(r"foreach\(name ([\w\s]+)\)\s*pinstack_add_test\(([\w${}]+)", text):
            names |= {pattern.replace("${name}", name) for name in variable_names.split()}
    return names


PROGRAMS = declared_programs()


def program_of(name):
    """The one program that the first half of a test's name means."""
    wanted = name.partition(":")[0]
    matching = [each for each in PROGRAMS if each in (f"{wanted}_test", f"engine_{wanted}_test", f"analyzer_{wanted}_test",
                                                      f"model_{wanted}_test")]
    return matching[0] if len(matching) == 1 else None


def is_known(name):
    if name in SCRIPTS:
        return True
    _, _, file = name.partition(":")
    return program_of(name) is not None and (not file or any(ROOT.glob(f"tests/**/{file}.cpp")))


def files(name, all_files):
    """Of all files those that the test is made of."""
    if name in SCRIPTS:
        return [file for file in all_files if file.startswith(("tests/examples/", "tests/support/", "examples/"))]
    program, _, file = name.partition(":")
    own = [each for each in all_files if each.startswith("tests/") and each.endswith(f"/{file or program + '_test'}.cpp")]
    return own or [each for each in all_files if each.startswith("tests/") and each.endswith(".cpp")]


def command(name, tree, build):
    if name in SCRIPTS:
        script, *options = SCRIPTS[name]
        return [sys.executable, "-B", str(tree / "tests/examples" / script), str(build / "analyzer/pinstack"), *options]
    program = next((build / "tests").rglob(program_of(name)), None)
    if program is None:
        raise FileNotFoundError(f"{program_of(name)} is not built")
    _, _, file = name.partition(":")
    return [str(program), "--abort", *(["--filenames-as-tags", f"[#{file}]"] if file else [])]


def targets(names):
    """What has to be built for these tests."""
    return sorted({"pinstack_program" if name in SCRIPTS else program_of(name) for name in names})


def limit_resources():
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))


def run(name, tree, build, mutant=0, limit=None, must_run=False):
    """Returns (what ended it: "passed", "failed", "no end", or "nothing ran" if something must, seconds)."""
    begin = time.monotonic()
    environment = dict(os.environ, PINSTACK_MUTANT=str(mutant))
    printed = tempfile.TemporaryFile() if must_run else None
    child = subprocess.Popen(command(name, tree, build), cwd=tree, env=environment, start_new_session=True,
                             stdin=subprocess.DEVNULL, stdout=printed or subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             preexec_fn=limit_resources)
    try:
        code = child.wait(limit)
        how = "passed" if code == 0 else "failed"
    except subprocess.TimeoutExpired:
        how = "no end"
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
    if printed is not None:
        printed.seek(0)
        if b"No test" in printed.read():
            how = "nothing ran"
        printed.close()
    return how, time.monotonic() - begin
