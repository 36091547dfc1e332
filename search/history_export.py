"""A city's published history as CSV: one entry a line, in the order in which they became public.

Streamed: entries are read and written in chunks, each with a fixed number of queries, so memory does not grow with the
history. A redacted entry keeps its line with the notice, without its words.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language, gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cities.history import midnight_after
from cities.models import City, Evidence, ProgressReply, ProgressUpdate
from cities.progress.age import out_of_date_before
from search.exports.csv_file import neutralised
from search.known_on import KnownOn

CHUNK = 200

COLUMNS: dict[str, LazyText] = {
    "entry": _("Entry"),
    "city": _("City"),
    "is_example": _("Example"),
    "by": _("Whose word"),
    "assessor": _("Assessor"),
    "recommendation": _("Recommendation"),
    "recommendation_url": _("Link"),
    "document_symbol": _("UN document"),
    "paragraph": _("Paragraph"),
    "status": pgettext_lazy("of implementation", "Status"),
    "confidence": _("Confidence"),
    "as_of": _("As of"),
    "may_be_out_of_date": _("May be out of date"),
    "published_on": _("Published on"),
    "note": _("What happened"),
    "where_looked": _("Where they looked"),
    "corrects": _("Corrects entry"),
    "corrected_by": _("Corrected by entry"),
    "evidence": _("Evidence"),
    "replies": _("Replies"),
    "redacted_on": _("Words taken away on"),
    "redaction": _("Reason for taking words away"),
}
"""Names for programs (``header=machine``), which never change, and for people."""

HEADERS = ("human", "machine")


@require_safe
def as_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Answer the whole published history of a city, or what of it was public on ``known_on``."""
    city = get_object_or_404(City, slug=slug)
    known_on = KnownOn.parse(request.GET, city)
    header = request.GET.get("header", "human")
    problem = known_on.problem
    if not problem and header not in HEADERS:
        problem = gettext("“header” is either human or machine.")
    if problem:
        return HttpResponse(problem, status=400, content_type="text/plain; charset=utf-8")
    lines = _lines(request.build_absolute_uri, city, known_on, machine=header == "machine")
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    day = f"-{known_on.day.isoformat()}" if known_on.day else ""
    response["Content-Disposition"] = f'attachment; filename="{city.slug}-progress{day}.csv"'
    return response


class _Echo:
    """What ``csv.writer`` writes to: gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _lines(absolute: Callable[[str], str], city: City, known_on: KnownOn, *, machine: bool) -> Iterator[str]:
    language = get_language()
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS if machine else [str(name) for name in COLUMNS.values()])
    for entries in _chunks(city, known_on):
        # Between two chunks the reader's language may no longer be the active one.
        with override(language):
            lines = [writer.writerow(_row(absolute, city, known_on, entry, machine=machine)) for entry in entries]
        yield "".join(lines)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry with what belongs to it. Kept beside the record: Django's own caches refer to each other in circles,
    which only the garbage collector undoes, in its own time."""

    update: ProgressUpdate
    evidence: list[Evidence]
    replies: list[ProgressReply]
    corrected_by: list[int]


def _chunks(city: City, known_on: KnownOn) -> Iterator[list[_Entry]]:
    """Read the history piece by piece, each with four queries."""
    published = ProgressUpdate.objects.public().of_city(city).on_standing_recommendations()
    replies = ProgressReply.objects.select_related("assessor", "redaction")
    corrections = ProgressUpdate.objects.public()
    if known_on.day:
        end = midnight_after(city, known_on.day)
        published = published.filter(published_at__lt=end)
        replies, corrections = replies.filter(published_at__lt=end), corrections.filter(published_at__lt=end)
    stream = published.order_by("published_at", "id").iterator(chunk_size=CHUNK)
    while updates := list(islice(stream, CHUNK)):
        ids = [update.pk for update in updates]
        evidence, replied, corrected = defaultdict(list), defaultdict(list), defaultdict(list)
        for source in Evidence.objects.filter(update__in=ids):
            evidence[source.update_id].append(source)
        for reply in replies.filter(update__in=ids):
            replied[reply.update_id].append(reply)
        for original, correction in corrections.filter(corrects__in=ids).values_list("corrects", "pk").order_by("pk"):
            corrected[original].append(correction)
        yield [_Entry(each, evidence[each.pk], replied[each.pk], corrected[each.pk]) for each in updates]


def _row(absolute: Callable[[str], str], city: City, known_on: KnownOn, entry: _Entry, *, machine: bool) -> list[str]:
    cells = _cells(absolute, city, known_on, entry, machine=machine)
    return [neutralised(cells[name]) for name in COLUMNS]


def _cells(
    absolute: Callable[[str], str], city: City, known_on: KnownOn, whole: _Entry, *, machine: bool
) -> dict[str, str]:
    entry = whole.update
    recommendation, assessor = entry.recommendation, entry.assessor
    redaction = getattr(entry, "redaction", None)
    yes = "yes" if machine else gettext("Yes")
    is_old = entry.as_of < out_of_date_before(known_on.day or city.today())
    return {
        "entry": str(entry.pk),
        "city": city.slug if machine else str(city),
        "is_example": yes if city.is_example else "",
        "by": assessor.kind if machine else assessor.get_kind_display(),
        "assessor": assessor.slug if machine else assessor.name,
        "recommendation": recommendation.slug if machine else recommendation.summary or recommendation.citation,
        "recommendation_url": absolute(recommendation.get_absolute_url()),
        "document_symbol": recommendation.document.symbol if recommendation.document else "",
        "paragraph": recommendation.paragraph_label,
        "status": entry.status if machine else entry.get_status_display(),
        "confidence": entry.confidence if machine else entry.get_confidence_display(),
        "as_of": entry.as_of.isoformat(),
        "may_be_out_of_date": yes if is_old else "",
        "published_on": entry.published_at.isoformat() if entry.published_at else "",
        "note": "" if redaction else entry.note,
        "where_looked": "" if redaction else entry.where_looked,
        "corrects": str(entry.corrects_id or ""),
        "corrected_by": "; ".join(map(str, whole.corrected_by)),
        "evidence": "" if redaction else "; ".join(_evidence(absolute, whole.evidence, machine=machine)),
        "replies": "; ".join(_replies(whole.replies, machine=machine)),
        "redacted_on": redaction.redacted_on.isoformat() if redaction else "",
        "redaction": "" if not redaction else redaction.category if machine else redaction.get_category_display(),
    }


def _evidence(absolute: Callable[[str], str], evidence: list[Evidence], *, machine: bool) -> Iterator[str]:
    for each in evidence:
        bearing = each.bearing if machine else each.get_bearing_display()
        yield f"{bearing}: {each.title} <{absolute(each.address)}>"


def _replies(replies: list[ProgressReply], *, machine: bool) -> Iterator[str]:
    for reply in replies:
        redaction = getattr(reply, "redaction", None)
        name = reply.assessor.slug if machine else reply.assessor.name
        said = gettext("words taken away") if redaction else reply.text
        yield f"{name} ({reply.published_at.date().isoformat()}): {said}"
