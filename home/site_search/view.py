"""The page with the results of every kind."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from rapidfuzz import fuzz, process

from home.related import Pages, pages_of
from home.site_search.page_search import KINDS, PageGroup, find_pages, pages_on
from home.site_search.page_words import page_words
from mechanisms.normalise import fold
from search.analysis.words import split_words
from search.results import Results
from search.selection import Selection
from search.spelling import other_spellings

FIRST = 5
LONGEST_QUERY = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """One group of links: the first of them, how many there are, and where all stand ("" where all are here)."""

    kind: str
    label: str
    links: list[tuple[str, str]]
    count: int
    all_url: str = ""


def site_search(request: HttpRequest) -> HttpResponse:
    """Look for words everywhere, or for the pages with a topic.

    ``in`` shows all of one kind of page; an unknown kind is as none. Without words and topic, the topics are offered.
    """
    words = asked_words(request)
    kind = request.GET.get("in", "")
    kind = kind if kind in KINDS else ""
    context: dict[str, object] = {"words": words, "kind": kind}
    topic = request.GET.get("topic", "").strip()
    if words:
        selection = Selection.parse({"q": words})
        themes = named(selection, "theme", words)
        found = find_pages(words, also=pages_of(request).carrying(*(slug for slug, _label in themes)))
        groups = [_shown(group, {"q": words}, kind) for group in found if kind in ("", group.kind)]
        context |= {"selection": selection, "groups": groups}
        if not kind:
            context |= _of_the_record(selection, words, themes, bool(groups))
    elif topic:
        context |= _on_topic(Selection.parse({"theme": topic}), kind, pages_of(request))
    else:
        context["topics"] = pages_of(request).topics()
    return render(request, "home/site_search.html", context)


def _on_topic(selection: Selection, kind: str, pages: Pages) -> dict[str, object]:
    """Return the pages with a topic, which may be a former name of it; for a topic that there is not, what is wrong."""
    if not selection.theme:
        return {"problems": selection.problems}
    topic = selection.theme[0]
    return {
        "topic": topic,
        "topic_label": selection.label("theme", topic),
        "groups": [
            _shown(group, {"topic": topic}, kind) for group in pages_on(topic, pages) if kind in ("", group.kind)
        ],
    }


def asked_words(request: HttpRequest) -> str:
    """Return what was typed."""
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]


def _of_the_record(
    selection: Selection, words: str, themes: list[tuple[str, str]], has_pages: bool
) -> dict[str, object]:
    results = Results(selection, facets=())
    rows = results.rows[:FIRST]
    cities = named(selection, "city", words)
    is_empty = not (selection.problems or rows or themes or cities or has_pages)
    return {
        "results": results,
        "rows": rows,
        "has_example": any(row.has_example for row in rows),
        "themes": themes,
        "cities": cities,
        "meant": did_you_mean(words, selection) if is_empty else [],
    }


def _shown(group: PageGroup, asked: dict[str, str], kind: str) -> Shown:
    links = group.pages if kind else group.pages[:FIRST]
    all_url = f"{reverse('site_search')}?{urlencode({**asked, 'in': group.kind})}"
    return Shown(group.kind, group.label, links, group.count, "" if len(links) == group.count else all_url)


def named(selection: Selection, vocabulary: str, words: str) -> list[tuple[str, str]]:
    """Return (slug, label) of the themes or cities with all the words in one name, whatever their case and accents."""
    wanted = [fold(word) for word in split_words(words)]
    if not wanted:
        return []
    entries = selection.vocabularies.entries(vocabulary).values()
    return [
        (entry.value, entry.label)
        for entry in entries
        if any(all(word in fold(name) for word in wanted) for name in entry.spellings)
    ]


def did_you_mean(words: str, selection: Selection) -> list[str]:
    """Return other spellings of words that find nothing: from our pages first, then cities, then the record."""
    known = page_words(get_language() or "")
    respelled = words
    for word in split_words(words):
        near = known.nearest(word) or _nearest_city(selection, word)
        if near:
            respelled = respelled.replace(word, near)
    found = [respelled] if respelled != words else []
    return list(dict.fromkeys([*found, *other_spellings(words, selection.vocabularies)]))[:3]


def _nearest_city(selection: Selection, word: str) -> str:
    names = [name for entry in selection.vocabularies.entries("city").values() for name in entry.spellings]
    near = process.extractOne(fold(word), names, scorer=fuzz.ratio, processor=fold, score_cutoff=80)
    return near[0] if near and fold(near[0]) != fold(word) else ""
