# SPDX-License-Identifier: Apache-2.0
"""manual.py TREE: the manual pages have every command and every option of --help and nothing else; they are well-formed."""

import re
import subprocess
import sys

from package_tree import Tree

OPTION = re.compile(r"--[a-z][a-z-]*")


def plain(page):
    """The page as it is read, without emphasis or hyphenation."""
    done = subprocess.run(["groff", "-man", "-Tascii", "-P-c", "-rHY=0", "-rLL=400n", page], capture_output=True,
                          encoding="ascii")
    return re.sub(r".\x08", "", done.stdout)


def described(text):
    """The options that a paragraph or a line of help begins with."""
    found = set()
    for line in re.findall(r"^ +((?:-[a-zA-Z-]+,? ?)+)", text, flags=re.M):
        found.update(OPTION.findall(line))
    return found


def main():
    tree = Tree(sys.argv[1])
    pages = {page.stem: page for page in tree.path("share/man/man1").glob("*.1")}
    for name, page in pages.items():
        done = subprocess.run(["groff", "-man", "-ww", "-z", page], capture_output=True, encoding="utf-8")
        tree.check(done.returncode == 0 and not done.stderr, f"{name}(1): {done.stderr}")
        # man-db's whatis needs it.
        tree.check(re.search(r"^\.SH NAME\n\S+ \\- \S", page.read_text(), flags=re.M), f"{name}(1): no name and gist")

    commands = re.findall(r"^  ([a-z]+) .*$", tree.output(["pinstack", "--help"]).split("Usage:")[1], flags=re.M)
    tree.check(len(commands) > 10, "--help names no commands")
    expected = {"pinstack", *(f"pinstack-{command}" for command in commands)}
    tree.check(expected <= set(pages), f"no pages: {expected - set(pages)}")
    tree.check(set(pages) <= expected | {"pinstack-gui"}, f"pages of nothing: {set(pages) - expected}")
    main_page = plain(pages["pinstack"])
    for command in commands:
        tree.check(re.search(rf"^ +{command}\b", main_page, flags=re.M), f"pinstack(1) does not name {command}")
        on_page = described(plain(pages[f"pinstack-{command}"]).split("OPTIONS")[-1].split("EXIT STATUS")[0])
        in_help = described(tree.output(["pinstack", command, "--help"]))
        tree.check(in_help and on_page == in_help, f"pinstack-{command}(1) and --help differ: {on_page ^ in_help}")
        seen = plain(pages[f"pinstack-{command}"])
        for line in re.findall(r"^  (pinstack .*)$", tree.output(["pinstack", command, "--help"]), flags=re.M):
            tree.check(line in seen, f"pinstack-{command}(1) has not the example {line}")

    if "pinstack-gui" in pages:
        in_help = described(tree.output(["pinstack-gui", "--help"]))
        on_page = described(plain(pages["pinstack-gui"]).split("OPTIONS")[-1].split("EXIT STATUS")[0])
        tree.check(in_help and on_page == in_help, f"pinstack-gui(1) and --help differ: {on_page ^ in_help}")
    tree.finish()


main()
