"""Menus: what editors arrange is what readers get, in their language, at once, and for no query."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html
from wagtail.models import PageViewRestriction, Site

from home.menus.models import MenuLink, Place, SiteMenus, TrackerPage
from tests.home.bilingual_site import BilingualSite

FRAME = 4


@pytest.fixture
def arrange(tree: BilingualSite) -> Callable[..., MenuLink]:
    menus = SiteMenus.for_site(Site.objects.get(is_default_site=True))

    def add(place: Place = Place.HEADER, **target: object) -> MenuLink:
        link = MenuLink(menus=menus, place=place, sort_order=menus.links.count(), **target)
        link.full_clean()
        link.save()
        return link

    return add


def links(client: Client, where: str = "menu-wide", address: str = "/en/cities/") -> list[tuple[str, str]]:
    found = html.fromstring(client.get(address).content).xpath(f"//*[contains(@class, '{where}')]//a")
    return [(link.text_content(), link.get("href")) for link in found]


def test_a_menu_nobody_arranged_fills_itself(tree: BilingualSite, client: Client) -> None:
    tree.page("guide", show_in_menus=True)
    tree.page("privacy")
    names = [name for name, _url in links(client)]
    assert names == ["Recommendations", "Themes", "UN reviews", "Cities", "Guide"]
    assert ("Privacy", "/en/privacy/") in links(client, "footer-inside")


def test_arranged_links_stand_in_their_order_and_language(
    tree: BilingualSite, client: Client, arrange: Callable[..., MenuLink]
) -> None:
    guide = tree.page("guide")
    tree.translated(guide, "Guía", "guia")
    only_english = tree.page("toolkit")
    arrange(page=guide)
    arrange(tracker_page=TrackerPage.CITIES)
    arrange(page=only_english)
    arrange(address="https://example.org/", name_en="Partner", name_es="Socio")
    arrange(Place.SECONDARY, page=guide, name_en="Begin", name_es="Empezar")
    assert links(client) == [
        ("Guide", "/en/guide/"),
        ("Cities", "/en/cities/"),
        ("Toolkit", "/en/toolkit/"),
        ("Partner", "https://example.org/"),
        ("Begin", "/en/guide/"),
    ]
    assert links(client, address="/es/cities/") == [
        ("Guía", "/es/guia/"),
        ("Ciudades", "/es/cities/"),
        ("Toolkit", "/en/toolkit/"),
        ("Socio", "https://example.org/"),
        ("Empezar", "/es/guia/"),
    ]
    foreign = html.fromstring(client.get("/es/cities/").content).xpath("//nav//a[@href='/en/toolkit/']")
    assert foreign[0].get("lang") == "en"


def test_what_is_hidden_or_gone_leaves_at_once(
    tree: BilingualSite, client: Client, arrange: Callable[..., MenuLink]
) -> None:
    guide, plan, old = tree.page("guide"), tree.page("plan"), tree.page("old")
    for page in (guide, plan, old):
        arrange(page=page)
    assert len(links(client)) == 3
    guide.unpublish()
    assert [name for name, _url in links(client)] == ["Plan", "Old"]
    PageViewRestriction.objects.create(page=plan, restriction_type="login")
    assert [name for name, _url in links(client)] == ["Old"]
    old.slug = "older"
    old.save_revision().publish()
    assert links(client) == [("Old", "/en/older/")]
    old.delete()
    assert [name for name, _url in links(client)][:2] == ["Recommendations", "Themes"], "it fills itself again"


def test_menus_footer_switcher_and_hreflang_cost_four_queries_at_most(
    tree: BilingualSite, client: Client, arrange: Callable[..., MenuLink]
) -> None:
    guide = tree.page("guide")
    tree.translated(guide, "Guía", "guia")
    arrange(page=guide)
    arrange(Place.FOOTER, tracker_page=TrackerPage.THEMES)
    client.get("/en/guide/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/en/guide/")
    # The data version around every page and the site a page is of (2), the translations of this one that all may read
    # (2): switcher and hreflang share them. The page itself: language, front page, which it is, its row (4), what
    # stands above it and who may see that (2), its way back (1).
    assert len(asked) <= FRAME + 7
    client.get("/en/themes/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/en/themes/")
    assert len(asked) == 1


@pytest.mark.parametrize(
    "target",
    [
        {},
        {"address": "https://example.org/"},
        {"address": "https://10.0.0.1/", "name_en": "Inside", "name_es": "Dentro"},
        {"address": "javascript:alert(1)", "name_en": "Script", "name_es": "Script"},
        {"address": "https://example.org/", "tracker_page": "themes", "name_en": "Two", "name_es": "Dos"},
    ],
)
def test_a_link_without_a_clear_target_is_refused(arrange: Callable[..., MenuLink], target: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        arrange(**target)


def test_editors_arrange_menus_and_nobody_else(tree: BilingualSite, client: Client) -> None:
    address = f"/admin/settings/home/sitemenus/{Site.objects.get().pk}/"
    editor = User.objects.create_user("editor", "editor@example.org", "secret")
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)
    fields = {
        "links-TOTAL_FORMS": "1",
        "links-INITIAL_FORMS": "0",
        "links-MIN_NUM_FORMS": "0",
        "links-MAX_NUM_FORMS": "1000",
        "links-0-id": "",
        "links-0-ORDER": "1",
        "links-0-DELETE": "",
        "links-0-place": "footer",
        "links-0-page": "",
        "links-0-tracker_page": "themes",
        "links-0-address": "",
        "links-0-name_en": "By theme",
        "links-0-name_es": "",
    }
    assert client.get(address).status_code == 200
    assert client.post(address, fields).status_code == 302
    assert ("By theme", "/en/themes/") in links(Client(), "footer-inside")
    member = User.objects.create_user("member", "member@example.org", "secret")
    member.groups.add(Group.objects.get(name="Assessor members"))
    client.force_login(member)
    assert client.get(address).status_code == 302
