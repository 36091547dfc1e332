"""The resource library: filters without script whose numbers are right, and clear words where nothing is found."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from home.models import HomePage, PageTopic, ResourceLibraryPage, ResourcePage
from recommendations.models import Theme
from tests.home.site_builder import add, document
from tests.search.pages import get, main_text, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(home: HomePage) -> ResourceLibraryPage:
    library = add(home, ResourceLibraryPage, "Library", slug="library")
    housing = Theme.objects.get(slug="housing")
    kit = add(library, ResourcePage, "Housing kit", kind="toolkit", document=document())
    give_topic(kit, housing)
    report = add(
        library, ResourcePage, "Capítulo uno", kind="report", link="https://www.example.org/a", resource_language="es"
    )
    give_topic(report, housing)
    add(library, ResourcePage, "Slides", kind="slides", link="https://example.org/b", resource_language="en-es")
    return library


def give_topic(resource: ResourcePage, theme: Theme) -> None:
    resource.topics.add(PageTopic(theme=theme))
    resource.save_revision().publish()


def found(client: Client, library: ResourceLibraryPage, query: str) -> list[str]:
    return sorted(
        text_of(each) for each in get(client, f"{library.url}?{query}").xpath("//main//article[@class='card']/h3")
    )


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Capítulo uno", "Housing kit", "Slides"]),
        ("kind=report", ["Capítulo uno"]),
        ("topic=housing", ["Capítulo uno", "Housing kit"]),
        ("language=es", ["Capítulo uno", "Slides"]),
        ("topic=housing&language=en", ["Housing kit"]),
        ("q=CAPITULO", ["Capítulo uno"]),
        ("q=hous", ["Capítulo uno", "Housing kit"]),
        ("q=nowhere", []),
        ("kind=&topic=&q=", ["Capítulo uno", "Housing kit", "Slides"]),
    ],
)
def test_filters(client: Client, library: ResourceLibraryPage, query: str, titles: list[str]) -> None:
    assert found(client, library, query) == titles


def test_every_option_finds_as_many_as_it_says(client: Client, library: ResourceLibraryPage) -> None:
    for chosen in ("", "topic=housing", "q=hous"):
        page = get(client, f"{library.url}?{chosen}")
        for select in page.xpath("//main//select"):
            for option in select.xpath("option[@value != '']"):
                number = int(text_of(option).rsplit("(", 1)[1].rstrip(")"))
                name = select.get("name")
                rest = "" if chosen.startswith(f"{name}=") else chosen
                assert len(found(client, library, f"{rest}&{name}={option.get('value')}")) == number


def test_value_that_does_not_exist_is_explained_and_finds_nothing(client: Client, library: ResourceLibraryPage) -> None:
    page = get(client, f"{library.url}?kind=toolkits")
    assert "“toolkits” is no choice under “Kind”." in main_text(page)
    assert not page.xpath("//main//article[@class='card']")
    assert page.xpath(f"//main//a[@href='{library.url}']")


def test_nothing_found_says_what_to_try(client: Client, library: ResourceLibraryPage) -> None:
    assert "Try fewer words or filters." in main_text(get(client, f"{library.url}?q=nowhere"))
    ResourcePage.objects.all().delete()
    assert "The library is still empty." in main_text(get(client, library.url))


def test_many_resources_come_page_by_page(client: Client, library: ResourceLibraryPage) -> None:
    for number in range(12):
        add(library, ResourcePage, f"Report {number}", kind="report", link="https://example.org/")
    page = get(client, f"{library.url}?kind=report&page=2")
    assert len(page.xpath("//main//article[@class='card']")) == 1
    assert page.xpath("//nav[@class='pagination']//a[@rel='prev']/@href") == ["?kind=report"]


def test_page_leads_to_the_resource_and_says_what_it_is(client: Client, library: ResourceLibraryPage) -> None:
    kit = ResourcePage.objects.get(title="Housing kit")
    said = main_text(get(client, kit.url))
    for words in (
        "Toolkit",
        "Everyone",
        "English",
        "Housing kit (PDF, 2.0 KB)",
        Theme.objects.get(slug="housing").label,
    ):
        assert words in said
    elsewhere = ResourcePage.objects.get(title="Capítulo uno")
    assert "It is on example.org." in main_text(get(client, elsewhere.url))


def test_resource_is_in_one_place() -> None:
    with pytest.raises(ValidationError, match="Choose a file or give a link"):
        ResourcePage(title="Nowhere", kind="report").clean()
    both = ResourcePage(title="Twice", kind="report", link="https://example.org/", document=document())
    with pytest.raises(ValidationError, match="Choose a file or give a link"):
        both.clean()


def test_queries(client: Client, library: ResourceLibraryPage, django_assert_max_num_queries) -> None:
    for number in range(5):
        add(
            library,
            ResourcePage,
            f"More {number}",
            kind="report",
            published_on=datetime.date(2026, 1, 1),
            document=document(),
        )
    client.get(library.url)  # fills the menus, which are kept
    # the site and its root paths (1), the page (2), its view restrictions (1), languages and the pages of the frame
    # (5), way back (1), resources with files (1), topics (1), their view restrictions (1), addresses (1), the data
    # date (1)
    with django_assert_max_num_queries(20):
        client.get(library.url)
