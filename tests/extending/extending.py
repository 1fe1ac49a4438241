# SPDX-License-Identifier: Apache-2.0
"""extending.py EXTENDED PROGRAM SOURCE: what docs/extending.md says of the balancer and the test that it adds.

never-displaced: on random systems and on examples, every response under migrate_disable is that of preempt_disable/idle-first.
harmonic: proves every set whose periods divide each other, and nothing that rta-uni, which is exact, does not prove.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

# Neutral sections alone, in which nobody sleeps: both variants protect the same.
EXAMPLES = ["01-zijlstra-stacking", "02-stack-md", "03-overload-then-stack", "04-two-sections-under-load",
            "05-one-section-too-many", "06-urgent-task-blocked", "07-two-tasks-lose-a-cpu", "09-two-sections-edf"]
BLOCKING, PROTECTED = "preempt_disable/idle-first", "migrate_disable/never-displaced"


def main():
    extended, program, source = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    failures = []
    checked = 0

    def check(holds, otherwise):
        nonlocal checked
        checked += 1
        if not holds:
            failures.append(otherwise)

    def output(*words, of=extended):
        done = subprocess.run([of, *map(str, words)], capture_output=True, encoding="utf-8", timeout=120)
        check(done.returncode == 0, f"pinstack {' '.join(map(str, words))}: {done.returncode}\n{done.stderr}")
        return done.stdout

    def responses(file, variants):
        runs = json.loads(output("compare", file, "--variants", ",".join(variants), "--format", "json"))["variants"]
        return [[(task["name"], task["misses"], task["response_ns"]) for task in run["tasks"]] for run in runs]

    def proofs(file):
        tests = json.loads(output("analyze", file, "--format", "json"))["tests"]
        return {test["id"]: test["applicable"] and test["schedulable"] for test in tests}

    with tempfile.TemporaryDirectory() as folder:
        output("generate", "--tasks", 9, "--cpus", 3, "--utilization", 2.6, "--section-share", 0.8, "--section-length",
               "uniform:0.2:0.9", "--sections-per-job", "1..2", "--periods", "uniform:5ms:20ms:1ms", "--time-unit", "us",
               "--horizon", "400ms", "--count", 40, "-o", f"{folder}/random")
        files = sorted(pathlib.Path(folder, "random").iterdir())
        files += [source / f"examples/{name}.pinstack.json" for name in EXAMPLES]
        unlike_idle_first = 0
        for file in files:
            blocking, protected, displaced = responses(file, [BLOCKING, PROTECTED, "migrate_disable/idle-first"])
            check(blocking == protected, f"{file.name}: {PROTECTED} does not respond as {BLOCKING} does")
            unlike_idle_first += protected != displaced
        check(unlike_idle_first > 10, f"only {unlike_idle_first} systems show a difference to idle-first")

        for periods, is_chain in (("table:1ms,2ms,4ms,8ms", True), ("table:2ms,3ms,5ms", False)):
            output("generate", "--tasks", 5, "--cpus", 1, "--utilization", 0.97, "--periods", periods, "--priorities",
                   "rate-monotonic", "--time-unit", "us", "--count", 30, "-o", f"{folder}/{is_chain}")
            proved = beyond_hyperbolic = 0
            for file in sorted(pathlib.Path(folder, str(is_chain)).iterdir()):
                found = proofs(file)
                proved += found["harmonic"]
                beyond_hyperbolic += found["harmonic"] and not found["hyperbolic"]
                check(found["rta-uni"] or not found["harmonic"], f"{file.name}: harmonic proves what rta-uni refutes")
                check(found["harmonic"] or not is_chain, f"{file.name}: harmonic does not prove it")
            check(beyond_hyperbolic > 10 if is_chain else proved < 10,
                  f"{periods}: {proved} proved, {beyond_hyperbolic} of them not by hyperbolic")

    # The program itself knows neither.
    done = subprocess.run([program, "simulate", source / "examples/01-zijlstra-stacking.pinstack.json", "--balancer",
                           "never-displaced"], capture_output=True)
    check(done.returncode == 2, "the program has the balancer of the page; choose another example")

    for failure in failures:
        print(failure.rstrip("\n"), end="\n\n")
    print(f"{checked} checked, {len(failures)} failed")
    return 1 if failures or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
