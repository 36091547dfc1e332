"""The words of the editors' pages, so that a search meets them in any form, with or without accents.

Wagtail's search on PostgreSQL compares words letter by letter. What is asked for is therefore written as the pages
write it: "vivienda" also as "viviendas", "politica" as "política". The same words are what "did you mean" offers.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from wagtail.models import Locale, Page
from wagtail.search.index import SearchField

from search.analysis.stems import LANGUAGES, STEMMERS
from search.analysis.words import fold_word, split_words
from search.changes import data_version
from search.changes.kept import KeptWhile

SHORTEST_TO_RESPELL = 4
NEAR_ENOUGH = 75
"""Least likeness (rapidfuzz, 0 to 100) of a word that is offered instead of another."""
MOST_FORMS = 12


@dataclass(frozen=True)
class PageWords:
    """``forms``: stem → words as pages write them; ``known``: folded word → how it is mostly written, how often."""

    forms: dict[str, list[str]]
    known: dict[str, tuple[str, int]]

    def forms_of(self, word: str) -> list[str]:
        """Return the word itself and every form of it in the pages, the most frequent first."""
        found = [form for stem in stems_of(word) for form in self.forms.get(stem, ())]
        return list(dict.fromkeys([word.lower(), *found]))[:MOST_FORMS]

    def nearest(self, word: str) -> str:
        """Return a known word like this one; "" where it is known itself, too short, or like none."""
        folded = fold_word(word)
        if folded in self.known or len(folded) < SHORTEST_TO_RESPELL:
            return ""
        near = process.extract(folded, self.known.keys(), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=10)
        best = sorted(near, key=lambda found: (-found[1] // 6, -self.known[found[0]][1]))
        return self.known[best[0][0]][0] if best else ""


_read_before = KeptWhile[PageWords](most=len(LANGUAGES) + 2)


def page_words(language: str) -> PageWords:
    """Return the words of the public pages in a language; read again only when a page changed."""
    return _read_before.get(data_version().pages, language, lambda: _read(language))


def _read(language: str) -> PageWords:
    counted: Counter[str] = Counter()
    locale = Locale.objects.filter(language_code=language).first()
    if locale is not None:
        for page in Page.objects.live().public().filter(locale=locale, depth__gt=1).specific():
            counted.update(word.lower() for text in _texts(page) for word in split_words(text))
    forms: dict[str, list[str]] = defaultdict(list)
    known: dict[str, tuple[str, int]] = {}
    for word, count in counted.most_common():
        folded = fold_word(word)
        if not folded:
            continue
        if folded not in known:
            known[folded] = (word, count)
        for stem in stems_of(folded):
            forms[stem].append(word)
    return PageWords(dict(forms), known)


def _texts(page: Page) -> Iterator[str]:
    """Yield what Wagtail's search indexes of a page."""
    for field in page.get_search_fields():
        if isinstance(field, SearchField):
            value = field.get_value(page)
            yield " ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value or "")


def stems_of(word: str) -> set[str]:
    """Return what a word shares with its other forms, in whatever language it is."""
    folded = fold_word(word)
    return {folded, *(stemmer.stem(folded) for stemmer in STEMMERS.values())} if folded else set()
