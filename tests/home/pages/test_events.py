"""Events: when they are, on the page, in lists, in the calendar file, and for machines."""

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from icalendar import Calendar

from home.models import EventIndexPage, EventPage, HomePage
from tests.home.site_builder import add, block, document
from tests.search.pages import get, main_text, text_of

pytestmark = pytest.mark.django_db

FAR = datetime.date(2099, 3, 8)  # the day the clocks change in the United States


@pytest.fixture
def index(home: HomePage) -> EventIndexPage:
    return add(home, EventIndexPage, "Events", slug="events")


def test_upcoming_and_past_stand_apart(client: Client, index: EventIndexPage) -> None:
    today = datetime.date.today()
    for title, days in [("Long ago", -40), ("Lately", -2), ("Soon", 2), ("Later", 30)]:
        add(index, EventPage, title, date=today + datetime.timedelta(days=days))
    page = get(client, index.url)
    titles = {
        name: [text_of(each) for each in page.xpath(f"//section[@aria-labelledby='{name}']//h3")]
        for name in ("upcoming", "past")
    }
    assert titles == {"upcoming": ["Soon", "Later"], "past": ["Lately", "Long ago"]}


def test_event_of_today_is_upcoming_until_it_is_over(index: EventIndexPage) -> None:
    whole_day = add(index, EventPage, date=datetime.date.today())
    assert whole_day in EventPage.objects.upcoming()
    assert whole_day not in EventPage.objects.past()


def test_empty_index_says_so(client: Client, index: EventIndexPage) -> None:
    said = main_text(get(client, index.url))
    assert "No events are planned just now." in said
    assert "No past events are recorded." in said


def test_series_has_a_page_and_its_events_stand_in_both(client: Client, index: EventIndexPage) -> None:
    series = add(index, EventIndexPage, "Treaty talks")
    event = add(series, EventPage, "Third talk", date=FAR)
    assert "Third talk" in main_text(get(client, index.url))
    assert "Third talk" in main_text(get(client, series.url))
    assert get(client, event.url).xpath(f"//main//a[@href='{series.url}']")


def test_page_says_when_where_who_and_how(client: Client, index: EventIndexPage) -> None:
    event = add(
        index,
        EventPage,
        "Talk",
        date=FAR,
        start_time=datetime.time(18),
        end_time=datetime.time(19, 30),
        time_zone="America/Los_Angeles",
        place="City Hall",
        online_url="https://example.org/room",
        registration_url="https://example.org/register",
        hosts=[block("organisation", {"name": "The alliance", "url": ""})],
        speakers=[block("person", {"name": "The chair", "role": "Chair", "affiliation": "A coalition"})],
    )
    page = get(client, event.url)
    said = main_text(page)
    for words in (
        "Upcoming event",
        "March 8, 2099",
        "6 p.m.",
        "7:30 p.m.",
        "Pacific Time",
        "City Hall",
        "The alliance",
    ):
        assert words in said
    assert "The chairChairA coalition" in said
    assert text_of(page.xpath("//a[@href='https://example.org/register']")[0]) == "Register"


def test_past_event_offers_recording_and_slides_and_no_registration(client: Client, index: EventIndexPage) -> None:
    event = add(
        index,
        EventPage,
        date=datetime.date(2020, 5, 1),
        registration_url="https://example.org/register",
        recording_url="https://www.youtube.com/watch?v=abc",
        slides=document(),
    )
    page = get(client, event.url)
    said = main_text(page)
    assert "Past event" in said
    assert "Opens youtube.com, which records visits." in said
    assert "Slides (PDF, 2.0 KB)" in said
    assert not page.xpath("//a[@href='https://example.org/register']")


def test_cancelled_event_says_so_everywhere(client: Client, index: EventIndexPage) -> None:
    event = add(index, EventPage, "Talk", date=FAR, is_cancelled=True, registration_url="https://example.org/register")
    page = get(client, event.url)
    assert "This event does not take place." in main_text(page)
    assert not page.xpath("//a[@href='https://example.org/register']")
    assert "Cancelled" in main_text(get(client, index.url))
    assert calendar_of(client, event)["status"] == "CANCELLED"
    assert schema_of(page)["eventStatus"] == "https://schema.org/EventCancelled"


def calendar_of(client: Client, event: EventPage):
    response = client.get(f"{event.url}calendar/")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    (entry,) = Calendar.from_ical(response.content).walk("VEVENT")
    return entry


def schema_of(page):
    told = [json.loads(script.text) for script in page.xpath("//script[@type='application/ld+json']")]
    (event,) = [each for each in told if each["@type"] == "Event"]
    return event


def test_calendar_file_holds_the_moment_in_the_zone_of_the_place(client: Client, index: EventIndexPage) -> None:
    event = add(
        index,
        EventPage,
        "Talk",
        date=FAR,
        start_time=datetime.time(18),
        time_zone="America/Los_Angeles",
        place="City Hall",
    )
    entry = calendar_of(client, event)
    assert (str(entry["summary"]), str(entry["location"])) == ("Talk", "City Hall")
    assert entry.decoded("dtstart").isoformat() == "2099-03-08T18:00:00-07:00"
    assert entry.decoded("dtend") - entry.decoded("dtstart") == datetime.timedelta(hours=1)
    assert client.get(f"{event.url}calendar/").content == client.get(f"{event.url}calendar/").content
    whole_day = calendar_of(client, add(index, EventPage, date=FAR, end_date=FAR + datetime.timedelta(days=1)))
    assert whole_day.decoded("dtstart") == FAR
    assert whole_day.decoded("dtend") == FAR + datetime.timedelta(days=2)


def test_machines_read_the_event_and_no_text_ends_the_script(client: Client, index: EventIndexPage) -> None:
    event = add(
        index, EventPage, "</script><b>Talk", date=FAR, place="City Hall", online_url="https://example.org/room"
    )
    data = schema_of(get(client, event.url))
    assert data["name"] == "</script><b>Talk"
    assert (data["@type"], data["startDate"]) == ("Event", "2099-03-08")
    assert data["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [place["@type"] for place in data["location"]] == ["Place", "VirtualLocation"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"end_date": FAR - datetime.timedelta(days=1)}, "end_date"),
        ({"end_time": datetime.time(10)}, "start_time"),
        ({"start_time": datetime.time(10), "end_time": datetime.time(9)}, "end_time"),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words(fields: dict[str, object], wrong: str) -> None:
    with pytest.raises(ValidationError) as refused:
        EventPage(title="Talk", date=FAR, **fields).clean()
    assert list(refused.value.message_dict) == [wrong]


def test_event_past_midnight_ends_on_the_next_day() -> None:
    event = EventPage(
        title="Night",
        date=FAR,
        start_time=datetime.time(22),
        end_date=FAR + datetime.timedelta(days=1),
        end_time=datetime.time(1),
    )
    event.clean()
    begins, ends = event._moments()
    assert ends - begins == datetime.timedelta(hours=3)


def test_a_lead_is_plain_words_where_no_markup_is_shown(client: Client, index: EventIndexPage) -> None:
    lead = "<p>Bills &amp; pipes.</p><p>Come <b>early</b>.</p>"
    event = add(index, EventPage, "Talk", date=FAR, lead=lead)
    words = "Bills & pipes. Come early."
    page = get(client, event.url)
    assert page.xpath("string(//meta[@name='description']/@content)") == words
    assert schema_of(page)["description"] == words
    assert str(calendar_of(client, event)["description"]).startswith(words)
    event.search_description = "Of its own."
    event.save_revision().publish()
    assert get(client, event.url).xpath("string(//meta[@name='description']/@content)") == "Of its own."
