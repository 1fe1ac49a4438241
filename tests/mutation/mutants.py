# SPDX-License-Identifier: Apache-2.0
"""What the mutation check breaks: the lists beside this file, and how a tree is rewritten so that one build holds all of
it.

A list is lines:

    file model/engine/ledger.hpp      the mutants that follow are in this file
    tests rules properties:ties_test  the tests that shall notice them, in this order; see tests.py
    drops-the-overhead                a mutant; its name is that of the list and this one: accounts/drops-the-overhead
    - text of the source              text that occurs once in the file, more lines of it if need be (blanks count as one)
    + text instead of it              nothing here: the statement is dropped

Where backticks enclose a part of the text, that part is what is replaced; the rest says where. A text that ends with a
semicolon is a statement, any other one an expression. A statement declares nothing.
"""

import dataclasses
import pathlib
import re
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADER = pathlib.Path("model/mutant.hpp")  # of a rewritten tree only
HEADER_TEXT = """#pragma once
#include <cstdint>
#include <cstdlib>
#include <type_traits>
namespace pinstack {
inline const std::uint32_t kMutant = [] {
    const char* number = std::getenv("PINSTACK_MUTANT");
    return number == nullptr ? 0u : static_cast<std::uint32_t>(std::strtoul(number, nullptr, 10));
}();
constexpr bool is_mutant(std::uint32_t number) { return std::is_constant_evaluated() ? false : number == kMutant; }
}  // namespace pinstack
"""


class BadList(Exception):
    """A list that cannot be read, or a mutant that does not apply to the source."""


@dataclasses.dataclass
class Mutant:
    name: str
    file: str
    tests: tuple
    original: str = ""
    mutated: str = ""

    @property
    def number(self):
        """Not 0, which is the program as it is."""
        return zlib.crc32(self.name.encode()) or 1

    @property
    def is_statement(self):
        return self.replaced().endswith(";")

    def replaced(self):
        parts = self.original.split("`")
        return parts[1].strip() if len(parts) == 3 else self.original

    def place_in(self, text):
        """The range of the text that is replaced."""
        parts = self.original.split("`")
        if len(parts) not in (1, 3):
            raise BadList(f"{self.name}: one pair of backticks or none")
        before, middle, after = parts if len(parts) == 3 else ("", self.original, "")
        pattern = r"\s*".join(f"({blanks_matter_not(part)})" if i == 1 else blanks_matter_not(part)
                              for i, part in enumerate((before, middle, after)))
        found = list(re.finditer(pattern, text))
        if len(found) != 1:
            raise BadList(f"{self.name}: its text occurs {len(found)} times in {self.file}")
        return found[0].span(1)

    def line_in(self, text):
        return text.count("\n", 0, self.place_in(text)[0]) + 1


def blanks_matter_not(text):
    return r"\s+".join(re.escape(word) for word in text.split())


def read_list(path):
    """The mutants of one list."""
    out, file, tests = [], None, ()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        mark, _, rest = line.strip().partition(" ")
        rest = rest.strip()
        if not mark or mark == "#" or line.startswith("#"):
            continue
        if mark == "file":
            file = rest
        elif mark == "tests":
            tests = tuple(rest.split())
        elif mark == "-" and out:
            out[-1].original = f"{out[-1].original} {rest}".strip()
        elif mark == "+" and out:
            out[-1].mutated = f"{out[-1].mutated} {rest}".strip()
        elif rest or mark in "+-" or file is None:
            raise BadList(f"{path.name}:{number}: not understood")
        else:
            out.append(Mutant(f"{path.stem}/{mark}", file, tests))
    return out


def read_all(folder=pathlib.Path(__file__).parent):
    mutants = [mutant for path in sorted(folder.glob("*.mutants")) for mutant in read_list(path)]
    known = {}
    for mutant in mutants:
        if mutant.number in known:
            raise BadList(f"{mutant.name} and {known[mutant.number]} have one number: give one of them another name")
        known[mutant.number] = mutant.name
        if not mutant.original:
            raise BadList(f"{mutant.name}: no text to replace")
        if mutant.mutated == mutant.replaced():
            raise BadList(f"{mutant.name}: replaces a text by itself")
    return mutants


def rewritten(text, mutants):
    """The text of a file with these mutants in it, each chosen by its number at run time."""
    places = {}
    for mutant in mutants:
        places.setdefault(mutant.place_in(text), []).append(mutant)
    end = len(text)
    for (begin, stop), here in sorted(places.items(), reverse=True):
        if stop > end:
            raise BadList(f"{here[0].name}: overlaps with another mutant")
        original = text[begin:stop]
        for mutant in here:
            chosen = f"pinstack::is_mutant({mutant.number}u)"
            if mutant.is_statement:
                original = f"{{ if ({chosen}) {{ {mutant.mutated} }} else {{ {original} }} }}"
            else:
                original = f"({chosen} ? ({mutant.mutated}) : ({original}))"
        text = text[:begin] + original + text[stop:]
        end = begin
    return f'#include "{HEADER}"\n{text}'
