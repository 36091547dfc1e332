"""The published history of a city: every entry of its assessors, also as it was known on a day in the past.

Words that were taken away are taken away on every day: only the dated notice stays.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path

from cities.models import City, Evidence, ProgressReply, ProgressUpdate, Redaction
from cities.models.progress import ProgressUpdateQuerySet
from search.api import city_shapes as shapes
from search.api.application import api, operation
from search.api.options import CURSOR, LANG, PAGE_SIZE, Option, read_options
from search.api.pieces import piece
from search.document import Absolute, Data

KNOWN_ON = Option(
    "known_on",
    "The history as it was published by the end of this day, in the city's own time.",
    "2026-03-31",
    is_day=True,
)


@api.get(
    "/cities/{slug:slug}/progress",
    response=shapes.Progress,
    summary="The history of a city",
    operation_id="progress",
    url_name="progress",
    openapi_extra=operation(KNOWN_ON, CURSOR, PAGE_SIZE, errors=(404,)),
)
def progress(
    request: HttpRequest, slug: str = Path(..., description="The slug of a city.", example="example-falls")
) -> Data:
    """Every published entry on how far recommendations are, the latest published first, corrected ones included."""
    asked = read_options(request, KNOWN_ON, CURSOR, PAGE_SIZE, LANG)
    city = get_object_or_404(City, slug=slug)
    known_on = date.fromisoformat(asked["known_on"]) if "known_on" in asked else None
    moment = _end_of(known_on, city) if known_on else None
    entries = _published(city, moment)
    shown, following = piece(request, entries, "published_at", asked)
    current = _current(city, moment)
    return {
        "city": city.slug,
        "known_on": known_on.isoformat() if known_on else None,
        "count": entries.count(),
        "next": following,
        "results": [_entry(entry, city, entry.pk in current, request.build_absolute_uri) for entry in shown],
    }


def _end_of(day: date, city: City) -> datetime:
    """The first moment after a day in the city's own time."""
    following = day + timedelta(days=1) if day < date.max else day
    return datetime.combine(following, time(), ZoneInfo(city.time_zone))


def _by(moment: datetime | None) -> Q:
    return Q(published_at__lt=moment) if moment else Q()


def _published(city: City, moment: datetime | None) -> ProgressUpdateQuerySet:
    """The entries published before ``moment``, with the replies and corrections published before it."""
    replies = ProgressReply.objects.filter(_by(moment)).select_related("assessor", "redaction")
    corrections = ProgressUpdate.objects.public().filter(_by(moment)).order_by("published_at", "pk")
    return (
        ProgressUpdate.objects.public()
        .of_city(city)
        .on_standing_recommendations()
        .filter(_by(moment))
        .prefetch_related("evidence", Prefetch("replies", replies), Prefetch("corrections", corrections))
    )


def _current(city: City, moment: datetime | None) -> set[int]:
    """The ids of the current words as they stood at ``moment``: the rule of ``cities/progress/current_word.py``."""
    words: dict[tuple[int, int], int] = {}
    entries = ProgressUpdate.objects.public().of_city(city).filter(_by(moment))
    corrected = ProgressUpdate.objects.public().of_city(city).filter(_by(moment), corrects__isnull=False)
    standing = entries.exclude(pk__in=corrected.values("corrects")).latest_word_first()
    for pk, assessor, recommendation in standing.values_list("pk", "assessor", "recommendation"):
        words.setdefault((assessor, recommendation), pk)
    return set(words.values())


def _entry(entry: ProgressUpdate, city: City, is_current: bool, absolute: Absolute) -> Data:
    redaction = getattr(entry, "redaction", None)
    corrections = entry.corrections.all()
    return {
        "id": entry.pk,
        "recommendation": entry.recommendation.slug,
        "assessor": entry.assessor.name,
        "by": entry.assessor.kind,
        "status": entry.status,
        "confidence": entry.confidence,
        "as_of": entry.as_of.isoformat(),
        "published_at": entry.published_at.isoformat() if entry.published_at else "",
        "note": "" if redaction else entry.note,
        "where_looked": "" if redaction else entry.where_looked,
        "corrects": entry.corrects_id,
        "corrected_by": corrections[0].pk if corrections else None,
        "is_current": is_current,
        "evidence": [] if redaction else [_evidence(item, absolute) for item in entry.evidence.all()],
        "replies": [_reply(reply) for reply in entry.replies.all()],
        "redaction": notice(redaction),
        "is_example": city.is_example or entry.recommendation.is_example,
    }


def _evidence(item: Evidence, absolute: Absolute) -> Data:
    return {
        "title": item.title,
        "publisher": item.publisher,
        "date": item.date.isoformat() if item.date else None,
        "url": absolute(item.address),
        "bearing": item.bearing,
        "shows_effect": item.shows_effect,
    }


def _reply(reply: ProgressReply) -> Data:
    redaction = getattr(reply, "redaction", None)
    return {
        "assessor": reply.assessor.name,
        "by": reply.assessor.kind,
        "text": "" if redaction else reply.text,
        "published_at": reply.published_at.isoformat(),
        "redaction": notice(redaction),
    }


def notice(redaction: Redaction | None) -> Data | None:
    """Return the dated notice that stays where words were taken away."""
    if redaction is None:
        return None
    return {"category": redaction.category, "redacted_on": redaction.redacted_on.isoformat()}
