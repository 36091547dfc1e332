"""The search of the whole site: every kind apart, in any form of a word, and nothing that is not public."""

from typing import Any

import pytest
from django.test import Client
from lxml import html
from wagtail.models import PageViewRestriction

from tests.factories import CityFactory, RecommendationFactory
from tests.home.bilingual_site import BilingualSite


def found(client: Client, words: str, language: str = "en", **more: str) -> Any:
    response = client.get(f"/{language}/search/", {"q": words, **more})
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def links(page: Any, group: str = "pages") -> list[str]:
    return list(page.xpath(f"//section[@aria-labelledby='{group}']//ul[@class='links']//a/text()"))


@pytest.fixture
def site(tree: BilingualSite) -> BilingualSite:
    tree.translated(
        tree.page("water", title="Clean water for all", body=[("text", "<p>Cities repair pipes.</p>")]),
        "Agua limpia",
        "agua",
    )
    policy = tree.page("policy", title="Public policy")
    tree.translated(policy, "Política pública y vivienda", "politica")
    return tree


@pytest.mark.parametrize("words", ["water", "WATER clean", "pipe", "repairing pipes", "“water”", "water (pipes)"])
def test_any_form_of_the_words_finds_a_page(site: BilingualSite, client: Client, words: str) -> None:
    assert links(found(client, words)) == ["Clean water for all"]


@pytest.mark.parametrize("words", ["politica", "POLÍTICAS", "viviendas", "vivienda publica"])
def test_accents_do_not_matter(site: BilingualSite, client: Client, words: str) -> None:
    assert links(found(client, words, "es")) == ["Política pública y vivienda"]


def test_each_language_has_its_own_pages(site: BilingualSite, client: Client) -> None:
    assert links(found(client, "water", "es")) == []
    assert links(found(client, "agua", "es")) == ["Agua limpia"]


def test_kinds_stand_apart_with_their_numbers(site: BilingualSite, client: Client) -> None:
    RecommendationFactory(summary_en="Make water clean")
    CityFactory(slug="waterville", name="Waterville")
    page = found(client, "water")
    assert links(page, "cities")[0].startswith("Waterville")
    heads = {head.get("id"): head.text_content() for head in page.xpath("//h2[@id]")}
    assert "(1)" in heads["pages"]
    assert "(1)" in heads["cities"]
    assert "(1)" in heads["recommendations"]


def test_a_long_list_leads_to_all_of_it(site: BilingualSite, client: Client) -> None:
    for number in range(8):
        site.page(f"water-{number}", title=f"Water {number}")
    page = found(client, "water")
    assert len(links(page)) == 5
    (everything,) = page.xpath("//section[@aria-labelledby='pages']/p/a/@href")
    assert "9" in page.xpath("string(//section[@aria-labelledby='pages']/p/a)")
    whole = html.fromstring(client.get(everything).content.decode())
    assert len(links(whole)) == 9
    assert not whole.xpath("//h2[@id='recommendations']")


def test_a_typo_is_answered_with_the_word_that_was_meant(site: BilingualSite, client: Client) -> None:
    CityFactory(slug="pittsburgh-pa", name="Pittsburgh")
    page = found(client, "watr pipess")
    (meant,) = page.xpath("//*[contains(@class, 'notice')]//a")
    assert meant.text == "water pipes"
    assert links(html.fromstring(client.get(meant.get("href")).content.decode())) == ["Clean water for all"]
    assert found(client, "pitsburg").xpath("//*[contains(@class, 'notice')]//a/text()")[0] == "Pittsburgh"


def test_what_is_not_public_is_never_found(site: BilingualSite, client: Client) -> None:
    secret, draft, alias = (site.page(name, title=f"Hidden {name}") for name in ("secret", "draft", "plain"))
    PageViewRestriction.objects.create(page=secret, restriction_type="password", password="open")
    draft.unpublish()
    alias.create_alias(parent=site.spanish, update_locale=site.es, update_slug="alias")
    assert links(found(client, "hidden")) == ["Hidden plain"]
    assert links(found(client, "hidden", "es")) == []
    assert "Hidden" not in found(client, "hiden").xpath("string(//main)"), "nor is its name told as another spelling"
    assert not found(client, "secrt").xpath("//a[text()='secret']")


@pytest.mark.parametrize("kind", ["nonsense", "", "pages' OR 1=1", "\0"])
def test_an_unknown_kind_is_as_none(site: BilingualSite, client: Client, kind: str) -> None:
    assert links(found(client, "water", **{"in": kind})) == ["Clean water for all"]
