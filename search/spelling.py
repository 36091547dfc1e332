""" "Did you mean": other spellings of the words of a search, from our own vocabulary only.

The vocabulary is what can be found: the labels of themes, groups and goals in both languages, and the words of the
texts on record (of the newest few thousand, which use the field's words as well as all of them would). The words of
texts are counted once a process and again when the record has changed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial

from rapidfuzz import fuzz, process

from mechanisms.normalise import fold
from recommendations.models import Recommendation, RecommendationText
from search.changes.version import Version, data_version
from search.query import change_words
from search.selection.vocabulary import Vocabularies

TEXTS = 4_000
"""Records whose words are read: about a third of a second, once."""

SHORTEST_WORD = 3
NEAR_ENOUGH = 72
"""Least likeness (rapidfuzz, 0 to 100) of a word that is offered instead of another."""

MOST = 3
"""Other spellings that are offered, at most."""

_LABELLED = ("theme", "group", "sdg")
_IN_A_LABEL = 1_000
"""How many occurrences in texts a word of a label is worth: it finds something for sure."""

_WORD = re.compile(r"[^\W\d_]{3,}")

_remembered: dict[Version, Counter[str]] = {}


def other_spellings(text: str, vocabularies: Vocabularies) -> list[str]:
    """Return search texts with each unknown word of ``text`` replaced by a known one like it; the likeliest first.

    Empty where every word is known, or nothing is near. Whether they find anything is for the caller to count.
    """
    known = _known_words(vocabularies)
    candidates: dict[str, list[str]] = {}

    def note(word: str) -> str:
        for piece in _WORD.findall(word):
            if fold(piece) not in known:
                candidates[fold(piece)] = _nearest(fold(piece), known)
        return word

    change_words(text, note)
    if not candidates or not all(candidates.values()):
        return []
    most = MOST if len(candidates) == 1 else 1
    spelt = (change_words(text, partial(_respell, candidates, place)) for place in range(most))
    return [each for each in dict.fromkeys(spelt) if each != text]


def _respell(candidates: dict[str, list[str]], place: int, word: str) -> str:
    def instead(match: re.Match[str]) -> str:
        nearest = candidates.get(fold(match[0]))
        return nearest[min(place, len(nearest) - 1)] if nearest else match[0]

    return _WORD.sub(instead, word)


def _nearest(folded: str, known: dict[str, tuple[str, int]]) -> list[str]:
    """Return known words like ``folded``, by likeness and then by how often they occur."""
    if len(folded) < SHORTEST_WORD:
        return []
    near = process.extract(folded[:40], known.keys(), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=20)
    ordered = sorted(near, key=lambda found: (-found[1] // 6, -known[found[0]][1]))
    return [known[word][0] for word, _likeness, _place in ordered[:MOST]]


def _known_words(vocabularies: Vocabularies) -> dict[str, tuple[str, int]]:
    """Return, by its folded form, each word as it is mostly written and how often."""
    counted = _words_of_texts() + Counter(
        dict.fromkeys(
            _words(spelling for name in _LABELLED for spelling in _spellings(vocabularies, name)), _IN_A_LABEL
        )
    )
    known: dict[str, tuple[str, int]] = {}
    for word, count in counted.items():
        key = fold(word)
        if key not in known or known[key][1] < count:
            known[key] = (word, count)
    return known


def _spellings(vocabularies: Vocabularies, name: str) -> Iterator[str]:
    for entry in vocabularies.entries(name).values():
        yield from entry.spellings


def _words_of_texts() -> Counter[str]:
    mark = data_version()
    if mark not in _remembered:
        newest = Recommendation.objects.public().order_by("-pk")[:TEXTS]
        texts = [text for row in newest.values_list("text", "summary_en", "summary_es") for text in row]
        texts += RecommendationText.objects.order_by("-pk").values_list("text", flat=True)[:TEXTS]
        _remembered.clear()
        _remembered[mark] = Counter(_words(texts))
    return _remembered[mark]


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from _WORD.findall(text.lower())
