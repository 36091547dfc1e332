"""A selection said in one sentence: page title, feed title, file name.

Every clause is a message of its own with a placeholder for the listed names, so that a translator decides the words
around them; a clause is written to fit any kind of record ("that the State supported", never an adjective that must
agree). The first clauses follow without a comma, as they belong to the noun; conditions follow after commas, but for
the first one where nothing else stands at the noun.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language, pgettext, pgettext_lazy

from search.selection.parameters import MANY, NONE, NOT_ASSESSED

if TYPE_CHECKING:
    from search.selection.selection import Selection

_NOUNS: dict[str, LazyText] = {
    "": pgettext_lazy("search sentence", "Recommendations"),
    "recommendation": pgettext_lazy("search sentence", "Recommendations proper"),
    "concern": pgettext_lazy("search sentence", "Concerns"),
    "pledge": pgettext_lazy("search sentence", "Voluntary pledges"),
    "other": pgettext_lazy("search sentence", "Other paragraphs"),
}
_POSITIONS: dict[str, LazyText] = {
    "supported": pgettext_lazy("search sentence", "supported"),
    "supported_in_part": pgettext_lazy("search sentence", "supported in part"),
    "noted": pgettext_lazy("search sentence", "noted"),
    NONE: pgettext_lazy("search sentence", "with no recorded answer of the State"),
}
_REACHES: dict[str, LazyText] = {
    "names_local": pgettext_lazy("search sentence", "that name local government"),
    "local_can_act": pgettext_lazy("search sentence", "on which local government can act"),
    "national_only": pgettext_lazy("search sentence", "for the national government only"),
    "not_sorted": pgettext_lazy("search sentence", "whose reach is not sorted yet"),
}
_STATUSES: dict[str, LazyText] = {
    NOT_ASSESSED: pgettext_lazy("search sentence", "not assessed"),
    "no_information": pgettext_lazy("search sentence", "with no information"),
    "no_action": pgettext_lazy("search sentence", "with no action"),
    "limited_progress": pgettext_lazy("search sentence", "with limited progress"),
    "substantial_progress": pgettext_lazy("search sentence", "with substantial progress"),
    "implemented": pgettext_lazy("search sentence", "implemented"),
    "regressed": pgettext_lazy("search sentence", "regressed"),
}
_ASSESSORS: dict[str, LazyText] = {
    "local_government": pgettext_lazy("search sentence", "the local government"),
    "community": pgettext_lazy("search sentence", "the community"),
    "independent": pgettext_lazy("search sentence", "an independent body"),
}
_ACTIONS: dict[str, LazyText] = {
    "any": pgettext_lazy("search sentence", "with a city action"),
    NONE: pgettext_lazy("search sentence", "without a recorded city action"),
    "proposed": pgettext_lazy("search sentence", "with a proposed city action"),
    "planned": pgettext_lazy("search sentence", "with a planned city action"),
    "in_progress": pgettext_lazy("search sentence", "with a city action in progress"),
    "completed": pgettext_lazy("search sentence", "with a completed city action"),
    "stalled": pgettext_lazy("search sentence", "with a stalled city action"),
    "abandoned": pgettext_lazy("search sentence", "with an abandoned city action"),
}
_ABOUT: dict[str, LazyText] = {
    "theme": pgettext_lazy("search sentence", "on %(names)s"),
    "group": pgettext_lazy("search sentence", "about %(names)s"),
    "sdg": pgettext_lazy("search sentence", "serving SDG %(names)s"),
}
_WITHOUT: dict[str, LazyText] = {
    "theme": pgettext_lazy("search sentence", "not on %(names)s"),
    "group": pgettext_lazy("search sentence", "not about %(names)s"),
    "state": pgettext_lazy("search sentence", "not by %(names)s"),
    "sdg": pgettext_lazy("search sentence", "not serving SDG %(names)s"),
}
_NOTHING_RECORDED: dict[str, LazyText] = {
    "theme": pgettext_lazy("search sentence", "without a recorded theme"),
    "group": pgettext_lazy("search sentence", "without a recorded affected group"),
    "sdg": pgettext_lazy("search sentence", "without a recorded SDG"),
    "state": pgettext_lazy("search sentence", "without a recorded recommending State"),
}


def sentence(selection: "Selection") -> str:
    """Return the sentence in the active language, without a full stop."""
    first, *more = [str(_NOUNS[kind]) for kind in selection.kind or ("",)]
    noun = listed([first, *(name[:1].lower() + name[1:] for name in more)], "or")
    attached, conditions = _attached(selection), _conditions(selection)
    head = [noun, *(attached or conditions[:1])]
    return ", ".join([" ".join(head), *(conditions if attached else conditions[1:])])


def listed(names: Iterable[str], joined_by: str) -> str:
    """List names in words: "a, b or c". ``joined_by`` is "or" or "and"; Spanish changes o to u and y to e by sound."""
    *first, last = list(names)
    if not first:
        return last
    pattern = (
        pgettext("search sentence", "%(first)s or %(last)s")
        if joined_by == "or"
        else pgettext("search sentence", "%(first)s and %(last)s")
    )
    said = pattern % {"first": ", ".join(first), "last": last}
    if (get_language() or "").startswith("es"):
        said = _euphonic(said, last)
    return said


def _euphonic(said: str, last: str) -> str:
    sound = last.lower()
    swap = {" o ": " u "} if sound.startswith(("o", "ó", "ho", "hó")) else {}
    if sound.startswith(("i", "í", "hi", "hí")) and not sound.startswith(("hia", "hie", "hio")):
        swap = {" y ": " e "}
    before = said.removesuffix(last)
    for plain, changed in swap.items():
        if before.endswith(plain):
            return before.removesuffix(plain) + changed + last
    return said


def _attached(selection: "Selection") -> list[str]:
    """What belongs to the noun: subject, words, States, review, years, country."""
    said: list[str] = []
    for name in ("theme", "group", "sdg"):
        said += _names(selection, name, _ABOUT[name])
    said += _nothing_recorded(selection)
    if selection.q:
        said.append(pgettext("search sentence", "matching “%(words)s”") % {"words": _quoted_inside(selection.q)})
    said += _names(selection, "state", pgettext_lazy("search sentence", "by %(names)s"))
    if selection.country:
        countries = [_in_a_sentence(selection, "country", value) for value in selection.country]
        said.append(pgettext("search sentence", "to %(names)s") % {"names": listed(countries, "or")})
    return [*said, *_sources(selection), *_years(selection)]


def _sources(selection: "Selection") -> list[str]:
    """Say mechanism and review; both together must hold, so they are joined by "and"."""
    said = []
    if selection.mechanism:
        mechanisms = listed(_labels(selection, "mechanism"), "or")
        said.append(pgettext("search sentence", "from %(mechanisms)s") % {"mechanisms": mechanisms})
    if selection.review:
        # A comma inside a name ("EPU, ciclo 3") would part the names of a list.
        reviews = listed([label.replace(",", "") for label in _labels(selection, "review")], "or")
        said.append(pgettext("search sentence", "from %(reviews)s") % {"reviews": reviews})
    return [listed(said, "and")] if said else []


def _quoted_inside(words: str) -> str:
    """Return the words with single or high quotation marks, as they stand inside those of the sentence."""
    opening, closing = pgettext("quotation marks inside quotation marks", "‘|’").split("|")
    pieces = words.split('"')
    marks = [(opening, closing)[place % 2] for place in range(len(pieces) - 1)]
    return "".join(piece + mark for piece, mark in zip(pieces, [*marks, ""], strict=True))


def _names(selection: "Selection", name: str, pattern: LazyText) -> list[str]:
    values = getattr(selection, name)
    named = [_in_a_sentence(selection, name, value) for value in values if value != NONE]
    all_of_them = getattr(selection, f"match_{name}") == "all"
    if not named:
        return []
    said = [str(pattern) % {"names": listed(named, "and" if all_of_them else "or")}]
    if NONE in values:
        said.append(str(_NOTHING_RECORDED[name]))
    return [listed(said, "and" if all_of_them else "or")]


def _nothing_recorded(selection: "Selection") -> list[str]:
    """Say in one clause which fields have no value at all: "without a recorded theme and without a recorded SDG"."""
    said = [str(_NOTHING_RECORDED[name]) for name in _NOTHING_RECORDED if getattr(selection, name) == (NONE,)]
    return [listed(said, "and")] if said else []


def _labels(selection: "Selection", name: str) -> list[str]:
    return [selection.label(name, value) for value in getattr(selection, name)]


def _in_a_sentence(selection: "Selection", name: str, value: str) -> str:
    """The label of a value as it stands inside a sentence: common nouns begin small, names and acronyms do not."""
    if (name, value) in _SAID_OTHERWISE:
        return str(_SAID_OTHERWISE[name, value])
    label = selection.vocabularies.in_sentence(name, value)
    first, _space, rest = label.partition(" ")
    is_name = name not in ("theme", "group") or rest[:1].isupper()
    return label if is_name or any(char.isupper() for char in first[1:]) else label[:1].lower() + label[1:]


_SAID_OTHERWISE: dict[tuple[str, str], LazyText] = {
    ("group", "general"): pgettext_lazy("search sentence", "people in general"),
    ("group", "roma"): pgettext_lazy("search sentence", "Roma, Gypsies, Sinti & Travellers"),
}
"""Labels that do not stand in a sentence: an adjective, and names that only English writes with a capital."""


def _years(selection: "Selection") -> list[str]:
    first, last = selection.year_from, selection.year_to
    if first is not None and last is not None:
        if first == last:
            return [pgettext("search sentence", "of %(year)s") % {"year": first}]
        return [pgettext("search sentence", "from %(first)s to %(last)s") % {"first": first, "last": last}]
    if first is not None:
        return [pgettext("search sentence", "since %(year)s") % {"year": first}]
    return [pgettext("search sentence", "until %(year)s") % {"year": last}] if last is not None else []


def _conditions(selection: "Selection") -> list[str]:
    said = [_either(_POSITIONS, selection.position), _either(_REACHES, selection.reach), *_places(selection)]
    for name in MANY:
        values = getattr(selection, f"not_{name}")
        if values:
            named = [_in_a_sentence(selection, name, value) for value in values]
            said.append(str(_WITHOUT[name]) % {"names": listed(named, "or")})
    return [clause for clause in said if clause]


def _either(words: dict[str, LazyText], values: Iterable[str]) -> str:
    chosen = [str(words[word]) for word in words if word in set(values)]
    return listed(chosen, "or") if chosen else ""


def _places(selection: "Selection") -> list[str]:
    """Status, whose word, disagreement and actions; the cities are said once, at the end."""
    cities = listed(_labels(selection, "city"), "or") if selection.city else ""
    said = _said(selection)
    if said and not cities:
        # Only the word was asked of some city; "no action" is asked of all of them.
        said = [pgettext("search sentence", "%(what)s in at least one city") % {"what": said[0]}]
    if selection.differs:
        said.append(pgettext("search sentence", "on which assessors disagree"))
    if selection.action:
        said.append(_either(_ACTIONS, selection.action))
    if not cities:
        return said
    if not said:
        return [pgettext("search sentence", "with something published in %(cities)s") % {"cities": cities}]
    return [*said[:-1], pgettext("search sentence", "%(what)s in %(cities)s") % {"what": said[-1], "cities": cities}]


def _said(selection: "Selection") -> list[str]:
    """Status, in whose word; at most one clause."""
    status, by = _either(_STATUSES, selection.status), _either(_ASSESSORS, selection.by)
    if status and by:
        words = {"status": status, "assessors": by}
        return [pgettext("search sentence", "%(status)s in the word of %(assessors)s") % words]
    if status:
        return [status]
    return [pgettext("search sentence", "assessed by %(assessors)s") % {"assessors": by}] if by else []
