"""Elasticsearch answers selections: page, exact total and the counts of all facets in one round trip.

Counts are aggregations: one request without filters; with filters on k facets one more search for each of them in the
same request, for a facet ignores its own values. Where the server cannot answer, the database does.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from recommendations.models import Recommendation
from search.changes import data_version
from search.changes.kept import KeptWhile
from search.citation import read_citation
from search.engines.elastic import mapping
from search.engines.elastic.clauses import (
    EVERYTHING,
    Clause,
    both,
    either,
    filter_clauses,
    places_clause,
    text_clause,
)
from search.engines.elastic.server import PATIENCE, ElasticAway, ElasticRefused, Server
from search.models import Change, ElasticIndex
from search.selection import Selection
from search.selection.parameters import BY_NAME, MANY, PAGING_ENDS_AT
from search.store.conditions import Places
from search.store.counting import PLACES

if TYPE_CHECKING:
    from search.finding import Answer, Finder

NAME = "elasticsearch"
MAY_LAG = timedelta(seconds=5)
"""How old a change may be that the index does not have yet; with older ones, the database answers."""

_CITED_FIRST = 1000
_MOST_VALUES = 5_000
_AT_ONCE = 10_000
_ORDERS: dict[str, list[Clause]] = {
    "relevance": [{"_score": "desc"}, {"newest": "asc"}, {"pk": "asc"}],
    "newest": [{"newest": "asc"}, {"pk": "asc"}],
    "paragraph": [{"paragraph": "asc"}, {"pk": "asc"}],
    "updated": [{"updated": "desc"}, {"pk": "asc"}],
}
_IDS_ONLY: dict[str, Any] = {"_source": False, "stored_fields": "_none_", "docvalue_fields": ["pk"]}


_on_record = KeptWhile[int](most=32)
"""How many records there are, by countries."""


class ElasticFinder:
    """See ``search.finding.Finder``. ``database`` answers while the server is away, and says that it does."""

    def __init__(self, server: Server, database: "Finder") -> None:
        self._server = server
        self._database = database

    def answer(self, selection: Selection, facets: Sequence[str] = ()) -> "Answer":
        """Return total, page and counts."""
        if selection.problems:
            return self._database.answer(selection, facets)
        try:
            return self._answer(selection, facets)
        except ElasticAway:
            return replace(self._database.answer(selection, facets), fallback=True)

    def all_ids(self, selection: Selection) -> Sequence[int]:
        """Return every hit in order, as the index was when the first of them was asked for."""
        if selection.problems:
            return []
        try:
            return self._all_ids(_Question(selection))
        except ElasticAway:
            return self._database.all_ids(selection)

    def total(self, selection: Selection) -> int:
        """Return how many records are found."""
        return self.answer(replace(selection, page=1)).total

    def on_record(self, country: tuple[str, ...]) -> int:
        """Return how many records there are; counted by the database, so that a page is one round trip here."""
        asked = country or (settings.HOME_COUNTRY,)
        standing = Recommendation.objects.public().filter(review__country__iso3__in=asked)
        return _on_record.get(data_version().tag, asked, standing.count)

    def _answer(self, selection: Selection, facets: Sequence[str]) -> "Answer":
        from search.finding import Answer, page_within

        question = _Question(selection)
        start = (min(selection.page, PAGING_ENDS_AT // selection.per_page) - 1) * selection.per_page
        searches = question.searches(start, facets)
        main, *others = self._ask(list(searches.values()))
        total, ids = main["hits"]["total"]["value"], _ids(main)
        first, last = page_within(selection, total)
        if first != start and last > first:
            # A page beyond the last one: the last one stands in.
            ids = _ids(*self._ask([question.page(first)]))
        counts: dict[str, dict[str, int]] = {name: {} for name in facets}
        for answer in (main, *others):
            counts |= _counts(answer.get("aggregations", {}))
        return Answer(total, ids, counts, selection.order, NAME)

    def _ask(self, searches: list[Clause]) -> list[Mapping[str, Any]]:
        """Send searches in one request and return their answers, each of them whole."""
        _must_be_current()
        alias = mapping.alias()
        with self._server.asked() as client:
            body = [part for search in searches for part in ({"index": alias, "request_cache": True}, search)]
            return [_whole(answer) for answer in client.msearch(searches=body)["responses"]]

    def _all_ids(self, question: "_Question") -> "array[int]":
        _must_be_current()
        ids = array("I")
        with self._server.asked() as client:
            opened: str = client.open_point_in_time(index=mapping.alias(), keep_alive="1m")["id"]
            search = question.page(0) | {"size": _AT_ONCE, "pit": {"id": opened, "keep_alive": "1m"}}
            search |= {"track_total_hits": False}
            try:
                while hits := _whole(client.search(**_as_arguments(search)).body)["hits"]["hits"]:
                    ids.extend(hit["fields"]["pk"][0] for hit in hits)
                    search["search_after"] = hits[-1]["sort"]
            finally:
                client.close_point_in_time(id=opened)
        return ids


class _Question:
    """A selection in Elasticsearch's language."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self._text = _text(selection)
        self._filters = filter_clauses(selection)

    def page(self, start: int) -> Clause:
        """Return the search for a page of hits, with the exact total."""
        found = {"bool": {"must": [self._text] if self._text else [], "filter": list(self._filters.values())}}
        order = self.selection.order
        if order != "relevance":
            found = both([found])
        return {
            "query": found,
            "from": start,
            "size": self.selection.per_page,
            "sort": _ORDERS[order],
            "track_total_hits": True,
            "timeout": f"{PATIENCE:.0f}s",
            **_IDS_ONLY,
        }

    def searches(self, start: int, facets: Sequence[str]) -> dict[str, Clause]:
        """Return the search for the page, under "", and one for each filter that facets ignore, under its name."""
        searches: dict[str, Clause] = {"": self.page(start) | {"aggs": {}}}
        for facet in facets:
            ignored = self._ignored_by(facet)
            search = searches.setdefault(
                ignored, {"size": 0, "query": self._without(ignored), "aggs": {}, "timeout": f"{PATIENCE:.0f}s"}
            )
            aggregation = self._aggregation(facet)
            if aggregation is not None:
                search["aggs"][facet] = aggregation
        return searches

    def _ignored_by(self, facet: str) -> str:
        if facet in MANY and getattr(self.selection, f"match_{facet}") == "all":
            return ""
        name = "places" if facet in PLACES else facet
        return name if name in self._filters else ""

    def _without(self, name: str) -> Clause:
        clauses = [clause for each, clause in self._filters.items() if each != name]
        return both([*clauses, self._text] if self._text else clauses)

    def _aggregation(self, facet: str) -> Clause | None:
        """Return how a facet is counted; None where it has no values."""
        if facet not in PLACES:
            return {"terms": {"field": facet, "size": _MOST_VALUES}}
        # Each value asks what its link asks: without this facet's own values, with this one.
        asked = Places.of(self.selection)
        values = self.selection.vocabularies.entries(BY_NAME[facet].vocabulary)
        clauses = {value: places_clause(replace(asked, **{facet: (value,)})) for value in values}  # type: ignore[arg-type]
        counted = {value: clause or EVERYTHING for value, clause in clauses.items()}
        return {"filters": {"filters": counted}} if counted else None


def _text(selection: Selection) -> Clause | None:
    """A whole citation finds its record only; a symbol or a paragraph alone comes before what mentions it."""
    if selection.understood is None:
        return None
    words = text_clause(selection.understood.node)
    citation = read_citation(selection.q)
    if citation is None:
        return words
    cited = [str(pk) for pk in citation.records()]
    by_name: Clause = {"constant_score": {"filter": {"ids": {"values": cited}}, "boost": _CITED_FIRST}}
    return by_name if citation.is_whole else either([by_name, words])


def _must_be_current() -> None:
    """Raise ElasticAway where there is no index, or where it has not followed the record (one query, or two)."""
    delivered = ElasticIndex.objects.filter(alias=mapping.alias()).values_list("number", flat=True).first()
    if delivered is None:
        raise ElasticAway("There is no index yet.")
    if delivered >= data_version().number:
        return
    waiting = Change.objects.filter(number__gt=delivered).order_by("number").values_list("made_at", flat=True).first()
    if waiting and waiting < timezone.now() - MAY_LAG:
        raise ElasticAway("The index waits for the worker.")


def _whole(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an answer that no part of the index is missing from; raises ElasticAway."""
    if "error" in answer:
        if answer.get("status") == 400:
            raise ElasticRefused(str(answer["error"]))
        raise ElasticAway(str(answer["error"]))
    if answer["timed_out"] or answer["_shards"]["failed"]:
        raise ElasticAway("A part of the index did not answer in time.")
    return answer


def _ids(answer: Mapping[str, Any]) -> list[int]:
    return [hit["fields"]["pk"][0] for hit in answer["hits"]["hits"]]


def _counts(aggregations: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Return the counts of each facet. Filters answer with a mapping, terms with a list."""
    counts: dict[str, dict[str, int]] = {}
    for facet, answer in aggregations.items():
        buckets = answer["buckets"]
        if isinstance(buckets, list):
            counts[facet] = {str(bucket["key"]): bucket["doc_count"] for bucket in buckets}
        else:
            counts[facet] = {value: bucket["doc_count"] for value, bucket in buckets.items()}
    return counts


def _as_arguments(search: Clause) -> dict[str, Any]:
    """The client takes a search's parts as arguments, and "from" as "from_"."""
    names = {"from": "from_", "_source": "source"}
    return {names.get(name, name): part for name, part in search.items() if part != 0}
