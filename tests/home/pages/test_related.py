"""Related pages and topics: by hand, by topics, by what the recommendations on a page are about; in both languages."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html
from wagtail.models import Page, PageViewRestriction

from home.models import (
    EventIndexPage,
    EventPage,
    NewsIndexPage,
    NewsPage,
    PageTopic,
    RelatedPage,
    StandardPage,
)
from recommendations.models import Theme
from tests.factories import RecommendationFactory
from tests.home.bilingual_site import BilingualSite
from tests.home.site_builder import add, block
from tests.search.pages import get, main_text, text_of


def carrying(page: Page, *slugs: str, beside: Page | None = None) -> Page:
    """Give a page topics, and a page that stands beside it; publish it."""
    page.topics = [PageTopic(theme=Theme.objects.get(slug=slug)) for slug in slugs]
    page.related_pages = [RelatedPage(target=beside)] if beside else []
    page.save_revision().publish()
    return page


def related(page: Any) -> list[str]:
    return [text_of(link) for link in page.xpath("//aside[@aria-labelledby='related-pages']//a")]


@pytest.fixture
def guide(tree: BilingualSite) -> StandardPage:
    """A page on housing, alone so far."""
    page: StandardPage = carrying(tree.page("homes", title="Homes for all"), "housing")
    return page


def test_page_without_relatives_has_no_such_section(client: Client, tree: BilingualSite, guide: StandardPage) -> None:
    carrying(tree.page("water"), "water-sanitation")
    page = get(client, guide.url)
    assert not page.xpath("//aside")
    assert "Related pages" not in main_text(page)


def test_what_an_editor_chose_stands_first_then_what_shares_the_rarer_topic(
    client: Client, tree: BilingualSite, guide: StandardPage
) -> None:
    chosen = tree.page("chosen", title="Chosen")
    carrying(guide, "housing", "civil-society", beside=chosen)
    for name in ("one", "two"):
        carrying(tree.page(name), "civil-society")
    carrying(tree.page("rents"), "housing")
    assert related(get(client, guide.url)) == ["Chosen", "Rents", "Two", "One"]


def test_recommendations_on_two_pages_relate_them(client: Client, tree: BilingualSite, guide: StandardPage) -> None:
    RecommendationFactory(slug="upr-3-usa-26-101", theme_slugs=["housing"])
    card = block("recommendation_card", {"recommendation": "upr-3-usa-26-101"})
    asked = block("recommendation_list", {"title": "", "address": "/en/recommendations/?theme=housing", "shown": 5})
    article = add(add(tree.english, NewsIndexPage), NewsPage, "Rents rise", date="2026-03-01", related=[card])
    tree.page("list", title="A list", body=[asked])
    assert related(get(client, guide.url)) == ["A list", "Rents rise"]
    assert related(get(client, article.url)) == ["A list", "Homes for all"]


def test_readers_get_related_pages_of_their_language_that_are_public(
    client: Client, tree: BilingualSite, guide: StandardPage
) -> None:
    chosen = tree.translated(tree.page("chosen", title="Chosen"), "Elegida", "elegida")
    carrying(guide, "housing", beside=Page.objects.get(slug="chosen"))
    secret, draft, untold = (carrying(tree.page(name), "housing") for name in ("secret", "draft", "untold"))
    PageViewRestriction.objects.create(page=secret, restriction_type="password", password="open")
    draft.unpublish()
    twin = tree.translated(Page.objects.get(pk=guide.pk).specific, "Viviendas", "viviendas")
    untold.create_alias(parent=tree.spanish, update_locale=tree.es, update_slug="untold")
    assert related(get(client, guide.url)) == ["Chosen", "Untold"]
    assert related(get(client, twin.url)) == ["Elegida"]
    chosen.unpublish()
    assert related(get(client, twin.url)) == []


def test_topic_leads_to_everything_that_carries_it_in_both_languages(
    client: Client, tree: BilingualSite, guide: StandardPage
) -> None:
    events = add(tree.english, EventIndexPage, "Events")
    carrying(add(events, EventPage, "Hearing on rents", date=datetime.date(2099, 3, 1)), "housing")
    (link,) = get(client, guide.url).xpath("//p[contains(@class, 'topic-line')]//a")
    listed = html.fromstring(client.get(link.get("href")).content.decode())
    groups = {
        head.get("aria-labelledby"): head.xpath(".//li/a/text()") for head in listed.xpath("//main//section[h2/@id]")
    }
    assert groups == {"events": ["Hearing on rents"], "pages": ["Homes for all"]}
    theme = Theme.objects.get(slug="housing")
    assert theme.name in listed.xpath("string(//h1)")
    assert listed.xpath("//main//a[@href='/en/themes/housing/']")
    tree.translated(Page.objects.get(pk=guide.pk).specific, "Viviendas para todos", "viviendas")
    spanish = html.fromstring(client.get("/es/search/?topic=housing").content.decode())
    assert theme.label_es in spanish.xpath("string(//h1)")
    assert spanish.xpath("//section[@aria-labelledby='pages']//li/a/text()") == ["Viviendas para todos"]
    whole = html.fromstring(client.get("/es/search/").content.decode())
    assert whole.xpath("//section[@aria-labelledby='topics']//a/@href") == ["?topic=housing"]
    assert "Homes for all" in main_text(get(client, "/en/themes/housing/"))


def test_pages_are_found_by_the_name_of_their_topic(client: Client, tree: BilingualSite) -> None:
    carrying(tree.page("pipes"), "water-sanitation")
    page = html.fromstring(client.get("/en/search/?q=sanitation").content.decode())
    assert page.xpath("//section[@aria-labelledby='pages']//li/a/text()") == ["Pipes"]


@pytest.mark.parametrize("topic", ["nonsense", "\0", "housing' OR 1=1", "none"])
def test_unknown_topic_is_explained(client: Client, tree: BilingualSite, guide: StandardPage, topic: str) -> None:
    response = client.get("/en/search/", {"topic": topic})
    assert response.status_code == 200
    page = html.fromstring(response.content.decode())
    assert "Homes for all" not in page.xpath("string(//main)")


def test_topics_and_related_pages_cost_a_view_nothing(client: Client, tree: BilingualSite, guide: StandardPage) -> None:
    plain = tree.page("plain")
    for number in range(3):
        carrying(tree.page(f"rents-{number}"), "housing")

    def queries(page: Page) -> int:
        client.get(page.url)  # fills what is kept
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(page.url)
        return len(asked)

    assert queries(guide) == queries(plain) <= 22
