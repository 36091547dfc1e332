"""Nothing at an address: the translation, the original where there is none, or a search for the missing words."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from lxml import html

from home.not_found import missing_words
from tests.home.bilingual_site import BilingualSite


def test_the_address_of_another_language_leads_to_the_translation(tree: BilingualSite, client: Client) -> None:
    guide = tree.page("guide")
    tree.translated(guide, "Guía", "guia")
    response = client.get("/es/guide/")
    assert (response.status_code, response.headers["Location"]) == (302, "/es/guia/")
    response = client.get("/en/guia/")
    assert (response.status_code, response.headers["Location"]) == (302, "/en/guide/")


def test_a_page_not_translated_says_so_and_offers_the_original(tree: BilingualSite, client: Client) -> None:
    below = tree.page("cities-first", parent=tree.page("guide"), title="Cities first")
    response = client.get("/es/guide/cities-first/")
    assert response.status_code == 404
    page = html.fromstring(response.content.decode())
    assert page.xpath("//h1")[0].text == "Esta página todavía no está en español"
    (offer,) = page.xpath("//main//a[@hreflang='en']")
    assert offer.get("href") == "/en/guide/cities-first/"
    assert offer.xpath("span[@lang='en']")[0].text == "Cities first"
    below.unpublish()
    assert "no se encontró" in client.get("/es/guide/cities-first/").content.decode().lower()


def test_a_slug_that_changes_redirects_in_both_languages(
    tree: BilingualSite, client: Client, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager]
) -> None:
    guide = tree.page("guide")
    tree.page("first", parent=guide)
    twin = tree.translated(guide, "Guía", "guia")
    for page, slug in ((guide, "handbook"), (twin, "manual")):
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
    for old, new in (
        ("/en/guide/", "/en/handbook/"),
        ("/en/guide/first/", "/en/handbook/first/"),
        ("/es/guia/", "/es/manual/"),
    ):
        response = client.get(old)
        assert (response.status_code, response.headers["Location"]) == (301, new)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["%00", "a" * 5000, "%ff%fe/", "../../etc/passwd", "?", "%F0%9F%92%A9/", "' OR 1=1--/"]
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_odd_addresses_are_not_found_and_no_more(client: Client, language: str, path: str) -> None:
    assert client.get(f"/{language}/nothing/{path}").status_code in (301, 404)


def test_the_words_of_an_address_are_searched_for() -> None:
    assert missing_words("/en/right-to-housing/") == "right to housing"
    assert missing_words("/en/") == ""
    assert missing_words("/en/guide/%C3%A1gua_limpia.html") == "água limpia html"


def test_pages_with_the_missing_words_are_offered(tree: BilingualSite, client: Client) -> None:
    tree.page("right-to-housing", title="The right to housing")
    page = html.fromstring(client.get("/en/old/guide-to-housing/").content.decode())
    assert page.xpath("//main//a[text()='The right to housing']/@href") == ["/en/right-to-housing/"]
    assert page.xpath("//main//input[@name='q']/@value") == ["guide to housing"]


def test_a_mistyped_word_is_understood_and_the_nearest_title_comes_first(tree: BilingualSite, client: Client) -> None:
    tree.page("meeting", title="Where to meet", body=[("text", "<p>A guide to the city, its housing and you.</p>")])
    tree.page("homes", title="Guide to housing")
    page = html.fromstring(client.get("/en/guides-to-housng/").content.decode())
    assert page.xpath("//section[@aria-labelledby='like']//a/text()") == ["Guide to housing", "Where to meet"]
