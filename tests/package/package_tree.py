# SPDX-License-Identifier: Apache-2.0
"""The installed tree under test, and a list of what is wrong with it."""

import os
import pathlib
import subprocess
import sys


class Tree:
    def __init__(self, root):
        self.root = pathlib.Path(root).resolve()
        self.failures = []
        self.checked = 0

    def path(self, name):
        return self.root / name

    def run(self, command, **more_environment):
        """The words, with the tree's programs on the path, from a folder that has nothing to do with the sources."""
        sanitizers = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
        environment = {"PATH": f"{self.root}/bin:/usr/bin:/bin", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8",
                       "QT_QPA_PLATFORM": "offscreen", **sanitizers, **more_environment}
        return subprocess.run(list(map(str, command)), cwd="/", env=environment, encoding="utf-8", timeout=120,
                              stdin=subprocess.DEVNULL, capture_output=True)

    def output(self, command):
        done = self.run(command)
        self.check(done.returncode == 0,
                   f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def check(self, holds, otherwise):
        self.checked += 1
        if not holds:
            self.failures.append(otherwise)

    def finish(self):
        for failure in self.failures:
            print(failure.rstrip("\n"), end="\n\n")
        print(f"{self.checked} checked, {len(self.failures)} failed")
        sys.exit(1 if self.failures or not self.checked else 0)
