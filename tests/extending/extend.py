# SPDX-License-Identifier: Apache-2.0
"""extend.py SOURCE TREE: copies into TREE the files that docs/extending.md changes, changed as it says.

A block of the page follows a line `**PATH**, a new file:` or "**PATH**, behind `LINE`:", where LINE is the beginning, without
blanks, of a line of the file. What begins there may go on up to a line that ends with a comma, a semicolon or ".cpp".
"""

import pathlib
import re
import sys

STEP = re.compile(r"^\*\*(\S+)\*\*, (?:(a new file)|behind `([^`]+)`):\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def behind(text, anchor, block, path):
    """`text` with the block behind the statement that begins with the anchor."""
    lines = text.splitlines(keepends=True)
    found = [i for i, line in enumerate(lines) if line.strip().startswith(anchor)]
    if len(found) != 1:
        raise SystemExit(f"{path}: {len(found)} lines begin with {anchor}")
    end = found[0]
    while not re.search(r"([,;]|\.cpp)$", lines[end].rstrip()) or lines[end].count("{") > lines[end].count("}"):
        end += 1
    return "".join(lines[:end + 1]) + block + "".join(lines[end + 1:])


def main():
    source, tree = map(pathlib.Path, sys.argv[1:3])
    steps = STEP.findall((source / "docs/extending.md").read_text(encoding="utf-8"))
    if len(steps) != 8:
        raise SystemExit(f"docs/extending.md has {len(steps)} steps")
    changed = {}
    for path, is_new, anchor, block in steps:
        before = changed.get(path) or ("" if is_new else (source / path).read_text(encoding="utf-8"))
        changed[path] = block if is_new else behind(before, anchor, block, path)
    for path, text in changed.items():
        target = tree / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
