"""A way on where a search finds nothing: one filter less, another spelling, any of the words; each with its number."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import QueryDict
from django.utils.translation import gettext as _

from search.cards import Card, cards
from search.finding import finder
from search.nearest import nearest
from search.query import All, Words, parse_query
from search.selection import Selection
from search.spelling import other_spellings

CLOSEST = 10
"""Records shown that hold some of the words, where none holds all."""

OFFERS = 8
"""At most so many filters are offered for removal: each costs a count."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What one filter less would give: the filter's name and value, the address and the number of results."""

    facet: str
    value: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Spelling:
    """Another text for the search box, its address and the number of results."""

    text: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Closest:
    """The first records that hold any of the words, the nearest first, and the search that finds all of them."""

    search: Spelling
    ids: list[int]
    cards: list[Card]


@dataclass(frozen=True, slots=True)
class WaysOn:
    """All that is offered. None of it counts as found: the total stays none."""

    spellings: list[Spelling]
    closest: Closest | None
    offers: list[Offer]


def ways_on(selection: Selection, *, respell: bool = True) -> WaysOn:
    """Work out what to offer; only for a search without problems that found nothing.

    ``respell``: whether the words may be misspelt.
    """
    texts = other_spellings(selection.q, selection.vocabularies) if selection.q and respell else []
    spellings = [spelling for text in texts if (spelling := _spelling(selection, text)).count]
    closest = None if spellings else _closest(selection)
    return WaysOn(spellings, closest, offers(selection))


def offers(selection: Selection) -> list[Offer]:
    """Return, for each condition, what is found without it; what helps comes first, what does not is left out."""
    fewer = [(chip.facet, chip.value, chip.url) for chip in selection.chips()]
    if selection.q:
        fewer.insert(0, (_("Words"), selection.q, selection.without("q").url))
    offered = [Offer(*each, count=_total_at(each[2], selection)) for each in fewer[:OFFERS]]
    return sorted((offer for offer in offered if offer.count), key=lambda offer: -offer.count)


def _spelling(selection: Selection, text: str) -> Spelling:
    other = selection.only(q=text)
    return Spelling(text, other.url, finder().total(other))


def _closest(selection: Selection) -> Closest | None:
    text = _any_of_the_words(selection.q)
    if not text:
        return None
    other = selection.only(q=text, view="list")
    ids = nearest(selection, CLOSEST)
    return Closest(_spelling(selection, text), ids, cards(other, ids)) if ids else None


def _any_of_the_words(text: str) -> str:
    """Return "a OR b" for plain words, "a b" or "(a b)"; empty for anything else."""
    node = parse_query(text) if text else None
    if not isinstance(node, All):
        return ""
    words = [each for each in node.nodes if isinstance(each, Words) and not each.exact]
    return " OR ".join(map(_written, words)) if len(words) == len(node.nodes) else ""


def _written(word: Words) -> str:
    # In small letters: "_NOT" is a word, but written again without its sign it would be an operator.
    pieces = " ".join(word.pieces).lower()
    return f'"{pieces}"' if len(word.pieces) > 1 else f"{pieces}{'*' if word.prefix else ''}"


def _total_at(url: str, selection: Selection) -> int:
    return finder().total(Selection.parse(QueryDict(urlsplit(url).query), selection.vocabularies))
