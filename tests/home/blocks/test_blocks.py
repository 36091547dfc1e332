"""What each block prints of what an editor put in."""

import datetime

import pytest
from django.test import Client
from lxml import html
from wagtail.models import Page

from cities.models import City
from home.models import EventIndexPage, EventPage, HomePage, StandardPage
from tests.factories import (
    AssessorFactory,
    CityFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
    ReviewFactory,
)
from tests.home.site_builder import add, block, document, items, picture
from tests.search.pages import get, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def show(client: Client, home: HomePage):
    """Shows blocks on a page: returns the element that holds them."""

    def show(*blocks: dict[str, object]) -> html.HtmlElement:
        page = add(home, StandardPage, body=list(blocks))
        return get(client, page.url).xpath("//div[@class='blocks']")[0]

    return show


def test_text_keeps_its_styles(show) -> None:
    shown = show(block("text", "<h2>Why</h2><p>Because <b>rights</b> matter.</p>"))
    assert text_of(shown.xpath(".//h2")[0]) == "Why"
    assert text_of(shown.xpath(".//b")[0]) == "rights"


def test_heading_has_the_anchor_given_or_one_made_of_its_words(show) -> None:
    shown = show(
        block("heading", {"text": "What cities can do", "anchor": "cities"}),
        block("heading", {"text": "¿Qué sigue?", "anchor": ""}),
        block("heading", {"text": "2026 in review", "anchor": ""}),
    )
    assert [each.get("id") for each in shown.xpath(".//h2")] == ["cities", "que-sigue", "part-2026-in-review"]


def test_quote_names_its_source(show) -> None:
    shown = show(block("quote", {"text": "We ask.", "source": "The council", "url": "https://example.org/minutes"}))
    assert text_of(shown.xpath(".//blockquote")[0]) == "We ask."
    assert shown.xpath(".//figcaption/a/@href") == ["https://example.org/minutes"]


@pytest.mark.parametrize(("kind", "said"), [("note", "Note"), ("important", "Important")])
def test_callout_says_in_words_what_it_is(show, kind: str, said: str) -> None:
    shown = show(block("callout", {"kind": kind, "title": "Mind the date", "text": "<p>It may move.</p>"}))
    callout = shown.xpath(".//div[@role='note']")[0]
    assert text_of(callout) == f"{said}Mind the date It may move."


def test_steps_are_an_ordered_list(show) -> None:
    shown = show(
        block("steps", items({"title": "Collect", "text": "<p>Stories.</p>"}, {"title": "Clamor", "text": ""}))
    )
    assert [text_of(step) for step in shown.xpath(".//ol/li")] == ["CollectStories.", "Clamor"]


def test_accordion_opens_without_script(show) -> None:
    shown = show(block("accordion", items({"title": "Is it binding?", "text": "<p>In part.</p>"})))
    part = shown.xpath(".//details")[0]
    assert part.get("open") is None
    assert (text_of(part.xpath("summary")[0]), text_of(part)) == (
        "Is it binding?",
        "Is it binding?In part.",
    )


def test_image_comes_in_several_widths_with_its_words(show) -> None:
    stored = picture()
    shown = show(
        block(
            "image",
            {
                "image": {"image": stored.pk, "alt_text": "A bridge at dawn", "decorative": False},
                "caption": "The old bridge.",
                "credit": "Drawn by us, CC BY 4.0.",
            },
        )
    )
    image = shown.xpath(".//img")[0]
    assert image.get("alt") == "A bridge at dawn"
    assert (image.get("loading"), image.get("width"), image.get("height")) == ("lazy", "480", "270")
    webp = shown.xpath(".//source[@type='image/webp']/@srcset")[0]
    assert [size.split()[1] for size in webp.split(", ")] == ["480w", "800w", "1320w"]
    assert "The old bridge." in text_of(shown)
    decorative = {"image": {"image": stored.pk, "alt_text": "", "decorative": True}, "caption": "", "credit": ""}
    assert show(block("image", decorative)).xpath(".//img/@alt") == [""]


def test_video_asks_nobody_before_a_click_and_says_who_is_asked_then(show) -> None:
    shown = show(
        block(
            "video",
            {
                "title": "The training",
                "url": "https://www.youtube.com/watch?v=abc",
                "poster": picture().pk,
                "transcript": "<p>Welcome.</p>",
            },
        )
    )
    assert not shown.xpath(".//iframe | .//video | .//script")
    assert all(source.startswith("/") for source in shown.xpath(".//img/@src"))
    link = shown.xpath(".//a")[0]
    assert (link.get("href"), text_of(link)) == ("https://www.youtube.com/watch?v=abc", "The training")
    assert "Opens youtube.com, which records visits." in text_of(shown)
    assert text_of(shown.xpath(".//details")[0]) == "Transcript: The trainingWelcome."


def test_transcript(show) -> None:
    shown = show(
        block("transcript", {"title": "Transcript of the hearing", "text": "<h3>Part one</h3><p>Good day.</p>"})
    )
    assert text_of(shown.xpath(".//details/summary")[0]) == "Transcript of the hearing"


def test_documents_say_format_and_size(show) -> None:
    stored = document()
    shown = show(
        block("documents", items({"document": stored.pk, "title": ""}, {"document": stored.pk, "title": "Short"}))
    )
    assert [text_of(line) for line in shown.xpath(".//li")] == ["Our report (PDF, 2.0 KB)", "Short (PDF, 2.0 KB)"]
    assert stored.url in shown.xpath(".//a/@href")


def test_people_show_a_photo_only_with_consent(show) -> None:
    photo = {"image": picture().pk, "alt_text": "A woman at a desk", "decorative": False}
    person = {"name": "The chair", "role": "Chair", "affiliation": "A coalition", "photo": photo}
    shown = show(
        block("people", items(person | {"photo_consent_on": "2026-03-01"}, person | {"photo_consent_on": None}))
    )
    assert [text_of(each) for each in shown.xpath(".//ul/li")] == ["The chairChairA coalition"] * 2
    assert len(shown.xpath(".//img")) == 1


def test_people_need_no_photo(show) -> None:
    shown = show(block("people", items({"name": "The chair", "role": "", "affiliation": ""})))
    assert text_of(shown) == "The chair"


def test_events_lists_what_is_to_come_or_past(show, home: HomePage) -> None:
    index = add(home, EventIndexPage, "Events")
    today = datetime.date.today()
    for title, days in [("Long ago", -40), ("Lately", -2), ("Soon", 2), ("Later", 30)]:
        add(index, EventPage, title, date=today + datetime.timedelta(days=days))
    upcoming = show(block("events", {"title": "Join us", "which": "upcoming", "limit": 1}))
    assert [text_of(each) for each in upcoming.xpath(".//h3")] == ["Soon"]
    past = show(block("events", {"title": "", "which": "past", "limit": 5}))
    assert [text_of(each) for each in past.xpath(".//h3")] == ["Lately", "Long ago"]
    Page.objects.type(EventPage).delete()
    assert "No events are planned just now." in text_of(
        show(block("events", {"title": "", "which": "upcoming", "limit": 3}))
    )


def test_timeline_shows_the_dates_of_the_tracker(show) -> None:
    shown = show(block("timeline", {"review": "upr-4-usa"}))
    assert shown.xpath(".//a[contains(@href, '/en/mechanisms/upr/upr-4-usa/')]")
    assert shown.xpath(".//ol[contains(@class, 'milestones')]/li")
    assert text_of(show(block("timeline", {"review": "gone"}))) == ""


@pytest.fixture
def assessed() -> City:
    """A city with words on one of two local recommendations on housing of the latest review."""
    review = ReviewFactory(key="upr-2031", upr=True, cycle=None, year=2031)
    first = RecommendationFactory(review=review, local=True, theme_slugs=["housing"])
    RecommendationFactory(review=review, local=True, theme_slugs=["food"])
    office = AssessorFactory(city=CityFactory(slug="riverton", name="Riverton"))
    ProgressUpdateFactory(assessor=office, recommendation=first, status="no_action")
    return office.city


def test_city_progress_says_whose_word_and_of_how_many(show, assessed: City) -> None:
    shown = show(block("city_progress", {"city": "riverton", "theme": ""}))
    panels = shown.xpath(".//div[contains(concat(' ', @class, ' '), ' panel ')]")
    assert ["of 2" in text_of(panel) for panel in panels] == [True, True]
    assert text_of(panels[0]).startswith("City") or "city" in text_of(panels[0])
    on_housing = show(block("city_progress", {"city": "riverton", "theme": "housing"}))
    assert "of 1" in text_of(on_housing)
    none = show(block("city_progress", {"city": "riverton", "theme": "water-sanitation"}))
    assert "carries this theme" in text_of(none)


def test_share_asks_no_other_company(show) -> None:
    shown = show(block("share", {}))
    assert [link.split(":")[0] for link in shown.xpath(".//a/@href")] == ["mailto", "sms"]
    assert "http" in text_of(shown)
