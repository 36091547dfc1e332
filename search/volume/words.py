"""Words for made-up records: halves of real recommendations where their files are at hand, else of our own.

A text is the beginning of one recommendation and the end of another. Halves are sorted by whether they speak of
rights, so that a text can be made to or not to; halves that speak of race are left out, so that only those texts do
that are meant to.
"""

import csv
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

REAL_WORDS = Path(__file__).resolve().parents[3] / "shared" / "data" / "upr_info"
"""UPR Info's files, where they lie beside the repository. They are read, never copied into it."""

RACIAL = "racial discrimination"
_RIGHTS = re.compile(r"\brights?\b", re.IGNORECASE)
_RACE = re.compile(r"\b(inter|multi)?raci|discriminat", re.IGNORECASE)

BEGINNINGS = (
    "Adopt a law that protects the rights of people who face",
    "Bring national practice into line with the treaty as to",
    "Collect figures on, and publish every year what was done about,",
    "Continue the efforts to end, in every part of the country,",
    "Give people the means to complain about",
    "Guarantee the right to a fair hearing for those who suffer from",
    "Investigate without delay every report of",
    "Make sure that police, judges and teachers are trained to prevent",
    "Set money aside, in the national and in local budgets, to do away with",
    "Work with civil society and local governments on",
)
ENDINGS = (
    "evictions without a court's order and without another home",
    "exclusion from school, work and health care on grounds of origin or disability",
    "force used against people who assemble peacefully",
    "lack of clean water and of sanitation in villages and on the edge of cities",
    "long detention before trial, above all of children and of migrants",
    "obstacles that keep people from the right to vote, to stand for office and to form associations",
    "pay that does not suffice for a family, and work without protection",
    "the separation of children from parents who were deported or locked up",
    "threats against those who defend human rights, report news or represent others in court",
    "violence in the home, and the lack of shelters for those who flee from it",
)


@dataclass
class Halves:
    """Beginnings or ends of texts, by whether they speak of rights."""

    on_rights: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    def add(self, half: str) -> None:
        """Take in a half, unless it speaks of race or of discrimination."""
        if half and not speaks_of_race(half):
            (self.on_rights if speaks_of_rights(half) else self.others).append(half)


def speaks_of_rights(text: str) -> bool:
    """Whether a search for "rights" finds the text."""
    return bool(_RIGHTS.search(text))


def speaks_of_race(text: str) -> bool:
    """Whether a search for "racial discrimination" might find the text: by a word of it, or by "racism"."""
    return bool(_RACE.search(text))


class Words:
    """Gives texts. The same dice give the same texts."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._first, self._second = Halves(), Halves()
        for beginning, end in _halves():
            self._first.add(beginning)
            self._second.add(end)

    def text(self, *, on_rights: bool, on_race: bool) -> str:
        """Return a text that does or does not speak of rights, and of racial discrimination."""
        choice = self._dice.choice
        first, second = choice(self._first.others), choice(self._second.others)
        if on_rights and self._dice.random() < 0.5:
            first = choice(self._first.on_rights)
        elif on_rights:
            second = choice(self._second.on_rights)
        between = f"{RACIAL} and" if on_race else ""
        return " ".join(f"{first} {between} {second}".split())


def _halves() -> Iterator[tuple[str, str]]:
    files = sorted(REAL_WORDS.glob("*.csv"))
    for file in files:
        with file.open(encoding="mac_roman", newline="") as stream:
            for row in csv.DictReader(stream.read().splitlines()):
                words = (row.get("Text") or "").split()
                if len(words) > 5:
                    yield " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])
    if not files:
        for beginning in BEGINNINGS:
            for end in ENDINGS:
                yield beginning, end
