"""The States that stand in brackets in a recommendation's text.

OHCHR prints who recommended something behind the words: ``… the Paris Principles (Ghana) (Côte d’Ivoire);``. The same
place also holds brackets that belong to the words ("(the Paris Principles)", "(No. 29)"), and a State's name may have
brackets of its own ("Bolivia (Plurinational State of)"). Only the names themselves tell them apart, so every function
here asks ``is_country``.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, takewhile

from mechanisms.normalise import country_key

IsCountry = Callable[[str], bool]

# All 197 names in one bracket are about 2,700 characters long; what is longer is no list of States.
LONGEST_BRACKET = 4_000
LONGEST_NAME = 150
# "Micronesia, Federated States of" or "Saint Vincent and the Grenadines": pieces one name may fall into.
MOST_PIECES = 4
# Abbreviations OHCHR uses for States. Other capitals at the end of a text are treaties and bodies, though "MDG", "CAR"
# and "IDP" look like country codes.
STATES_BY_INITIALS = frozenset({"USA", "UK", "UAE", "DRC", "DPRK"})

_SEPARATOR = re.compile(r"[(),;/&\n]|\band\b", re.IGNORECASE)
_INITIALS = re.compile(r"[A-Z]{1,5}")
LIST_MARKS = " \t\n;,*†‡"
"""What follows a recommendation in a list and is no part of its words."""
_AROUND = " \t\n;,.:*†‡&/"
_SMALL_WORDS = frozenset({"of", "the", "and", "de", "da", "du", "la", "les", "des"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """What the brackets of a text say: ``text`` without its closing State brackets, and the ``states`` as printed.

    ``unknown`` are those of ``states`` that ``is_country`` does not know. ``doubtful`` is a closing bracket that may
    have been meant as a State but was left in the text.
    """

    text: str
    states: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    doubtful: str = ""


@dataclass(frozen=True, slots=True)
class _Bracket:
    """An outermost pair of brackets: ``text[start:end]`` with the signs, ``inside`` without."""

    start: int
    close: int
    end: int

    def inside(self, text: str) -> str:
        """Return what stands between the signs."""
        return text[self.start + 1 : self.close]


def split_attribution(text: str, is_country: IsCountry) -> Attribution:
    """Take the State brackets off the end of ``text`` and read the States.

    Of the brackets that close a text, those that are States are taken off, wherever they stand among them, and those
    that are not stay: "Ratify … (Ghana) (the Paris Principles)" was recommended by Ghana.

    A paragraph may join several recommendations: "Ratify … (Ukraine); Accede … (Slovakia);". A bracket of States that
    closes such a clause names recommending States too, but stays in the text, which could not be understood without.
    States come in the order of the text, each once.
    """
    brackets = _outermost_brackets(text, is_country)
    run = _closing_run(text, brackets)
    names = [_read_names(bracket.inside(text), is_country) for bracket in run]
    behind_states = takewhile(lambda index: names[index] is None, reversed(range(len(run))))
    doubtful = next(filter(None, (_printed_name(run[index].inside(text)) for index in behind_states)), "")
    first = next((index for index, found in enumerate(names) if found), len(run))
    run, names = run[first:], names[first:]
    end = run[0].start if run else len(text)
    words_behind = (text[bracket.start : bracket.end] for bracket, found in zip(run, names, strict=True) if not found)
    closing = [found for found in names if found]
    within = (_clause_states(text, bracket, is_country) for bracket in brackets[: len(brackets) - len(run)])
    states = chain(*within, *(known for known, _ in closing))
    return Attribution(
        text=" ".join(filter(None, (text[:end].rstrip(LIST_MARKS), *words_behind))),
        states=tuple(unique_states(states)),
        unknown=tuple(chain.from_iterable(unknown for _, unknown in closing)),
        doubtful=doubtful,
    )


def _closing_run(text: str, brackets: list[_Bracket]) -> list[_Bracket]:
    """Return the brackets that close ``text``: nothing but punctuation or "and" stands behind or between them."""
    start = len(text)
    for place in range(len(brackets), 0, -1):
        bracket = brackets[place - 1]
        if text[bracket.end : start].strip(_AROUND).removeprefix("and").strip(_AROUND):
            return brackets[place:]
        start = bracket.start
    return brackets[:]


def split_names(printed: str, is_country: IsCountry) -> tuple[list[str], list[str]]:
    """Split a list of States as printed ("Peru, Iran (Islamic Republic of) and Togo") into (known, not known) names.

    A comma or "and" inside a name does not split it; separators inside brackets do not count.
    """
    pieces = list(_pieces(printed))
    known: list[str] = []
    others: list[str] = []
    position = 0
    while position < len(pieces):
        for stop in range(min(position + MOST_PIECES, len(pieces)), position, -1):
            name = _trim(printed[pieces[position][0] : pieces[stop - 1][1]])
            if _is_state(name, is_country):
                known.append(name)
                position = stop
                break
        else:
            if name := _trim(printed[slice(*pieces[position])]):
                others.append(name)
            position += 1
    return known, others


def unique_states(names: Iterable[str]) -> list[str]:
    """Return ``names`` without repetitions, in their order; two spellings with one key are one."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(country_key(name), name)
    return list(first.values())


def _outermost_brackets(text: str, is_country: IsCountry) -> list[_Bracket]:
    """Return the outermost pairs in order. A bracket nobody closes counts up to the end, if it then holds States.

    One pass with a stack, so 100,000 nested brackets cost no more than as many other characters.
    """
    open_at: list[int] = []
    found: list[_Bracket] = []
    for match in re.finditer(r"[()]", text):
        if match.group() == "(":
            open_at.append(match.start())
        elif open_at:
            start = open_at.pop()
            while found and found[-1].start > start:
                found.pop()
            found.append(_Bracket(start, match.start(), match.end()))
    if open_at and _read_names(text[open_at[-1] + 1 :], is_country):
        unclosed = _Bracket(open_at[-1], len(text), len(text))
        return [*(bracket for bracket in found if bracket.end <= unclosed.start), unclosed]
    return found


def _read_names(inside: str, is_country: IsCountry) -> tuple[list[str], list[str]] | None:
    """Read a closing bracket as (States, those of them not known), or None where it belongs to the text.

    A name we do not know is accepted beside one we do know, when it looks like a name: it is kept and reported.
    """
    if len(inside) > LONGEST_BRACKET:
        return None
    known, others = split_names(inside, is_country)
    if not known or not all(_looks_like_name(name) for name in others):
        return None
    if not others:
        return known, []
    return sorted(known + others, key=inside.find), others


def _clause_states(text: str, bracket: _Bracket, is_country: IsCountry) -> list[str]:
    """Return the States of a bracket inside the text that closes a clause with a semicolon, else nothing."""
    after = text[bracket.end : bracket.end + 8].lstrip(" *†‡")
    if not after.startswith(";") or bracket.close - bracket.start > LONGEST_BRACKET:
        return []
    known, others = split_names(bracket.inside(text), is_country)
    return known if not others else []


def _pieces(printed: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each piece between separators that stand outside brackets."""
    depth = 0
    start = 0
    for match in _SEPARATOR.finditer(printed):
        sign = match.group()
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
        elif depth == 0:
            yield start, match.start()
            start = match.end()
    yield start, len(printed)


def _trim(name: str) -> str:
    name = name.strip(" \t\n;,.:*†‡")
    return name[1:-1].strip() if name.startswith("(") and name.endswith(")") else name


def _is_state(name: str, is_country: IsCountry) -> bool:
    if _INITIALS.fullmatch(name):
        return name in STATES_BY_INITIALS and is_country(name)
    return 0 < len(name) <= LONGEST_NAME and is_country(name)


def _looks_like_name(name: str) -> bool:
    words = name.replace("(", " ").replace(")", " ").split()
    return (
        0 < len(words) <= 8
        and not _INITIALS.fullmatch(name)
        and all(word in _SMALL_WORDS or word[0].isupper() for word in words)
        and not any(char.isdigit() for char in name)
    )


def _printed_name(inside: str) -> str:
    name = _trim(inside[:LONGEST_BRACKET])
    return name if _looks_like_name(name) else ""
