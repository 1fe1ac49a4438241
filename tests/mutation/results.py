# SPDX-License-Identifier: Apache-2.0
"""What is known of the mutants, in a file, so that a run goes on where the last one was stopped.

All is forgotten when the source of the program changes. That a test did not notice a mutant is forgotten when the files of
the test change; what they include, and scripts run, is not looked at.
"""

import hashlib
import json

import mutants as lists
import tests
import tree

FILE = lists.ROOT / "build/mutation/results.json"


def digest(names):
    sums = hashlib.sha256()
    for name in names:
        sums.update(name.encode() + b"\0" + (lists.ROOT / name).read_bytes())
    return sums.hexdigest()


class Results:
    def __init__(self):
        self.names = tree.source_files()
        source = digest(name for name in self.names if name.startswith(("model/", "analyzer/", "data/")))
        self.all = {"source": source, "mutants": {}, "undisturbed": {}}
        self.digests = {}
        if FILE.is_file():
            stored = json.loads(FILE.read_text(encoding="utf-8"))
            if stored["source"] == source:
                self.all = stored

    def forget(self, mutant):
        self.all["mutants"].pop(mutant.name, None)

    def of(self, mutant):
        """{"text", "by", "how"; "passed": {test: digest of its files}}"""
        text = f"{mutant.file}: {mutant.original} -> {mutant.mutated}"
        known = self.all["mutants"].setdefault(mutant.name, {})
        if known.get("text") != text:
            known.clear()
            known.update(text=text, by="", how="", passed={})
        return known

    def open_tests(self, mutant):
        """Those that may notice it yet."""
        known = self.of(mutant)
        if known["by"]:
            return []
        return [test for test in mutant.tests if known["passed"].get(test) != self.digest_of(test)]

    def has_passed(self, mutant, test):
        self.of(mutant)["passed"][test] = self.digest_of(test)

    def noticed(self, mutant, test, how):
        self.of(mutant).update(by=test, how=how)

    def seconds_of(self, test):
        """How long it takes undisturbed; None where that is not known."""
        digest_then, seconds = self.all["undisturbed"].get(test, (None, None))
        return seconds if digest_then == self.digest_of(test) else None

    def takes(self, test, seconds):
        self.all["undisturbed"][test] = [self.digest_of(test), seconds]

    def store(self):
        FILE.write_text(json.dumps(self.all, indent=1), encoding="utf-8")

    def digest_of(self, test):
        if test not in self.digests:
            self.digests[test] = digest(tests.files(test, self.names))
        return self.digests[test]
