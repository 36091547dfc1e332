"""News and events to follow elsewhere: feeds and a calendar in each language, public pages only."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from lxml import etree
from wagtail.models import Page, PageViewRestriction

from home.models import EventIndexPage, EventPage, NewsIndexPage, NewsPage
from tests.home.bilingual_site import BilingualSite

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def pages(tree: BilingualSite) -> dict[str, Page]:
    def add(parent: Page, page: Page) -> Page:
        page = Page.objects.get(pk=parent.pk).add_child(instance=page)
        page.save_revision().publish()
        return page

    news = add(tree.english, NewsIndexPage(title="News", slug="news", locale=tree.en))
    events = add(tree.english, EventIndexPage(title="Events", slug="events", locale=tree.en))
    today = timezone.localdate()
    return {
        "open": add(news, NewsPage(title="Open & <new>", slug="open", lead="<p>A lead.</p>", locale=tree.en)),
        "secret": add(news, NewsPage(title="Secret", slug="secret", locale=tree.en)),
        "coming": add(events, EventPage(title="Coming", slug="coming", date=today + timedelta(days=9), locale=tree.en)),
        "past": add(events, EventPage(title="Past", slug="past", date=today - timedelta(days=9), locale=tree.en)),
    }


def entries(client: Client, address: str) -> dict[str, str]:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    feed = etree.fromstring(response.content)
    return {
        entry.findtext("a:title", namespaces=ATOM): entry.find("a:link", ATOM).get("href")
        for entry in feed.findall("a:entry", ATOM)
    }


def test_news_and_events_can_be_followed(pages: dict[str, Page], client: Client, tree: BilingualSite) -> None:
    PageViewRestriction.objects.create(page=pages["secret"], restriction_type="login")
    found = entries(client, "/en/news.atom")
    assert list(found) == ["Open & <new>"]
    assert found["Open & <new>"].endswith("/en/news/open/")
    assert set(entries(client, "/en/events.atom")) == {"Coming", "Past"}
    assert entries(client, "/es/news.atom") == {}
    assert b"/en/news.atom" in client.get("/en/").content


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("feed", ["news", "events"])
def test_feeds_have_what_atom_asks_for(pages: dict[str, Page], client: Client, language: str, feed: str) -> None:
    """RFC 4287: an author, a tag of a language, ids that are addresses, moments with their distance from UTC."""
    told = etree.fromstring(client.get(f"/{language}/{feed}.atom").content)
    assert told.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert told.findtext("a:author/a:name", namespaces=ATOM)
    assert told.xpath("a:link[@rel='self']/@href", namespaces=ATOM) == [f"http://testserver/{language}/{feed}.atom"]
    entries = told.findall("a:entry", ATOM)
    assert bool(entries) == (language == "en")
    for each in (told, *entries):
        assert each.findtext("a:title", namespaces=ATOM)
        assert datetime.fromisoformat(each.findtext("a:updated", namespaces=ATOM)).tzinfo
    ids = [each.findtext("a:id", namespaces=ATOM) for each in entries]
    assert [UUID(each).urn for each in ids] == ids
    assert len(set(ids)) == len(ids)


def test_old_news_are_of_their_day(pages: dict[str, Page], client: Client) -> None:
    news = NewsPage.objects.get(slug="open")
    news.date = date(2021, 3, 19)
    news.save_revision().publish()
    told = etree.fromstring(client.get("/en/news.atom").content)
    assert [each.text[:10] for each in told.iterfind("a:entry/a:published", ATOM)][-1] == "2021-03-19"


def test_events_to_come_are_a_calendar(pages: dict[str, Page], client: Client) -> None:
    response = client.get("/en/events.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    assert [str(event["summary"]) for event in calendar.walk("VEVENT")] == ["Coming"]
