"""The demo's pages: whole in both languages, without a dead end, and left alone once they are an editor's."""

import re
from html import unescape
from io import StringIO

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client
from wagtail.documents.models import Document
from wagtail.fields import StreamField
from wagtail.images.models import Image
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import Translation

from cities.models import City, CityAction
from home.blocks.recommendation_list import selection_at
from home.demo.page_files import PageFile, PageFileError, id_of
from home.demo.page_values import Writer
from home.menus.models import SiteMenus
from home.models import EventPage, HomePage, NewsPage, StandardPage
from recommendations.models import Recommendation
from search.finding import finder
from search.selection import Selection
from tests.demo.test_page_files import NAMES, texts
from tests.demo.test_page_files import page as file_of

pytestmark = pytest.mark.django_db

HREF = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"')
MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
SITE_PARTS = ("/en/", "/es/")


def english(name: str) -> Page:
    return Page.objects.get(translation_key=id_of(name), locale__language_code="en").specific


def spanish(name: str) -> Page:
    return Page.objects.get(translation_key=id_of(name), locale__language_code="es").specific


def load() -> list[str]:
    out = StringIO()
    call_command("load_demo", "--with-logins", stdout=out)
    return out.getvalue().splitlines()


def test_every_page_stands_in_both_languages_side_by_side(demo: str) -> None:
    for language in ("en", "es"):
        live = Page.objects.live().filter(locale__language_code=language, depth__gt=1)
        assert live.count() == len(NAMES)
        for page in live:
            assert page.url.startswith(f"/{language}/")
    for name in NAMES:
        assert spanish(name).title == file_of(name, "es")["title"]
        assert spanish(name).slug == file_of(name, "es")["slug"] or name == "home"
        assert (
            spanish(name).get_parent().translation_key == english(name).get_parent().translation_key or name == "home"
        )
    assert isinstance(Site.objects.get().root_page.specific, HomePage)
    assert not any(Page.find_problems())


def test_a_translator_finds_every_page_up_to_date(demo: str) -> None:
    made = Translation.objects.filter(target_locale=Locale.objects.get(language_code="es"))
    assert made.count() == len(NAMES)
    for each in made:
        total, translated = each.get_progress()
        assert total == translated > 0, each
        assert each.get_status_display() == "Up to date"


def test_blocks_are_such_as_an_editor_could_have_saved(demo: str) -> None:
    checked = 0
    for page in Page.objects.filter(depth__gt=1).specific():
        page.full_clean()
        for field in page._meta.get_fields():
            if isinstance(field, StreamField):
                field.stream_block.clean(getattr(page, field.name))
                checked += 1
    assert checked > 2 * len(NAMES)


def test_every_link_inside_the_site_leads_somewhere_in_its_language(demo: str, client: Client) -> None:
    """Every page of the demo and everything it links to on this site: the pages of the record too."""
    own = {
        page.url: page.locale.language_code for page in Page.objects.live().filter(depth__gt=1).select_related("locale")
    }
    linked: dict[str, str] = {}
    for address, language in own.items():
        response = client.get(address)
        assert response.status_code == 200, address
        text = response.content.decode()
        assert f'<html lang="{language}"' in text
        main = MAIN.search(text)
        assert main, address
        for href in map(unescape, HREF.findall(main[0])):
            assert href, f"{address} has a link without an address"
            if href.startswith("/"):
                other = "/es/" if language == "en" else "/en/"
                assert not href.startswith(other), f"{address} leads to {href}"
                linked.setdefault(href.partition("#")[0], address)
    assert len(linked) > 150
    for href, source in linked.items():
        if href not in own:
            assert client.get(href).status_code == 200, f"{source} leads to {href}"


def test_spanish_pages_say_what_the_files_say(demo: str, client: Client) -> None:
    for name in ("three-cs", "housing", "us-review-calendar", "ask-your-council", "people", "contact"):
        shown = unescape(re.sub(r"\s+", " ", client.get(spanish(name).url).content.decode()))
        for text in texts(
            {key: value for key, value in file_of(name, "es").items() if key in ("title", "what", "steps")}
        ):
            for passage in re.split(r"<[^>]+>", text):
                assert " ".join(passage.split()) in shown, (name, passage)


def test_live_lists_find_something(demo: str) -> None:
    addresses = [
        block["recommendation_list"]["address"]
        for name in NAMES
        for field in ("body", "related")
        for block in file_of(name, "en").get(field, [])
        if "recommendation_list" in block
    ]
    assert len(addresses) >= 15
    for address in addresses:
        selection = selection_at(address)
        assert selection is not None and not selection.problems, address
        assert finder().total(selection), address


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 639), ("review=upr-3-usa", 347), ("review=upr-3-usa&reach=names_local&reach=local_can_act", 155)],
)
def test_numbers_the_pages_name_are_those_of_the_record(demo: str, query: str, count: int) -> None:
    assert finder().total(Selection.parse(QueryDict(query))) == count


def test_the_news_counts_cities_and_actions_right(demo: str) -> None:
    assert "Twenty-nine places are on record with 28 actions" in str(file_of("news-tracker-opens", "en"))
    assert City.objects.filter(is_example=False).count() == 29
    assert CityAction.objects.public().filter(city__is_example=False).count() == 28
    migrants = Selection.parse(QueryDict("theme=migrants&theme=refugees&action=any"))
    assert finder().total(migrants) == 0, "the guide to migrants' rights says that no action is on record"


def test_events_lie_on_both_sides_of_today(demo: str) -> None:
    events = EventPage.objects.filter(locale__language_code="es")
    assert events.upcoming().count() == events.past().count() == 2
    assert all("example" in event.title for event in EventPage.objects.filter(locale__language_code="en"))


def test_what_names_an_administration_is_dated_and_archived(demo: str) -> None:
    for page in NewsPage.objects.filter(date__year=2021):
        assert page.date.isoformat() == "2021-03-19"
        assert page.body[0].block_type == "callout"
    named = [name for name in NAMES if re.search(r"\badministration (?:that|before)", str(file_of(name, "en")))]
    assert named == ["news-answer-2021"]


def test_menus_are_arranged_once(demo: str) -> None:
    menus = SiteMenus.for_site(Site.objects.get())
    assert menus.links.count() == 16
    menus.links.filter(place="footer").delete()
    assert load()[-1] == "0 links in the menus"


def test_an_editors_change_is_never_overwritten(demo: str) -> None:
    page = english("housing")
    page.title, page.slug = "Homes for all", "homes-for-all"
    page.save_revision().publish()
    english("voting").move(english("about"), pos="last-child")
    before = list(Page.objects.order_by("path").values_list("path", "title", "slug", "latest_revision"))
    assert load()[-2:] == ["0 pages and 0 translations", "0 links in the menus"]
    assert list(Page.objects.order_by("path").values_list("path", "title", "slug", "latest_revision")) == before


def test_a_page_that_was_deleted_comes_back_whole(demo: str) -> None:
    for page in (spanish("collect"), english("collect")):
        page.delete()
    assert load()[-2] == "1 pages and 1 translations"
    assert spanish("collect").steps[0].value["title"] == "Diga qué quiere saber"
    assert Image.objects.count() == 11 and Document.objects.count() == 2
    assert not any(Page.find_problems())


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"lead": 'Go <a href="page:nowhere">on</a>.'}, "there is no page “nowhere”"),
        ({"body": [{"poem": "x"}]}, "“poem” is no block"),
        ({"body": [{"callout": {"colour": "red"}}]}, "has no colour"),
        ({"leed": "A lead."}, "a StandardPage has no field “leed”"),
    ],
)
def test_a_mistake_in_a_page_names_its_file(words: dict[str, object], reason: str) -> None:
    file = PageFile("some-page", StandardPage, "home", False, {}, {"en": words})
    with pytest.raises(PageFileError, match=rf"some-page/en\.toml: .*{reason}"):
        Writer({}, {}).values(file, "en")


def test_cards_show_records_that_stand(demo: str) -> None:
    slugs = re.findall(r"'recommendation': '([^']+)'", str([file_of(name, "en") for name in NAMES]))
    assert len(slugs) >= 4
    assert Recommendation.objects.public().filter(slug__in=slugs).count() == len(set(slugs))
