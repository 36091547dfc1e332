"""What machines read of a page (schema.org, as JSON-LD)."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import get_text_for_indexing

if TYPE_CHECKING:
    from home.models import EventPage

_ESCAPED = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def as_json_ld(data: Mapping[str, object]) -> SafeString:
    """Return data for a ``<script type="application/ld+json">``: no text in it can end the element."""
    written = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    return mark_safe(written.translate(_ESCAPED))  # noqa: S308 - what HTML reads specially is escaped above


def event_data(event: "EventPage", url: str) -> dict[str, object]:
    """Return an event as schema.org describes one (https://schema.org/Event)."""
    state = "EventCancelled" if event.is_cancelled else "EventScheduled"
    data: dict[str, object] = {
        "@type": "Event",
        "name": event.title,
        "startDate": event.iso_begin,
        "endDate": event.iso_end,
        "eventStatus": f"https://schema.org/{state}",
        "inLanguage": event.locale.language_code,
        "url": url,
        "description": get_text_for_indexing(event.lead),
        "organizer": [
            {"@type": "Organization", "name": host.value["name"], "url": host.value["url"]} for host in event.hosts
        ],
        "performer": [{"@type": "Person", "name": person.value["name"]} for person in event.speakers],
    }
    places: list[dict[str, object]] = []
    if event.place or event.address:
        places.append({"@type": "Place", "name": event.place or event.address, "address": event.address})
    if event.online_url:
        places.append({"@type": "VirtualLocation", "url": event.online_url})
    modes = {(True, True): "Mixed", (True, False): "Offline", (False, True): "Online"}
    mode = modes.get((bool(event.place or event.address), bool(event.online_url)))
    if mode:
        data["eventAttendanceMode"] = f"https://schema.org/{mode}EventAttendanceMode"
        data["location"] = places if len(places) > 1 else places[0]
    return {name: value for name, value in data.items() if value}
