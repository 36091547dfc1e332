"""What search engines and previews of links read: sitemap, robots.txt, one address a page, titles, a picture."""

import json

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree, html
from PIL import Image
from wagtail.models import PageViewRestriction

from home.web import sitemap as sitemaps
from tests.factories import CityActionFactory, CityFactory, RecommendationFactory
from tests.home.bilingual_site import BilingualSite

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def addresses(client: Client, part: str) -> dict[str, dict[str, str]]:
    response = client.get(part)
    assert response.status_code == 200
    found = etree.fromstring(response.content)
    return {
        url.findtext("s:loc", namespaces=NS): {
            link.get("hreflang"): link.get("href") for link in url.findall("x:link", NS)
        }
        for url in found.findall("s:url", NS)
    }


def test_the_sitemap_lists_every_public_page_with_its_translations(tree: BilingualSite, client: Client) -> None:
    guide = tree.page("guide")
    tree.translated(guide, "Guía", "guia")
    alone = tree.page("alone")
    alone.create_alias(parent=tree.spanish, update_locale=tree.es, update_slug="solo")
    draft = tree.page("draft")
    draft.unpublish()
    secret = tree.page("secret")
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    found = addresses(client, "/sitemap-pages.xml")
    both = {"en": "http://testserver/en/guide/", "es": "http://testserver/es/guia/"}
    assert found["http://testserver/en/guide/"] == found["http://testserver/es/guia/"] == both
    assert found["http://testserver/en/alone/"] == {}
    assert set(found) == {f"http://testserver/{path}/" for path in ("en", "es", "en/guide", "es/guia", "en/alone")}


@pytest.mark.django_db
def test_every_address_of_the_sitemap_answers(client: Client) -> None:
    CityActionFactory(city=CityFactory(slug="eugene-or"), serves=[RecommendationFactory(slug="upr-9-usa-1")])
    index = etree.fromstring(client.get("/sitemap.xml").content)
    parts = [loc.text.removeprefix("http://testserver") for loc in index.findall("s:sitemap/s:loc", NS)]
    assert parts == ["/sitemap-pages.xml", "/sitemap-record.xml", "/sitemap-recommendations-1.xml"]
    found = {**addresses(client, parts[1]), **addresses(client, parts[2])}
    for name in ("/en/cities/eugene-or/", "/es/recommendations/upr-9-usa-1/", "/en/themes/housing/", "/es/actions/"):
        assert f"http://testserver{name}" in found
        assert client.get(name).status_code == 200
    for wrong in ("other", "recommendations-0", "recommendations-x", "recommendations-99999999999"):
        assert client.get(f"/sitemap-{wrong}.xml").status_code == 404


def test_the_sitemap_costs_few_queries_however_many_pages(tree: BilingualSite, client: Client) -> None:
    def cost(part: str) -> int:
        client.get(part)
        with CaptureQueriesContext(connection) as asked:
            client.get(part)
        return len(asked)

    few = cost("/sitemap-pages.xml")
    for number in range(5):
        tree.translated(tree.page(f"page-{number}"), "Página", f"pagina-{number}")
        CityActionFactory(serves=[RecommendationFactory()])
    # The site (1), pages (1), protected ones (1).
    assert cost("/sitemap-pages.xml") == few <= 3
    # Themes, mechanisms, reviews, cities, actions (5).
    assert cost("/sitemap-record.xml") == 5
    assert cost("/sitemap-recommendations-1.xml") == 1


def test_large_records_come_in_parts(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "AT_MOST", 2)
    for _each in range(3):
        RecommendationFactory()
    assert client.get("/sitemap.xml").content.count(b"recommendations-") == 2
    parts = [addresses(client, f"/sitemap-recommendations-{number}.xml") for number in (1, 2)]
    assert [len(part) for part in parts] == [4, 2]
    assert not set(parts[0]) & set(parts[1])


@pytest.mark.django_db
def test_robots_are_told_where_the_sitemap_is(client: Client) -> None:
    said = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in said
    assert "Sitemap: http://testserver/sitemap.xml" in said


def test_a_page_has_one_address_a_title_and_a_picture(tree: BilingualSite, client: Client) -> None:
    guide = tree.page("guide", title="Water & <homes>")
    below = tree.page("plan", parent=guide)
    page = html.fromstring(client.get("/en/guide/?utm=1").content.decode())
    assert page.xpath("//link[@rel='canonical']/@href") == ["http://testserver/en/guide/"]
    assert page.xpath("//meta[@property='og:title']/@content") == ["Water & <homes>"]
    assert page.findtext(".//title") == "Water & <homes> – Human Rights Cities"
    (picture,) = page.xpath("//meta[@property='og:image']/@content")
    file = finders.find(picture.removeprefix("http://testserver/static/"))
    with Image.open(str(file)) as image:
        assert image.size == (1200, 630)
    page = html.fromstring(client.get("/en/guide/plan/").content.decode())
    (crumbs,) = [json.loads(each) for each in page.xpath("//script[@type='application/ld+json']/text()")]
    assert [item["name"] for item in crumbs["itemListElement"]] == ["Home", "Water & <homes>"]
    assert below.title in page.findtext(".//title")


def test_an_alias_names_the_original_and_is_no_translation(tree: BilingualSite, client: Client) -> None:
    guide = tree.page("guide")
    guide.create_alias(parent=tree.spanish, update_locale=tree.es, update_slug="guide")
    page = html.fromstring(client.get("/es/guide/").content.decode())
    assert page.xpath("//link[@rel='canonical']/@href") == ["http://testserver/en/guide/"]
    assert page.xpath("//main/@lang") == ["en"]
    assert "todavía" in page.xpath("string(//main)")
    page = html.fromstring(client.get("/en/guide/").content.decode())
    assert page.xpath("//link[@rel='alternate']/@hreflang") == ["en"]
