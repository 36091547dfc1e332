"""The same search as a file: CSV for spreadsheets, JSON for programs. A mistake in the address answers 400, in words.

CSV: every record, streamed. The ids are read once (4 bytes a record), the records in chunks, each with a fixed number
of queries, so memory does not grow with the text. It opens right in Excel: UTF-8 with its mark, and a cell that a
spreadsheet would run as a formula begins with an apostrophe.
"""

import csv
from collections.abc import Iterator

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils.functional import Promise as LazyText
from django.utils.text import slugify
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from recommendations.models import Recommendation
from search.document import DOCUMENT_RELATIONS, facet_data, problem_data, record_data, with_document_data
from search.finding import finder
from search.results import Place, Results, Row, row_of
from search.selection import Selection

CHUNK = 500
MAX_FILE_NAME = 80

COLUMNS: dict[str, LazyText] = {
    "slug": _("Address"),
    "url": _("Link"),
    "mechanism": _("Mechanism"),
    "review": _("Review"),
    "country": _("Country under review"),
    "document_symbol": _("UN document"),
    "paragraph": _("Paragraph"),
    "kind": _("Kind"),
    "position": _("Answer of the State"),
    "reach": _("Reach"),
    "recommending_states": _("Recommending States"),
    "themes": _("Themes"),
    "groups": _("Affected groups"),
    "sdgs": _("SDGs"),
    "summary": _("In plain words (ours)"),
    "text": _("Official text (UN)"),
    "cities": _("Cities"),
    "is_example": _("Example"),
}
"""Names for programs (``header=machine``), which never change, and for people."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@require_safe
def as_json(request: HttpRequest) -> HttpResponseBase:
    """Answer a page of the search as JSON: records, facets, and what was understood."""
    selection = Selection.parse(request.GET)
    if selection.problems:
        return problem_response(selection)
    results = Results(selection)
    page = results.page
    prefetch_related_objects([row.recommendation for row in results.rows], *DOCUMENT_RELATIONS)
    following = selection.with_(page=page.number + 1).export_url("json", every_page=False) if page.has_next() else None
    return JsonResponse(
        {
            "count": results.total,
            "next": request.build_absolute_uri(following) if following else None,
            "results": [record_data(row, request.build_absolute_uri) for row in results.rows],
            "facets": {facet.name: facet_data(facet) for facet in results.facets},
            "selection": {"sentence": selection.sentence(), "problems": []},
        },
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """Answer every record of the search as CSV; ``header=machine`` gives names and codes that never change."""
    selection = Selection.parse(request.GET)
    if selection.problems:
        return problem_response(selection)
    response = StreamingHttpResponse(_csv_lines(request, selection), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(selection)}.csv"'
    return response


def problem_response(selection: Selection) -> JsonResponse:
    """Answer 400 with the mistakes of an address as problem details (RFC 9457)."""
    body = {
        "type": "about:blank",
        "title": gettext("This search cannot be understood."),
        "status": 400,
        "detail": " ".join(problem.message for problem in selection.problems),
        "problems": [problem_data(problem) for problem in selection.problems],
    }
    return JsonResponse(
        body, status=400, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
    )


def file_name(selection: Selection) -> str:
    """Return the search's sentence as a file name without ending; a long one ends with a whole word."""
    name = slugify(selection.sentence())
    if len(name) <= MAX_FILE_NAME:
        return name
    whole_words = name[: MAX_FILE_NAME + 1].rpartition("-")[0]
    return whole_words if len(whole_words) > MAX_FILE_NAME // 2 else name[:MAX_FILE_NAME]


# CSV


class _Echo:
    """What ``csv.writer`` writes to: gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _csv_lines(request: HttpRequest, selection: Selection) -> Iterator[str]:
    language = get_language()
    writer = csv.writer(_Echo())
    machine = selection.header == "machine"
    yield "\ufeff" + writer.writerow(COLUMNS if machine else [str(name) for name in COLUMNS.values()])
    for rows in _chunks(selection):
        # Between two chunks the reader's language may no longer be the active one.
        with override(language):
            lines = [writer.writerow(_cells(request, selection, row, machine=machine)) for row in rows]
        yield "".join(lines)


def _chunks(selection: Selection) -> Iterator[list[Row]]:
    ids = finder().all_ids(selection)
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        records = with_document_data(Recommendation.objects.public().filter(pk__in=chunk)).in_bulk()
        yield [row_of(records[pk]) for pk in chunk if pk in records]


def _cells(request: HttpRequest, selection: Selection, row: Row, *, machine: bool) -> list[str]:
    data = record_data(row, request.build_absolute_uri)
    cells = {}
    for name, value in data.items():
        values = [str(each) for each in (value if isinstance(value, list) else [value]) if each]
        if name in _LABELLED and not machine:
            values = [selection.label(_LABELLED[name], each) for each in values]
        cells[name] = "; ".join(values)
    example = "yes" if machine else gettext("Yes")
    cells["is_example"] = example if row.has_example else ""
    cells["cities"] = "; ".join(_place(place, machine=machine) for place in row.places)
    return [neutralised(cells[name]) for name in COLUMNS]


_LABELLED = {
    "mechanism": "mechanism",
    "review": "review",
    "country": "country",
    "kind": "kind",
    "position": "position",
    "reach": "reach",
    "recommending_states": "state",
    "themes": "theme",
    "groups": "group",
    "sdgs": "sdg",
}
"""Columns whose values people read by their labels, with the parameter that knows these."""


def _place(place: Place, *, machine: bool) -> str:
    """One city in one cell: whose word, which one, of when; then its actions."""
    said = [
        f"{word.assessor.kind}={word.status} {word.as_of.isoformat()}"
        if machine
        else f"{word.assessor.name}: {word.get_status_display()} ({word.as_of.isoformat()})"
        for word in place.words
    ]
    said += [f"action={action.status}" if machine else action.title for action in place.actions]
    named = place.city.slug if machine else place.city.name
    if place.city.is_example:
        named += " (example)" if machine else f" ({gettext('example')})"
    return f"{named}: {', '.join(said)}"


def neutralised(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
