# SPDX-License-Identifier: Apache-2.0
"""programs.py TREE FOLDER...: the installed programs find what they need, wherever they are, and do not contain the names of the
folders; the documents' links lead somewhere.
"""

import json
import re
import sys

from package_tree import Tree

CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def main():
    tree = Tree(sys.argv[1])
    examples = sorted(tree.path("share/pinstack/examples").rglob("*.pinstack.json"))
    tree.check(len(examples) > 40, f"only {len(examples)} examples")
    for example in examples:
        tree.output(["pinstack", "validate", example])
        schema = json.loads(re.sub(r"^\s*//.*$", "", example.read_text(), flags=re.M)).get("$schema")
        if schema:
            tree.check((example.parent / schema).exists(), f"{example}: its schema {schema} is not installed")
    report = json.loads(tree.output(["pinstack", "simulate", "--format", "json",
                                     tree.path("share/pinstack/examples/01-zijlstra-stacking.pinstack.json")]))
    tree.check(report["capacity_ns"]["stacking_loss"] == 60_000_000, "the loss of example 01 is not 60 ms")
    tree.check("cost" in tree.output(["pinstack", "explain", "context_switch"]).lower(), "no topic of costs")
    # Cost models are inside of the program.
    costs = tree.path("share/pinstack/examples/costs")
    tree.check(any(tree.output(["pinstack", "simulate", file]) for file in costs.glob("*.pinstack.json")), "no costs")
    tree.check(tree.output(["pinstack", "--version"]).startswith("pinstack "), "no version")
    traces = sorted(tree.path("share/pinstack/data/kernel-traces/raw").glob("*.gz"))
    tree.check("threads" in tree.output(["pinstack", "trace", traces[0]]), "the trace of a kernel is not read")

    for program in sorted(tree.path("bin").iterdir()):
        bytes_of_it = program.read_bytes()
        for folder in sys.argv[2:]:
            tree.check(folder.encode() not in bytes_of_it, f"{program.name} knows {folder}, which its user does not have")

    documents = tree.path("share/doc/pinstack")
    for page in [documents / "README.md", *sorted((documents / "docs").glob("*.md"))]:
        for target in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
            # The source tree's own pages are for those who have it.
            if re.match(r"(\.\./)?(gui|model|analyzer|tests)/", target):
                continue
            tree.check((page.parent / target).exists(), f"{page.name}: {target} is not installed")
    tree.finish()


main()
