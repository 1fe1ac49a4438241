# SPDX-License-Identifier: Apache-2.0
"""Runs the pinstack under test, from the top of the source tree, and compares what it prints."""

import difflib
import json
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Program:
    def __init__(self, path):
        self.path = str(pathlib.Path(path).resolve())

    def run(self, *arguments, stdin=None, timeout=120):
        """Returns (exit code, stdout, stderr), as text."""
        done = subprocess.run([self.path, *map(str, arguments)], cwd=ROOT, input=stdin, capture_output=True,
                              encoding="utf-8", timeout=timeout)
        return done.returncode, done.stdout, done.stderr

    def output(self, *arguments, stdin=None, timeout=120):
        code, out, err = self.run(*arguments, stdin=stdin, timeout=timeout)
        if code != 0:
            raise AssertionError(f"pinstack {' '.join(map(str, arguments))}: exit code {code}\n{err}")
        return out

    def output_bytes(self, *arguments, stdin=None):
        """As output(), byte for byte: text would have its line ends made uniform."""
        done = subprocess.run([self.path, *map(str, arguments)], cwd=ROOT, capture_output=True, timeout=120,
                              input=None if stdin is None else stdin.encode("utf-8"))
        if done.returncode != 0:
            raise AssertionError(f"pinstack {' '.join(map(str, arguments))}: exit code {done.returncode}\n{done.stderr}")
        return done.stdout

    def json(self, *arguments, stdin=None, timeout=120):
        return json.loads(self.output(*arguments, "--format", "json", stdin=stdin, timeout=timeout))


MECHANISMS = ("kmap", "lazy_mm", "page_fault", "page_tables", "cache_miss", "hotplug")


def variant_name(variant):
    """A variant of a JSON report as texts write it."""
    set_ones = [(key, variant[key]) for key in MECHANISMS if key in variant and (key, variant[key]) != ("hotplug", "wait")]
    return f"{variant['sections']}/{variant['balancer']}" + "".join(f"+{key}={value}" for key, value in set_ones)


def mechanism_figures(run):
    """"kmap.maps" and so on: the figures of the mechanisms that the run of a JSON report used."""
    return {f"{mechanism}.{key}": value for mechanism in MECHANISMS for key, value in run.get(mechanism, {}).items()
            if isinstance(value, int)}


def examples():
    """Every example, as a path from the top of the source tree."""
    return sorted(path.relative_to(ROOT) for path in (ROOT / "examples").rglob("*.pinstack.json"))


def difference(expected, actual, name):
    """A unified diff, or "" where the two texts are equal."""
    return "".join(difflib.unified_diff(expected.splitlines(keepends=True), actual.splitlines(keepends=True),
                                        f"expected {name}", f"actual {name}", n=4))


def finish(failures, checked):
    """Prints every failure and what was checked; the exit code."""
    for failure in failures:
        print(failure.rstrip("\n"), end="\n\n")
    print(f"{checked} checked, {len(failures)} failed")
    return 1 if failures or not checked else 0
