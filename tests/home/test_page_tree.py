"""The page tree stays whole: a wrong number of children hides every page below."""

import pytest
from django.test import Client
from wagtail.models import Page, Site

from home.models import HomePage, StandardPage
from home.page_tree import repair_child_counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def about() -> Page:
    front = Page.get_first_root_node().add_child(instance=HomePage(title="Front", slug="front"))
    Site.objects.filter(is_default_site=True).update(root_page=front)
    return front.add_child(instance=StandardPage(title="About", slug="about"))


def test_a_lost_count_is_found_and_repaired(about: Page, client: Client) -> None:
    front = about.get_parent()
    Page.objects.filter(pk=front.pk).update(numchild=0)
    assert client.get("/en/about/").status_code == 404
    assert repair_child_counts() == 1
    assert client.get("/en/about/").status_code == 200
    assert not any(Page.find_problems())


def test_a_whole_tree_is_left_alone(about: Page) -> None:
    assert repair_child_counts() == 0
