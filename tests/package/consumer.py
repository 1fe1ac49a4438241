# SPDX-License-Identifier: Apache-2.0
"""consumer.py TREE PROJECT COMPILER flags:FLAGS: a project that finds pinstack in the tree is built and run."""

import pathlib
import subprocess
import sys
import tempfile

from package_tree import Tree


def main():
    tree = Tree(sys.argv[1])
    project, compiler, flags = sys.argv[2:5]
    example = tree.path("share/pinstack/examples/01-zijlstra-stacking.pinstack.json")
    shown = tree.path("share/doc/pinstack/docs/install.md").read_text(encoding="utf-8")
    program = pathlib.Path(project, "stacking_loss.cpp").read_text(encoding="utf-8")
    tree.check(program[program.index("#include"):] in shown, "docs/install.md does not show stacking_loss.cpp")
    with tempfile.TemporaryDirectory() as build:
        for command in (["cmake", "-S", project, "-B", build, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={tree.root}",
                         f"-DCMAKE_CXX_COMPILER={compiler}", f"-DCMAKE_CXX_FLAGS={flags.removeprefix('flags:')}"],
                        ["cmake", "--build", build]):
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
            tree.check(done.returncode == 0, f"{' '.join(command)}\n{done.stdout}")
            if done.returncode != 0:
                tree.finish()
        # Example 01: 30 ms in each of two bursts (tests/examples/README.md).
        for program in ("stacking_loss", "by_pkg_config"):
            tree.check(tree.output([f"{build}/{program}", example]) == "60000000\n", f"{program}: not 60 ms")
        variants = tree.output([f"{build}/best_variant", example])
        for line in ("migrate_disable/wake-previous 60000000", "migrate_disable/swap-on-entry 0"):
            tree.check(line in variants.splitlines(), f"best_variant does not print {line}:\n{variants}")
        version = tree.output(["pinstack", "--version"]).split()[1]
        tree.check(f"pinstack {version}: " in variants, f"best_variant is not of version {version}:\n{variants}")
    tree.finish()


main()
