# SPDX-License-Identifier: Apache-2.0
"""completion.py TREE: what bash offers where, and that the program takes what is offered."""

import re
import shlex
import sys

from package_tree import Tree

SCRIPT = "share/bash-completion/completions/pinstack"


def offered(tree, line):
    """What bash offers at the end of the line. As readline does, it parts words at "=", too."""
    words = []
    for word in line.split(" "):
        words += [part for part in re.split(r"(=)", word) if part or word == ""]
    quoted = " ".join(shlex.quote(word) for word in words)
    return tree.output(["bash", "-c", f"set -u; source {tree.path(SCRIPT)}; COMP_WORDS=({quoted}); "
                                      f"COMP_CWORD={len(words) - 1}; _pinstack; "
                                      'if ((${#COMPREPLY[@]})); then printf "%s\\n" "${COMPREPLY[@]}"; fi']).splitlines()


def main():
    tree = Tree(sys.argv[1])
    system = tree.path("share/pinstack/examples/01-zijlstra-stacking.pinstack.json")

    def expect(line, *words):
        found = offered(tree, line)
        tree.check(found == list(words), f"{line}|: {found}, not {list(words)}")

    commands = re.findall(r"^  ([a-z]+) .*$", tree.output(["pinstack", "--help"]).split("Usage:")[1], flags=re.M)
    expect("pinstack ", *commands, "--help", "--version")
    expect("pinstack si", "simulate")
    expect("pinstack nonsense --", *[])
    for command in commands:
        in_help = re.findall(r"^ +(?:-[a-z], )?(--[a-z-]+)", tree.output(["pinstack", command, "--help"]), flags=re.M)
        expect(f"pinstack {command} --", *in_help)
    expect("pinstack simulate --order ", "fp", "edf", "linux")
    expect("pinstack simulate --order=e", "edf")
    expect("pinstack simulate --order=", "fp", "edf", "linux")
    expect("pinstack simulate --seed ", *[])
    expect("pinstack explain theorem", *[])
    expect("pinstack explain Theorem", "Theorem-1", "Theorem-2", "Theorem-4")
    expect(f"pinstack compare {system.parent}/01", str(system))
    expect(f"pinstack compare {system} -o {system.parent}/01", str(system))

    # What is offered for these is what they take.
    for option in ("--format", "--sections", "--balancer", "--order"):
        words = offered(tree, f"pinstack simulate {option} ")
        tree.check(len(words) > 1, f"simulate {option}: nothing is offered")
        for word in words:
            word = word.replace("bounded-stack:", "bounded-stack:2")
            order = ["--order", "edf"] if word == "linux-dl" else []
            done = tree.run(["pinstack", "simulate", system, option, word, *order])
            tree.check(done.returncode == 0, f"simulate {option} {word} is offered and refused: {done.stderr}")
    for topic in offered(tree, "pinstack explain "):
        tree.output(["pinstack", "explain", topic])
    tree.finish()


main()
