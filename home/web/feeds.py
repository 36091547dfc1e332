"""Feeds of the editors' news and events, and all events to come as one calendar, in each language."""

from datetime import datetime, time
from typing import Any
from uuid import uuid5

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar
from wagtail.rich_text import get_text_for_indexing

from home.event_calendar import calendar_entry
from home.models import EventPage, NewsPage
from search.views.calendars import MAKER

AT_MOST = 30


class PagesFeed(Feed):
    """What every feed of pages has. Feed readers get title, lead and address, never a whole page."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpRequest:
        """Hand the request on: one feed object serves all requests at the same time."""
        return request

    def link(self, request: HttpRequest) -> str:
        """Return the front page of the language."""
        return f"/{get_language()}/"

    def author_name(self, request: HttpRequest) -> str:
        """Say who publishes it: Atom asks for an author (RFC 4287, 4.1.1)."""
        return _("Human Rights Cities")

    def item_title(self, item: Any) -> str:
        """Return the page's title."""
        return str(item.title)

    def item_description(self, item: Any) -> str:
        """Return its lead as plain text."""
        return get_text_for_indexing(item.lead)

    def item_link(self, item: Any) -> str:
        """Return its whole address."""
        return item.get_full_url() or "/"

    def item_guid(self, item: Any) -> str:
        """Return what stays the same when the title or address changes."""
        return uuid5(item.translation_key, item.locale.language_code).urn

    def item_pubdate(self, item: Any) -> Any:
        """Return when it was first published."""
        return item.first_published_at

    def item_updateddate(self, item: Any) -> Any:
        """Return when it was last published."""
        return item.last_published_at


class NewsFeed(PagesFeed):
    """The latest news, each of the day it is news of."""

    def title(self, request: HttpRequest) -> str:
        """Name the feed."""
        return _("Human Rights Cities: news")

    def feed_url(self, request: HttpRequest) -> str:
        """Return the feed's own address."""
        return reverse("news_feed")

    def items(self, request: HttpRequest) -> QuerySet:
        """Return the latest in the language."""
        return _public(NewsPage).order_by("-date", "-pk")[:AT_MOST]

    def item_pubdate(self, item: NewsPage) -> datetime:
        """Return the day it is news of, which may be long before it came to this site."""
        return timezone.make_aware(datetime.combine(item.date, time()))


class EventFeed(PagesFeed):
    """Events by when they were announced."""

    def title(self, request: HttpRequest) -> str:
        """Name the feed."""
        return _("Human Rights Cities: events")

    def feed_url(self, request: HttpRequest) -> str:
        """Return the feed's own address."""
        return reverse("events_feed")

    def items(self, request: HttpRequest) -> QuerySet:
        """Return the latest in the language."""
        return _public(EventPage).order_by("-first_published_at", "-pk")[:AT_MOST]


def events_calendar(request: HttpRequest) -> HttpResponse:
    """Answer the events to come as one calendar, to subscribe to."""
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("name", _("Human Rights Cities: events"))
    for event in _public(EventPage).upcoming()[:AT_MOST]:
        calendar.add_component(calendar_entry(event, event.get_full_url(request) or ""))
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")


def _public(model: Any) -> Any:
    return model.objects.live().public().filter(alias_of=None).in_active_language().select_related("locale")
