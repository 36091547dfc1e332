"""Blocks that show recommendations: live, in the reader's language, and clear where the record changed."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Locale
from wagtail_localize.segments import OverridableSegmentValue

from home.blocks.recommendation_card import RecommendationBlock
from home.blocks.recommendation_list import RecommendationListBlock, SearchAddressBlock, selection_at
from home.models import HomePage, StandardPage
from tests.factories import RecommendationFactory
from tests.home.site_builder import add, block
from tests.search.pages import counted_links, get, main_text, results_found

pytestmark = pytest.mark.django_db


def listing(address: str, shown: int = 2, title: str = "") -> dict[str, object]:
    return block("recommendation_list", {"title": title, "address": address, "shown": shown})


def test_list_shows_the_first_of_all_that_the_search_finds(client: Client, home: HomePage) -> None:
    for number in range(3):
        RecommendationFactory(theme_slugs=["housing"], summary_en=f"Homes, part {number}.")
    RecommendationFactory(theme_slugs=["food"])
    page = add(home, StandardPage, body=[listing("http://elsewhere.example/en/recommendations/?theme=housing&page=2")])
    shown = get(client, page.url)
    assert len(shown.xpath("//div[@class='blocks']//article")) == 2
    assert "housing" in main_text(shown)
    (every,) = [each for each in counted_links(shown) if "See all" in each.text]
    assert every.number == results_found(client, every.url) == 3
    RecommendationFactory(theme_slugs=["housing"])
    assert "See all 4 records" in main_text(get(client, page.url))


def test_list_speaks_the_language_of_its_page(client: Client, home: HomePage) -> None:
    RecommendationFactory(theme_slugs=["housing"], summary_es="Vivienda para todas las personas.")
    spanish, _made = Locale.objects.get_or_create(language_code="es")
    twin = home.copy_for_translation(spanish)
    twin.save_revision().publish()
    page = add(twin, StandardPage, body=[listing("/en/recommendations/?theme=housing")])
    shown = get(client, page.url)
    assert "Vivienda para todas las personas." in main_text(shown)
    assert shown.xpath("//a[contains(@href, '/es/recommendations/?theme=housing')]")


def test_list_of_nothing_says_so(client: Client, home: HomePage) -> None:
    page = add(home, StandardPage, body=[listing("?theme=housing")])
    said = main_text(get(client, page.url))
    assert "The tracker holds none just now." in said
    assert "Open this search, with filters" in said
    assert "See all 0" not in said


def test_list_whose_search_became_wrong_says_so_and_shows_nothing(client: Client, home: HomePage) -> None:
    RecommendationFactory(theme_slugs=["housing"])
    page = add(home, StandardPage, body=[listing("?theme=no-longer-there")])
    shown = get(client, page.url)
    assert "This list cannot be shown" in main_text(shown)
    assert not shown.xpath("//div[@class='blocks']//article")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://example.org/about/", "This is not the address of a search."),
        ("https://example.org/en/", "This is not the address of a search."),
        ("https://example.org", "This is not the address of a search."),
        ("/en/recommendations/upr-3-usa-26-101/", "This is not the address of a search."),
        ("housing", "This is not the address of a search."),
        ("/en/recommendations/?theme=housng", "No theme is called “housng”."),
        ("/en/recommendations/?q=%28housing", "bracket"),
    ],
)
def test_editor_hears_what_is_wrong_with_an_address(address: str, said: str) -> None:
    form = RecommendationListBlock()
    with pytest.raises(ValidationError) as refused:
        form.clean(form.to_python({"title": "", "address": address, "shown": 5}))
    assert said in str(refused.value.block_errors["address"])


@pytest.mark.parametrize(
    "address",
    ["/en/recommendations/", "/es/recommendations/?theme=housing", "?theme=housing", "/recommendations/?q=water"],
)
def test_what_people_copy_is_taken(address: str) -> None:
    form = RecommendationListBlock()
    assert form.clean(form.to_python({"title": "", "address": address, "shown": 5}))["address"] == address
    assert selection_at(address) is not None


def test_card_shows_the_record_and_follows_it_through_a_merge(client: Client, home: HomePage) -> None:
    chosen = RecommendationFactory(slug="upr-3-usa-26-101", summary_en="Build homes.")
    page = add(home, StandardPage, body=[block("recommendation_card", {"recommendation": "upr-3-usa-26-101"})])
    assert "Build homes." in main_text(get(client, page.url))
    chosen.merged_into = RecommendationFactory(summary_en="Build many homes.")
    chosen.save()
    assert "Build many homes." in main_text(get(client, page.url))


def test_card_of_a_withdrawn_record_leads_to_why(client: Client, home: HomePage) -> None:
    RecommendationFactory(slug="upr-3-usa-26-101", withdrawn_on=datetime.date(2026, 1, 1), summary_en="Build homes.")
    page = add(home, StandardPage, body=[block("recommendation_card", {"recommendation": "upr-3-usa-26-101"})])
    shown = get(client, page.url)
    assert "was withdrawn from the record" in main_text(shown)
    assert "Build homes." not in main_text(shown)
    assert shown.xpath("//a[contains(@href, 'upr-3-usa-26-101')]")


def test_a_search_with_words_may_be_another_one_in_a_translation() -> None:
    field = SearchAddressBlock()
    words, no_words = "/en/recommendations/?q=water", "/en/recommendations/?theme=housing"
    assert [segment.data for segment in field.get_translatable_segments(words)] == [words]
    assert field.get_translatable_segments(no_words) == []
    theirs = OverridableSegmentValue("", "/es/recommendations/?q=agua")
    assert field.restore_translated_segments(words, [theirs]) == theirs.data
    for mistaken in ("/es/noticias/", "/es/recommendations/?theme=viviendas"):
        assert field.restore_translated_segments(words, [OverridableSegmentValue("", mistaken)]) == words


@pytest.mark.parametrize("key", ["abc", "-1", "9" * 30, "²"])
def test_what_is_no_key_of_a_record_is_no_record(key: str) -> None:
    assert RecommendationBlock().value_from_form(key) is None
