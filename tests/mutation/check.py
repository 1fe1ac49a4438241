# SPDX-License-Identifier: Apache-2.0
"""Does every mutant of the lists still apply to the source? (Neither builds nor runs any.)"""

import sys

import mutants
import tests


def main():
    failures = []
    count = 0
    by_file = {}
    for mutant in mutants.read_all():
        count += 1
        by_file.setdefault(mutant.file, []).append(mutant)
        failures += [f"{mutant.name}: no test is called {name}" for name in mutant.tests if not tests.is_known(name)]
        if not mutant.tests:
            failures.append(f"{mutant.name}: no test shall notice it")
    for file, here in by_file.items():
        path = mutants.ROOT / file
        if not path.is_file():
            failures.append(f"{file}: there is no such file")
            continue
        text = path.read_text(encoding="utf-8")
        applies = []
        for mutant in here:
            try:
                mutant.place_in(text)
                applies.append(mutant)
            except mutants.BadList as bad:
                failures.append(str(bad))
        try:
            mutants.rewritten(text, applies)
        except mutants.BadList as bad:
            failures.append(str(bad))
    for failure in failures:
        print(failure)
    print(f"{count} mutants, {len(failures)} failures; tests/README.md says what they are for")
    return 1 if failures else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except mutants.BadList as bad_list:
        print(bad_list)
        sys.exit(1)
