"""Dates of reviews as calendars that programs subscribe to (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from cities.models import City
from mechanisms.models import Milestone, Review

MAKER = "-//Human Rights Cities//UN reviews//EN"
UID_DOMAIN = "milestones.human-rights-cities"
"""A name of our own, not the server's: the identity of a date stays when the site moves."""
RENEW_AFTER = timedelta(hours=12)
_UNVERIFIED = datetime(2026, 1, 1, tzinfo=UTC)


@require_safe
def review_dates(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Answer the dates of one review."""
    review = get_object_or_404(Review.objects.for_page(), key=key, mechanism__slug=slug)
    return _answer(request, str(review), review.milestones.all(), f"{review.key}-dates")


@require_safe
def city_dates(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer what concerns a city: the dates of reviews to come, and of the latest completed one of each mechanism."""
    city = get_object_or_404(City.objects.select_related("country"), slug=slug)
    current = [review.pk for review in Review.objects.latest_completed()]
    awaited = Review.objects.awaited()
    milestones = Milestone.objects.filter(Q(review__in=current) | Q(review__in=awaited))
    name = _("UN reviews: dates for %(city)s") % {"city": city}
    return _answer(request, name, milestones, f"{city.slug}-dates")


def _answer(request: HttpRequest, name: str, milestones: QuerySet[Milestone], file: str) -> HttpResponse:
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", RENEW_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("color", "darkgreen")
    # A date nobody announced yet has no place in a calendar.
    for milestone in milestones.select_related("review__mechanism", "review__country"):
        if milestone.date:
            calendar.add_component(_event(request, milestone, milestone.date))
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file}.ics"'
    return response


def _event(request: HttpRequest, milestone: Milestone, day: date) -> Event:
    review = milestone.review
    verified = milestone.last_verified
    event = Event()
    event.add("uid", f"{review.key}.{milestone.slug}@{UID_DOMAIN}")
    # When this was last checked, not now: the same answer twice is the same file.
    event.add("dtstamp", datetime.combine(verified, time(), tzinfo=UTC) if verified else _UNVERIFIED)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    title = f"{review.title}: {milestone.title}"
    event.add("summary", title, parameters={"LANGUAGE": get_language() or "en"})
    event.add("description", "\n".join(_description(milestone)))
    event.add("url", request.build_absolute_uri(reverse("review", args=[review.mechanism.slug, review.key])))
    event.add("categories", [milestone.get_kind_display()])
    return event


def _description(milestone: Milestone) -> Iterable[str]:
    if milestone.meaning:
        yield _("What it means for a city:") + " " + milestone.meaning
    if not milestone.outcome_known:
        yield _("Not confirmed here. Check the source before you plan.")
    if milestone.source_url:
        yield milestone.source_url
