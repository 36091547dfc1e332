"""Which words of a text a search found, for marking them."""

from collections.abc import Iterator

from search.analysis.indexed_text import tokens_of
from search.analysis.stems import STEMMERS
from search.analysis.terms import Term, Word, term_of
from search.analysis.words import find_words
from search.query import Node, Not, Words

Place = tuple[int, int]


def matches(text: str, node: Node, language: str = "") -> list[Place]:
    """Return start and end of every word or phrase of ``text`` that the search looks for, in order, none twice.

    Whole words are returned, whatever form of them matched. ``language`` is that of the text; where it is not known,
    a word counts as English and as Spanish. What the search excludes is never marked.
    """
    terms = [term_of(words) for words in _wanted(node)]
    languages = [language[:2].lower()] if language else list(STEMMERS)
    places: list[Place] = []
    folded: list[str] = []
    stems: list[set[str]] = []
    for word, start, end in find_words(text):
        tokens = [tokens_of(word, each) for each in languages]
        if tokens[0][0]:
            places.append((start, end))
            folded.append(tokens[0][0])
            stems.append({stem for _folded, stem in tokens if stem})
    found = {(places[first][0], places[last][1]) for term in terms for first, last in _where(term, folded, stems)}
    return _apart(sorted(found))


def _wanted(node: Node) -> Iterator[Words]:
    if isinstance(node, Words):
        yield node
    elif not isinstance(node, Not):
        for each in node.nodes:
            yield from _wanted(each)


def _where(term: Term, folded: list[str], stems: list[set[str]]) -> Iterator[Place]:
    """Yield the first and the last word of every place where the term stands."""
    if isinstance(term, Word):
        wanted = set(term.stems)
        yield from ((at, at) for at, token in enumerate(folded) if token == term.folded or wanted & stems[at])
        return
    *before, last = term.tokens
    for end in range(len(before), len(folded)):
        ends = folded[end].startswith(last) if term.prefix else folded[end] == last
        if ends and folded[end - len(before) : end] == before:
            yield end - len(before), end


def _apart(places: list[Place]) -> list[Place]:
    """Join places that overlap."""
    joined: list[Place] = []
    for start, end in places:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
