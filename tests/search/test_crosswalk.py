"""The crosswalk is public: as a page that is searched without script, and as CSV."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from recommendations.models import Theme, ThemeAlias, UnresolvedLabel

pytestmark = pytest.mark.django_db


def test_the_csv_holds_every_label_once_with_its_theme(client: Client) -> None:
    UnresolvedLabel.objects.create(
        vocabulary="theme", label="=Slogan", key="slogan", state="ignored", reason="A slogan"
    )
    UnresolvedLabel.objects.create(vocabulary="theme", label="Newest label", key="newest label")
    UnresolvedLabel.objects.create(vocabulary="country", label="No theme", key="no theme")
    body = client.get("/en/themes/crosswalk.csv").content.decode("utf-8-sig")
    rows = {row["label"]: row for row in csv.DictReader(io.StringIO(body))}
    assert set(ThemeAlias.objects.values_list("label", flat=True)) <= set(rows)
    assert {row["theme"] for row in rows.values()} - {""} == set(Theme.objects.values_list("slug", flat=True))
    assert rows["E23 Right to adequate housing"]["theme"] == "housing"
    assert (rows["'=Slogan"]["source"], rows["'=Slogan"]["note"]) == ("ignored", "A slogan")
    assert rows["Newest label"]["source"] == "waiting"
    assert "No theme" not in rows


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_is_searched_by_label_and_by_theme(client: Client, language: str) -> None:
    page = client.get(f"/{language}/themes/crosswalk/?q=vivienda adecuada").content.decode()
    assert "E23 Right to adequate housing" in page
    assert f'href="/{language}/themes/housing/"' in page
    assert "Death penalty" not in page
    for query in ("zzz", "<script>"):
        nothing = client.get(f"/{language}/themes/crosswalk/", {"q": query})
        assert (nothing.status_code, "<script>”" in nothing.content.decode()) == (200, False)


def test_wrong_values_are_no_error_and_show_no_more(client: Client) -> None:
    assert client.get("/en/themes/crosswalk/?page=zzz").status_code == 200
    assert client.get("/en/themes/crosswalk/?page=9999").status_code == 200
    long = client.get("/en/themes/crosswalk/", {"q": "a" * 201})
    assert long.status_code == 400
    assert "E23" not in long.content.decode()


def test_it_costs_three_queries_beside_the_frame(client: Client) -> None:
    """Themes, labels, labels that no theme knows (3)."""
    client.get("/en/themes/crosswalk.csv")
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/themes/crosswalk.csv")
    assert len(queries) == 3
