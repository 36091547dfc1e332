"""From a search text to conditions of the database, until the engines take over.

A word is found where a word begins with it, so "evict" finds "eviction" and "rent" does not find "parents"; a phrase
in quotation marks is found as it stands. Case and accents do not count. It is a scan of the text columns: right for
a few thousand records, not for more.
"""

import re

from django.db.models import Exists, OuterRef, Q

from mechanisms.normalise import fold
from recommendations.models import RecommendationText, RecommendationTheme
from search.citation import read_citation
from search.query import All, Either, Node, Not, Words, parse_query

_COLUMNS = ("text", "summary_en", "summary_es", "paragraph", "document__symbol")
_ACCENTED = {
    "a": "aáàâäãå",
    "c": "cç",
    "e": "eéèêë",
    "i": "iíìîï",
    "n": "nñ",
    "o": "oóòôöõ",
    "u": "uúùûü",
    "y": "yýÿ",
}


def text_condition(text: str) -> Q:
    """Return the condition of a search text. Raises ``QueryError`` as ``parse_query`` does.

    A whole citation finds its record only; a symbol or a paragraph alone finds also what mentions it.
    """
    citation = read_citation(text)
    if citation and citation.is_whole:
        return citation.condition
    condition = _condition(parse_query(text))
    return citation.condition | condition if citation else condition


def _condition(node: Node) -> Q:
    if isinstance(node, Not):
        return ~_condition(node.node)
    if isinstance(node, All):
        return Q(*map(_condition, node.nodes))
    if isinstance(node, Either):
        return Q(*map(_condition, node.nodes), _connector=Q.OR)
    return _occurs(node)


def _occurs(words: Words) -> Q:
    pattern = _pattern(words)
    themes = RecommendationTheme.objects.filter(content_object=OuterRef("pk"))
    translations = RecommendationText.objects.filter(recommendation=OuterRef("pk"))
    return Q(
        *(Q(**{f"{column}__iregex": pattern}) for column in _COLUMNS),
        Exists(themes.filter(Q(tag__name__iregex=pattern) | Q(tag__label_es__iregex=pattern))),
        Exists(translations.filter(text__iregex=pattern)),
        _connector=Q.OR,
    )


def _pattern(words: Words) -> str:
    """Return a regular expression that Python (SQLite) and PostgreSQL read alike."""
    joined = r"\W+".join(map(_any_accent, words.pieces))
    return rf"(^|\W){joined}(\W|$)" if words.exact else rf"(^|\W){joined}"


def _any_accent(piece: str) -> str:
    return "".join(f"[{_ACCENTED[char]}]" if char in _ACCENTED else re.escape(char) for char in fold(piece))
