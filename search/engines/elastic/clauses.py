"""From a search to Elasticsearch's queries: its words, and each of its filters by name.

The filters are those of ``search.store.conditions``, under the same names; the parity test compares the two.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.conf import settings

from cities.models import Assessor, Implementation
from recommendations.models import Recommendation
from search.analysis.terms import Word, term_of
from search.query import All, Either, Node, Not, Words
from search.selection import Selection
from search.selection.parameters import MANY, NONE, NOT_ASSESSED
from search.store.conditions import Places

Clause = dict[str, Any]
Values = Sequence[str]

EVERYTHING: Clause = {"match_all": {}}
NOTHING: Clause = {"match_none": {}}


def both(clauses: Iterable[Clause]) -> Clause:
    """Every clause must hold; does not score."""
    return {"bool": {"filter": list(clauses)}}


def either(clauses: Iterable[Clause]) -> Clause:
    """At least one clause must hold."""
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}}


def neither(clauses: Iterable[Clause]) -> Clause:
    """No clause may hold."""
    return {"bool": {"must_not": list(clauses)}}


def one_of(field: str, values: Iterable[object]) -> Clause:
    """The field has at least one of the values."""
    return {"terms": {field: list(values)}}


# Words


def text_clause(node: Node) -> Clause:
    """Return the query of a search's words. Stems score, folded words only find."""
    if isinstance(node, Words):
        return _term(node)
    if isinstance(node, Either):
        return either(map(text_clause, node.nodes))
    # What is excluded goes into the clause around it: Elasticsearch refuses clauses nested too deep.
    nodes = node.nodes if isinstance(node, All) else (node,)
    return {
        "bool": {
            "must": [text_clause(each) for each in nodes if not isinstance(each, Not)],
            "must_not": [text_clause(each.node) for each in nodes if isinstance(each, Not)],
        }
    }


def _term(words: Words) -> Clause:
    term = term_of(words)
    if isinstance(term, Word):
        folded = {"constant_score": {"filter": {"term": {"x": term.folded}}, "boost": 0}}
        return either([*({"term": {"s": stem}} for stem in term.stems), folded])
    *before, last = term.tokens
    if not term.prefix:
        return {"match_phrase": {"x": " ".join(term.tokens)}} if before else {"term": {"x": last}}
    if not before:
        return {"prefix": {"x": last}}
    # "match_phrase_prefix" looks at fifty endings only; intervals look at all.
    steps: list[Clause] = [{"match": {"query": " ".join(before), "ordered": True, "max_gaps": 0}}]
    steps.append({"prefix": {"prefix": last}})
    return {"intervals": {"x": {"all_of": {"ordered": True, "max_gaps": 0, "intervals": steps}}}}


# Filters


def filter_clauses(selection: Selection) -> dict[str, Clause]:
    """Return the clause of every filter that the selection has, by its name in ``search.store.conditions``."""
    clauses = {name: clause(selection) for name, clause in _CLAUSES.items()}
    return {name: clause for name, clause in clauses.items() if clause is not None}


def _scope(selection: Selection) -> Clause:
    """The home country, unless a country is asked for, or a review of another one by its key."""
    if selection.country:
        return one_of("country", selection.country)
    home = one_of("country", [settings.HOME_COUNTRY])
    return either([home, one_of("review", selection.review)]) if selection.review else home


def _one_of(name: str) -> Callable[[Selection], Clause | None]:
    def clause(selection: Selection) -> Clause | None:
        values = getattr(selection, name)
        return one_of(name, values) if values else None

    return clause


def _many(name: str) -> Callable[[Selection], Clause | None]:
    def clause(selection: Selection) -> Clause | None:
        values = getattr(selection, name)
        if values and getattr(selection, f"match_{name}") == "all":
            return both(one_of(name, [value]) for value in values)
        return one_of(name, values) if values else None

    return clause


def _none_of(name: str) -> Callable[[Selection], Clause | None]:
    def clause(selection: Selection) -> Clause | None:
        values = getattr(selection, f"not_{name}")
        return neither([one_of(name, values)]) if values else None

    return clause


def _years(selection: Selection) -> Clause | None:
    limits = {"gte": selection.year_from, "lte": selection.year_to}
    given = {name: year for name, year in limits.items() if year is not None}
    return {"range": {"year": given}} if given else None


# Places


def places_clause(asked: Places) -> Clause | None:
    """Return what must be published where; None where nothing is asked."""
    more = asked.by or asked.status or asked.differs or asked.action
    if not asked.city:
        return _in(asked, "") if more else None
    if not more:
        return one_of("city", asked.city)
    return either(_in(asked, city) for city in asked.city)


def _in(asked: Places, city: str) -> Clause:
    """In one city, or ("") in all of them together."""
    clauses = (_said(asked, city), _disagreed(asked, city), _done(asked, city))
    return both(clause for clause in clauses if clause is not None)


def _said(asked: Places, city: str) -> Clause | None:
    """``status`` and ``by``: the word of an assessor of one of these kinds is one of these; or there is no word."""
    if not (asked.by or asked.status):
        return None
    kinds = asked.by or Assessor.Kind.values
    any_word = _words(city, kinds, Implementation.Status.values)
    if not asked.status:
        return any_word
    clauses = [_words(city, kinds, [status for status in asked.status if status != NOT_ASSESSED])]
    if NOT_ASSESSED in asked.status:
        takes_status = one_of("kind", [Recommendation.Kind.RECOMMENDATION, Recommendation.Kind.PLEDGE])
        clauses.append(both([takes_status, neither([any_word])]))
    return either(clauses)


def _words(city: str, kinds: Values, statuses: Values) -> Clause:
    said = [f"{kind}|{status}" for kind in kinds for status in statuses]
    return one_of("word", [f"{city}|{each}" for each in said]) if city else one_of("said", said)


def _disagreed(asked: Places, city: str) -> Clause | None:
    """``differs``: two assessors of one city give different words."""
    if not asked.differs:
        return None
    return one_of("differs", [city]) if city else {"exists": {"field": "differs"}}


def _done(asked: Places, city: str) -> Clause | None:
    """``action``: what published actions there are; drafts do not count."""
    if not asked.action:
        return None
    anything = {"prefix": {"action": f"{city}|"}} if city else {"exists": {"field": "done"}}
    statuses = [status for status in asked.action if status not in ("any", NONE)]
    clauses = [one_of("action", [f"{city}|{each}" for each in statuses]) if city else one_of("done", statuses)]
    if "any" in asked.action:
        clauses.append(anything)
    if NONE in asked.action:
        clauses.append(neither([anything]))
    return either(clauses)


_CLAUSES: dict[str, Callable[[Selection], Clause | None]] = {
    "country": _scope,
    **{name: _one_of(name) for name in ("mechanism", "review", "kind", "position", "reach")},
    **{name: _many(name) for name in MANY},
    "places": lambda selection: places_clause(Places.of(selection)),
    "year": _years,
    **{f"not_{name}": _none_of(name) for name in MANY},
}
