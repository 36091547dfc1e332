"""The menu's pages are read once and kept until a page, a restriction or the site changes, in any process."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Locale, Page, PageViewRestriction, Site

from home.menus import kept
from home.models import HomePage, StandardPage
from search.changes.once import one_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> HomePage:
    """A front page with two pages in the menu and a Spanish twin of the whole."""
    english, _made = Locale.objects.get_or_create(language_code="en")
    spanish, _made = Locale.objects.get_or_create(language_code="es")
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Front", slug="front", locale=english))
    site = Site.objects.get()
    site.root_page = home
    site.save()
    for title in ("About", "Method"):
        home.add_child(instance=page(title, english))
    twin = home.copy_for_translation(spanish)
    twin.add_child(instance=page("Acerca", spanish))
    twin.save_revision().publish()
    return home


def page(title: str, locale: Locale) -> StandardPage:
    return StandardPage(
        title=title, slug=title.lower(), locale=locale, show_in_menus=True, body=[("text", f"<p>{title}.</p>")]
    )


def menu(language: str = "en") -> list[str]:
    with translation.override(language):
        pages = kept.menus(RequestFactory().get(f"/{language}/"))
    return [f"{link.title} {link.url}" for link in pages.menu[len(kept.USUAL) :]]


def child(home: HomePage, slug: str) -> Page:
    return home.get_children().get(slug=slug).specific


def publish(home: HomePage) -> None:
    home.add_child(instance=page("New", home.locale))


def unpublish(home: HomePage) -> None:
    child(home, "about").unpublish()


def move(home: HomePage) -> None:
    child(home, "about").move(child(home, "method"), pos="last-child")


def reorder(home: HomePage) -> None:
    child(home, "method").move(child(home, "about"), pos="left")


def delete(home: HomePage) -> None:
    child(home, "about").delete()


def restrict(home: HomePage) -> None:
    PageViewRestriction.objects.create(page=child(home, "about"), restriction_type=PageViewRestriction.LOGIN)


def rename(home: HomePage) -> None:
    about = child(home, "about")
    about.title, about.slug = "Who we are", "who"
    about.save_revision().publish()


def take_out_of_the_menu(home: HomePage) -> None:
    about = child(home, "about")
    about.show_in_menus = False
    about.save_revision().publish()


@pytest.mark.parametrize(
    "change",
    [publish, unpublish, move, reorder, delete, restrict, rename, take_out_of_the_menu],
    ids=lambda change: change.__name__,
)
def test_what_editors_change_shows_at_once(home: HomePage, change: Callable[[HomePage], None]) -> None:
    assert menu() == ["About /en/about/", "Method /en/method/"]
    change(home)
    after = menu()
    assert after != ["About /en/about/", "Method /en/method/"]
    kept.read_before.forget()
    assert menu() == after, "what is kept is what would be read now"


def test_a_restriction_that_is_lifted_shows_too(home: HomePage) -> None:
    restrict(home)
    assert menu() == ["Method /en/method/"]
    PageViewRestriction.objects.get().delete()
    assert menu() == ["About /en/about/", "Method /en/method/"]


def test_each_language_has_its_own(home: HomePage) -> None:
    assert (menu("es"), menu("en")) == (["Acerca /es/acerca/"], ["About /en/about/", "Method /en/method/"])


def test_while_no_page_changes_the_menu_costs_nothing_but_the_data_version(home: HomePage) -> None:
    with CaptureQueriesContext(connection) as first:
        menu()
    with CaptureQueriesContext(connection) as again, one_state():
        menu()
    assert (len(first) > 1, len(again)) == (True, 1)
