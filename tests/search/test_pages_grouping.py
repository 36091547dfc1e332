"""The same results as cards or as a table, under headings or not; the address says which."""

import pytest
from django.test import Client

from recommendations.models import Theme
from search.grouping import grouped
from search.results import Results
from search.selection import Selection
from tests.factories import RecommendationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_records() -> None:
    both = RecommendationFactory(paragraph="7", summary_en="Plant trees.")
    RecommendationFactory(paragraph="8", summary_en="Dig wells.")
    both.themes.add(*Theme.objects.filter(slug__in=["housing", "water"]))


def headings(group_by: str) -> dict[str, list[str]]:
    rows = Results(Selection(sort="paragraph")).rows
    return {each.heading: [row.recommendation.paragraph for row in each.rows] for each in grouped(rows, group_by)}


def test_a_row_stands_under_each_of_its_themes_and_one_without_comes_last() -> None:
    themes = sorted(theme.label for theme in Theme.objects.filter(slug__in=["housing", "water"]))
    assert themes
    assert headings("theme") == {**{theme: ["7"] for theme in themes}, "No theme recorded": ["8"]}


def test_by_review_every_row_stands_once() -> None:
    assert sorted(paragraph for rows in headings("review").values() for paragraph in rows) == ["7", "8"]


def test_ungrouped_there_is_one_group_without_heading() -> None:
    assert headings("") == {"": ["7", "8"]}


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_table_has_headings_and_the_same_records(client: Client, language: str) -> None:
    said = client.get(f"/{language}/recommendations/?view=table&group_by=theme").content.decode()
    assert '<th scope="row">7</th>' in said
    assert '<th scope="row">8</th>' in said
    assert '<article class="card">' not in said
    assert f"/{language}/recommendations/?view=table" in said


def test_the_filter_form_keeps_how_results_are_shown(client: Client) -> None:
    said = client.get("/en/recommendations/?view=table").content.decode()
    assert '<input type="hidden" name="view" value="table">' in said
