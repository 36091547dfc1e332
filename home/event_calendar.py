"""One event as a file that calendar programs take (iCalendar, RFC 5545)."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from icalendar import Calendar, Event
from wagtail.rich_text import get_text_for_indexing

from search.views.calendars import MAKER

if TYPE_CHECKING:
    from home.models import EventPage

UID_DOMAIN = "events.human-rights-cities"
"""A name of our own, not the server's: the identity of an event stays when the site moves."""


def calendar_response(event: "EventPage", request: HttpRequest) -> HttpResponse:
    """Answer the event as a download."""
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(calendar_entry(event, event.get_full_url(request) or ""))
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return response


def calendar_entry(event: "EventPage", url: str) -> Event:
    """Return the event as an entry. Translations of one event are the same entry; a change replaces it."""
    entry = Event()
    entry.add("uid", f"{event.translation_key}@{UID_DOMAIN}")
    # When it was published last, not now: the same answer twice is the same file.
    stamp = event.last_published_at or event.begins_at
    entry.add("dtstamp", stamp)
    entry.add("last-modified", stamp)
    if event.is_all_day:
        entry.add("dtstart", event.begins_at.astimezone(event.zone).date())
        entry.add("dtend", event.ends_at.astimezone(event.zone).date())
    else:
        entry.add("dtstart", event.begins_at.astimezone(event.zone))
        entry.add("dtend", event.ends_at.astimezone(event.zone))
    entry.add("summary", event.title, parameters={"LANGUAGE": event.locale.language_code})
    where = ", ".join(filter(None, [event.place, event.address])) or event.online_url
    if where:
        entry.add("location", where)
    described = [get_text_for_indexing(event.lead), event.online_url, url]
    entry.add("description", "\n".join(filter(None, described)))
    entry.add("url", url)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return entry
