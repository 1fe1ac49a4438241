# SPDX-License-Identifier: Apache-2.0
"""The copy of the source that holds all mutants, and its build."""

import collections
import pathlib
import shutil
import subprocess

import mutants as lists
import tests

ROOT = lists.ROOT
TREE = ROOT / "build/mutation/tree"
BUILD = TREE / "build/test"
LEFT_OUT = ("build/", "gui/", "tests/gui/")


def source_files():
    """By name from the top of the source: what git knows, or would if it were told."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True,
                            text=True).stdout
    return [name for name in listed.splitlines() if not name.startswith(LEFT_OUT) and (ROOT / name).is_file()]


def write_if_changed(path, content):
    """Else what is built of it would be built again."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def make(mutants):
    by_file = collections.defaultdict(list)
    for mutant in mutants:
        by_file[mutant.file].append(mutant)
    names = source_files()
    for name in names:
        content = (ROOT / name).read_bytes()
        if name in by_file:
            content = lists.rewritten(content.decode("utf-8"), by_file[name]).encode()
        if name == "model/CMakeLists.txt":  # the event loops, inlined as for use, take minutes
            content += b"set_target_properties(pinstack_model PROPERTIES COMPILE_OPTIONS -O1)\n"
        write_if_changed(TREE / name, content)
        shutil.copymode(ROOT / name, TREE / name)
    write_if_changed(TREE / lists.HEADER, lists.HEADER_TEXT.encode())
    wanted = {*names, str(lists.HEADER)}
    for path in [path for path in TREE.rglob("*") if path.is_file() and not path.is_relative_to(TREE / "build")]:
        if str(path.relative_to(TREE)) not in wanted:
            path.unlink()


def build(names, jobs):
    """What these tests need. Goes on after errors, to show them all."""
    options = [] if (BUILD / "build.ninja").is_file() else ["-DPINSTACK_GUI=OFF"]
    subprocess.run(["cmake", "--preset", "test", *options], cwd=TREE, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", "--preset", "test", "--parallel", str(jobs), "--target", *tests.targets(names),
                    "--", "-k", "0"], cwd=TREE, check=True)
