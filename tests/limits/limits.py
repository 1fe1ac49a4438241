# SPDX-License-Identifier: Apache-2.0
"""limits.py PROGRAM SOURCE: every sub-command where there is no room: full devices, closed pipes, folders that cannot be
written, files that must not grow, little memory; and the largest system there may be. docs/limits.md has the long ones.

Nothing crashes; the message names the file; the exit code is that of the contract; no file is left half-written.
"""

import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile

MIB = 1 << 20
NOBODY = 65534

failures = []
checked = 0


def check(holds, otherwise):
    global checked
    checked += 1
    if not holds:
        failures.append(otherwise)


class Place:
    """A folder with a copy of the program, where everybody may read but only its owner write."""

    def __init__(self, folder, program, source):
        self.folder = pathlib.Path(folder)
        folder.chmod(0o755)
        self.program = shutil.copy(program, folder / "pinstack")
        examples = source / "examples"
        shutil.copy(examples / "01-zijlstra-stacking.pinstack.json", folder / "system.json")
        shutil.copy(examples / "20-worst-releases.pinstack.json", folder / "sporadic.json")
        shutil.copy(examples / "sweep-small.json", folder / "sweep.json")
        shutil.copy(source / "data/kernel-traces/raw/A12.6.1-rt.ftrace.txt.gz", folder / "trace.gz")
        for file in folder.iterdir():
            file.chmod(file.stat().st_mode | 0o444)

    def run(self, words, stdout=subprocess.DEVNULL, limits=(), as_nobody=False):
        """(exit code, standard error, peak memory). `limits`: (RLIMIT_..., bytes)."""
        def prepare():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the write fails instead, as on a full disk
            for limit, value in limits:
                resource.setrlimit(limit, (value, value))
            if as_nobody and os.getuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)

        environment = dict(os.environ, LC_ALL="C.UTF-8")
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen([self.program, *words], cwd=self.folder, env=environment, preexec_fn=prepare,
                                       stdin=subprocess.DEVNULL, stdout=stdout, stderr=errors)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            errors.seek(0)
            return process.returncode, errors.read().decode(), usage.ru_maxrss * 1024

    def files(self):
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*"))


# What prints a report, and the option with which it writes one.
PRINTING = {
    "validate": ["validate", "system.json"],
    "simulate": ["simulate", "system.json", "--format", "html"],
    "compare": ["compare", "system.json", "--format", "json"],
    "analyze": ["analyze", "system.json"],
    "trace": ["trace", "trace.gz", "--format", "json"],
    "generate": ["generate", "--tasks", "60", "--cpus", "4", "--utilization", "2"],
    "merge": ["merge", "small.sqlite"],
    "plot": ["plot", "small.sqlite", "--format", "svg", "--figure", "loss"],
    "odds": ["odds", "--cpus", "2-3", "--format", "html"],
    "convert": ["convert", "system.json", "--to", "ftrace", "-o", "-"],
    "explore": ["explore", "sporadic.json"],
    "explain": ["explain"],
}
WRITING = {
    "validate": ["validate", "system.json", "-o"],
    "simulate": ["simulate", "system.json", "--format", "html", "-o"],
    "compare": ["compare", "system.json", "--format", "json", "-o"],
    "analyze": ["analyze", "system.json", "-o"],
    "trace": ["trace", "trace.gz", "--format", "json", "-o"],
    "trace --fit": ["trace", "trace.gz", "--fit"],
    "generate": ["generate", "--tasks", "60", "--cpus", "4", "--utilization", "2", "-o"],
    "merge": ["merge", "small.sqlite", "-o"],
    "plot": ["plot", "small.sqlite", "--format", "svg", "--figure", "loss", "-o"],
    "odds": ["odds", "--cpus", "2-3", "--format", "html", "-o"],
    "convert": ["convert", "system.json", "--to", "ftrace", "-o"],
    "explore": ["explore", "sporadic.json", "-o"],
    "sweep": ["sweep", "sweep.json", "--samples", "2", "--out"],
}
# What writes many files into a folder, and does with the others what it can.
FOLDERS = {
    "batch": ["batch", "system.json", "-o"],
    "generate --count": ["generate", "--tasks", "60", "--cpus", "4", "--utilization", "2", "--count", "3", "-o"],
}


def nowhere_to_print(place):
    for name, words in PRINTING.items():
        with open("/dev/full", "wb") as full:
            code, err, _ = place.run(words, stdout=full)
        check(code == 2 and "standard output: cannot write: No space left on device" in err,
              f"{name} > /dev/full: {code}\n{err}")
        reader, writer = os.pipe()
        os.close(reader)
        code, err, _ = place.run(words, stdout=writer)
        os.close(writer)
        check(code == 2 and "standard output: cannot write: Broken pipe" in err, f"{name} | true: {code}\n{err}")


def nowhere_to_write(place):
    readonly = place.folder / "readonly"
    readonly.mkdir(mode=0o555)
    before = place.files()
    for name, words in [*WRITING.items(), *FOLDERS.items()]:
        target = "readonly/out" + (".sqlite" if name == "sweep" else "")
        code, err, _ = place.run([*words, target], as_nobody=True)
        check(code == 2 and "readonly/out" in err and "Permission denied" in err,
              f"{name} into a folder that is read-only: {code}\n{err}")
        code, err, _ = place.run([*words, "no/such/folder/out"], as_nobody=True)
        check(code == 2 and "no" in err, f"{name} into a folder that is not there: {code}\n{err}")
    check(place.files() == before, f"left behind: {set(place.files()) ^ set(before)}")


def files_that_must_not_grow(place):
    before = place.files()
    for name, words in WRITING.items():
        target = place.folder / "out"
        if name == "sweep":
            continue  # keeps what it has for the next try: tests/analyzer/command/sweep_test.cpp
        target.write_text("old")
        code, err, _ = place.run([*words, "out"], limits=[(resource.RLIMIT_FSIZE, 64)])
        check(code == 2 and "out: cannot write: File too large" in err,
              f"{name} into a file of at most 64 bytes: {code}\n{err}")
        check(target.read_text() == "old", f"{name}: the file that was there is not")
        target.unlink()
    for name, words in FOLDERS.items():
        code, err, _ = place.run([*words, "many"], limits=[(resource.RLIMIT_FSIZE, 64)])
        check(code == 2 and "many/" in err, f"{name} into files of at most 64 bytes: {code}\n{err}")
        left = [path.name for path in (place.folder / "many").rglob("*")
                if path.is_file() and path.name != ".pinstack-batch.jsonl"]  # what the next batch goes on from
        check(not left, f"{name} leaves {left}")
        shutil.rmtree(place.folder / "many")
    check(place.files() == before, f"left behind: {set(place.files()) ^ set(before)}")


def little_memory(place):
    for name, words in PRINTING.items():
        code, err, peak = place.run(words, limits=[(resource.RLIMIT_AS, 256 * MIB)])
        check(code == 0, f"{name} with 256 MiB: {code}\n{err}")
        check(peak < 64 * MIB, f"{name}: {peak >> 20} MiB resident")
    for name, words in [*FOLDERS.items(), ("sweep", WRITING["sweep"])]:
        code, err, _ = place.run([*words, "out"], limits=[(resource.RLIMIT_AS, 256 * MIB)])
        check(code == 0, f"{name} with 256 MiB: {code}\n{err}")
        if (place.folder / "out").is_dir():
            shutil.rmtree(place.folder / "out")
        else:
            (place.folder / "out").unlink()


def largest_system(place):
    """As many tasks and CPUs as there may be: read within 256 MiB; where memory ends, it is said so."""
    code, err, _ = place.run(["generate", "--tasks", "100000", "--cpus", "1024", "--utilization", "600", "--home-cpus",
                              "round-robin", "--md-share", "0.5", "--horizon", "1s", "-o", "largest.json"],
                             limits=[(resource.RLIMIT_AS, 512 * MIB)])
    check(code == 0, f"generate 100,000 tasks: {code}\n{err}")
    code, err, _ = place.run(["validate", "largest.json"], limits=[(resource.RLIMIT_AS, 256 * MIB)])
    check(code == 0, f"validate 100,000 tasks with 256 MiB: {code}\n{err}")
    code, err, _ = place.run(["simulate", "largest.json", "--horizon", "1ms", "--format", "json"],
                             limits=[(resource.RLIMIT_AS, 512 * MIB)])
    check(code == 0, f"simulate 100,000 tasks: {code}\n{err}")
    before = place.files()
    code, err, _ = place.run(["simulate", "largest.json", "--horizon", "1ms", "-o", "out"],
                             limits=[(resource.RLIMIT_AS, 100 * MIB)])
    check(code == 3 and err == "pinstack: error: out of memory: simulate largest.json --horizon 1ms -o out\n",
          f"simulate 100,000 tasks with 100 MiB: {code}\n{err}")
    check(place.files() == before, f"left behind: {set(place.files()) ^ set(before)}")
    for option, value, words in (("--tasks", "100001", "100000"), ("--cpus", "1025", "1024")):
        sizes = {"--tasks": "10", "--cpus": "4", "--utilization": "2", option: value}
        code, err, _ = place.run(["generate", *[word for pair in sizes.items() for word in pair]])
        check(code == 2 and option in err and words in err.replace(",", ""), f"generate {option} {value}: {code}\n{err}")


def memory_of_a_run(place):
    """It does not depend on how long the run is: 5 and 50 times as many events."""
    (place.folder / "events.json").write_text("""{"pinstack": 1, "platform": {"cpus": 2}, "horizon": "1s",
        "kernel": {"balancer": "swap-on-entry"}, "tasks": [
        {"name": "A", "period": "1us", "priority": 3, "body": [{"run": 100}, {"section": [{"run": 100}]}]},
        {"name": "B", "period": "2us", "priority": 2, "body": [{"run": 300}, {"section": [{"run": 200}]}]},
        {"name": "C", "period": "4us", "priority": 1, "wcet": 900}]}""")
    peaks = []
    for horizon in ("10ms", "500ms"):
        code, err, peak = place.run(["simulate", "events.json", "--horizon", horizon, "--format", "json"])
        check(code == 0, f"simulate for {horizon}: {code}\n{err}")
        peaks.append(peak)
    check(peaks[1] < peaks[0] + MIB, f"{peaks[0] >> 10} KiB for 10 ms, {peaks[1] >> 10} KiB for 500 ms")
    check(peaks[1] < 24 * MIB, f"{peaks[1] >> 20} MiB resident")


def main():
    with tempfile.TemporaryDirectory() as folder:
        place = Place(pathlib.Path(folder), sys.argv[1], pathlib.Path(sys.argv[2]))
        code, err, _ = place.run(["sweep", "sweep.json", "--samples", "2", "--out", "small.sqlite"])
        check(code == 0, err)
        (place.folder / "small.sqlite").chmod(0o644)
        for part in (nowhere_to_print, nowhere_to_write, files_that_must_not_grow, little_memory, memory_of_a_run,
                     largest_system):
            part(place)
    for failure in failures:
        print(failure.rstrip("\n"), end="\n\n")
    print(f"{checked} checked, {len(failures)} failed")
    return 1 if failures or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
