"""The front page: what the UN asked in numbers that equal their lists, the latest progress, the next review."""

import datetime
import json

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from lxml import html
from wagtail.models import Locale, Page, Site

from home.front_page import front_page
from home.models import HomePage, StandardPage
from mechanisms.models import Milestone, Review
from search.changes.once import one_state
from tests.factories import (
    AssessorFactory,
    CityActionFactory,
    CityFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
    ReviewFactory,
)
from tests.search.pages import counted_links, get, main_text, results_found, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> HomePage:
    """The English front page with two pages below it and its Spanish twin with one of them."""
    english, _made = Locale.objects.get_or_create(language_code="en")
    spanish, _made = Locale.objects.get_or_create(language_code="es")
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Front", slug="front", locale=english))
    Site.objects.update(root_page=home)
    Site.clear_site_root_paths_cache()
    method = StandardPage(
        title="How we assess",
        slug="how",
        locale=english,
        show_in_menus=True,
        body=[{"type": "text", "value": "<p>Method.</p>"}],
    )
    home.add_child(instance=method)
    home.add_child(instance=StandardPage(title="Privacy", slug="privacy", locale=english))
    twin = home.copy_for_translation(spanish)
    twin.save_revision().publish()
    translated = method.copy_for_translation(spanish)
    translated.title, translated.slug = "Cómo evaluamos", "como"
    translated.save_revision().publish()
    return home


@pytest.fixture
def asked() -> Review:
    """The latest completed UPR review, with answers, themes and a city's action."""
    review = ReviewFactory(key="upr-2031", upr=True, cycle=None, year=2031)
    served = [
        RecommendationFactory(review=review, local=True, supported=True, theme_slugs=["housing"]),
        RecommendationFactory(review=review, local=True, noted=True, theme_slugs=["housing", "food"]),
    ]
    RecommendationFactory(review=review, reach="national_only")
    RecommendationFactory(concern=True, theme_slugs=["food"])
    CityActionFactory(serves=served[:1])
    return review


def test_every_number_equals_the_records_behind_its_link(client: Client, home: HomePage, asked: Review) -> None:
    counted = counted_links(get(client, "/en/"))
    assert [each.number for each in counted][:4] == [4, 3, 2, 1]
    assert len(counted) == 4 + 3 + 2  # figures, answers ("not recorded" included), themes
    for each in counted:
        assert results_found(client, each.url) == each.number, each.text


def test_next_review_says_what_became_of_the_last_date(client: Client, home: HomePage) -> None:
    said = main_text(get(client, "/en/"))
    assert "Not held in 2025; moved to 2026. No recommendations from it." in said
    assert "No se celebró en 2025; aplazado a 2026." in main_text(get(client, "/es/"))


def test_a_date_to_come_is_shown_before_one_that_nobody_announced() -> None:
    review = Review.objects.get(key="upr-4-usa")
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    coming = Milestone.objects.create(review=review, slug="soon", kind="other", title_en="Soon", date=tomorrow)
    next_review = front_page().next_review
    assert next_review is not None
    assert (next_review.review, next_review.milestone) == (review, coming)


def test_latest_progress_is_what_was_published_last_and_examples_are_marked(client: Client, home: HomePage) -> None:
    assert "No city has recorded progress yet." in main_text(get(client, "/en/"))
    office = AssessorFactory(city=CityFactory(name="Riverton"))
    for day in range(1, 6):
        moment = datetime.datetime(2026, 3, day, tzinfo=datetime.UTC)
        ProgressUpdateFactory(assessor=office, note_en=f"Entry {day}.", published_at=moment)
    ProgressUpdateFactory(assessor=office, note_en="Waiting.", pending=True)
    said = main_text(get(client, "/en/"))
    assert [f"Entry {day}." in said for day in (1, 2, 3, 4, 5)] == [False, False, True, True, True]
    assert "Waiting." not in said
    assert not get(client, "/en/").xpath("//div[contains(@class, 'notice-example')]")
    ProgressUpdateFactory(assessor=AssessorFactory(city=CityFactory(example=True)))
    page = get(client, "/en/")
    assert page.xpath("//div[contains(@class, 'notice-example')]")
    assert page.xpath("//span[contains(@class, 'tag-example')]")


def test_a_figure_that_counts_a_made_up_city_says_so(client: Client, home: HomePage, asked: Review) -> None:
    assert "the example city counted" not in main_text(get(client, "/en/"))
    CityActionFactory(city=CityFactory(example=True), serves=[RecommendationFactory()])
    page = get(client, "/en/")
    assert "the example city counted" in main_text(page)
    assert page.xpath("//li[contains(@class, 'figure')]//span[contains(@class, 'tag-example')]")


def test_menu_and_footer_list_the_pages_of_the_language(client: Client, home: HomePage) -> None:
    page = get(client, "/en/recommendations/")
    menu = [text_of(link) for link in page.xpath("//nav[contains(@class, 'menu-wide')]//a")]
    assert menu == ["Recommendations", "Themes", "UN reviews", "Cities", "How we assess"]
    assert [text_of(link) for link in page.xpath("//footer//nav//a")] == ["Privacy"]
    page = get(client, "/es/recommendations/")
    assert text_of(page.xpath("//nav[contains(@class, 'menu-wide')]//a")[-1]) == "Cómo evaluamos"


def test_language_link_of_a_page_leads_to_its_translation_or_says_there_is_none(client: Client, home: HomePage) -> None:
    def other_language(path: str) -> str:
        return get(client, path).xpath("//a[@class='language']/@href")[0]

    assert other_language("/en/how/").endswith("/es/como/")
    assert other_language("/es/como/").endswith("/en/how/")
    assert other_language("/en/privacy/") == "/es/privacy/"
    page = html.fromstring(client.get("/es/privacy/").content)
    assert page.xpath("//main//a[@hreflang='en']/@href") == ["/en/privacy/"]
    assert other_language("/en/").endswith("/es/")


def test_front_page_is_empty_but_whole_before_anything_is_recorded(client: Client, home: HomePage) -> None:
    said = main_text(get(client, "/en/"))
    assert "No recommendations are recorded yet." in said


def test_queries(home: HomePage, asked: Review, django_assert_max_num_queries) -> None:
    front_page()
    # reviews (1), whether a figure counts an example (1), entries (1); next review: itself, missed session, next date
    # (3); the data version of all figures (1)
    with django_assert_max_num_queries(7), one_state():
        front_page()


def test_machines_are_told_who_runs_the_site(client: Client, home: HomePage) -> None:
    told = [json.loads(each) for each in get(client, "/es/").xpath("//script[@type='application/ld+json']/text()")]
    (runs_it,) = [each for each in told if each["@type"] == "Organization"]
    assert runs_it["@context"] == "https://schema.org"
    assert (runs_it["name"], runs_it["url"]) == ("Ciudades de derechos humanos", "http://testserver/")
    assert finders.find(runs_it["logo"].removeprefix("http://testserver/static/"))
