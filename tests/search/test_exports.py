"""A search taken away as CSV and JSON; what all files have in common."""

import csv
import io
import json

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import translation
from django.utils.text import slugify

from search.exports import as_atom, as_csv, as_json, as_xlsx
from search.exports.columns import COLUMNS
from search.exports.csv_file import neutralised
from search.exports.file_names import file_name
from search.selection import Selection
from tests.factories import (
    CityActionFactory,
    CityFactory,
    DocumentFactory,
    ImplementationFactory,
    RecommendationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    record = RecommendationFactory(
        upr=True,
        supported=True,
        document=DocumentFactory(symbol="A/TEST/7"),
        paragraph="26.101",
        summary_en="=HYPERLINK(1)",
        summary_es="Palabras",
        theme_slugs=["housing"],
        states=["NOR", "FRA"],
        sdgs=["11", "16.3"],
    )
    city = CityFactory(slug="exampleton", name="Exampleton", example=True)
    ImplementationFactory(city=city, recommendation=record, community=True, assessor__name="The Coalition")
    CityActionFactory(city=city, title_en="Rent ordinance", serves=[record])
    CityActionFactory(city=city, title_en="Secret draft", draft=True, serves=[record])
    return record


def get(view, query="", language="en"):
    with translation.override(language):
        response = view(RequestFactory().get(f"/{language}/recommendations?{query}"))
        content = b"".join(response.streaming_content) if response.streaming else response.content
    return response, content.decode()


def rows_of(content: str) -> list[dict[str, str]]:
    assert content.startswith("\ufeff"), "Excel needs the mark to read UTF-8"
    return list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"))))


def test_csv_for_programs(record):
    response, content = get(as_csv, "header=machine&theme=housing")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="recommendations-on-right-to-adequate-housing.csv"' in response["Content-Disposition"]
    (row,) = rows_of(content)
    assert list(row) == list(COLUMNS)
    assert row["document_symbol"] == "A/TEST/7"
    assert row["paragraph"] == "26.101"
    assert row["position"] == "supported"
    assert row["recommending_states"] == "NOR; FRA"
    assert row["sdgs"] == "11; 16.3"
    assert row["summary"] == "'=HYPERLINK(1)"
    assert row["cities"] == "exampleton (example): community=limited_progress 2026-03-03, action=in_progress"
    assert row["is_example"] == "yes"
    assert row["url"].startswith("http://testserver/en/recommendations/")


def test_csv_for_people_is_in_their_language(record):
    _response, content = get(as_csv, language="en")
    (row,) = rows_of(content)
    assert row["Position"] == "Supported"
    assert row["Themes"] == "Right to adequate housing"
    assert row["Recommending States"] == "Norway; France"
    assert row["Cities"] == "Exampleton (example): The Coalition: Limited progress (2026-03-03), Rent ordinance"
    _response, content = get(as_csv, language="es")
    assert "Palabras" in content
    assert "Derecho a una vivienda adecuada" in content


def test_csv_costs_a_fixed_number_of_queries_a_chunk(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("search.records.CHUNK", 10)
    for _number in range(25):
        RecommendationFactory(theme_slugs=["food"], states=["NOR"])
    get(as_csv)
    # The data version for the ETag and for the ids (2); for each of 3 chunks: records, themes, States, words, actions,
    # groups, SDG goals, SDG targets = 8.
    with django_assert_num_queries(2 + 3 * 8):
        _response, content = get(as_csv, "header=machine")
    assert len(rows_of(content)) == 25


def test_csv_has_every_record_in_the_order_of_the_search_whatever_the_page(monkeypatch):
    monkeypatch.setattr("search.records.CHUNK", 2)
    made = [RecommendationFactory(paragraph=str(number)) for number in (3, 1, 2, 5, 4)]
    _response, content = get(as_csv, "sort=updated&page=2&header=machine")
    assert [row["slug"] for row in rows_of(content)] == [each.slug for each in reversed(made)]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r1", "\n=1", " =1", "＝1"])
def test_formulas_are_neutralised(cell):
    assert neutralised(cell) == f"'{cell}"
    assert neutralised(f"a{cell}") == f"a{cell}"


def test_json(record):
    response, content = get(as_json, "theme=housing")
    assert response["Content-Type"] == "application/json"
    data = json.loads(content)
    assert data["count"] == 1
    assert data["next"] is None
    assert data["selection"] == {"sentence": "Recommendations on right to adequate housing", "problems": []}
    (found,) = data["results"]
    assert found["recommending_states"] == ["NOR", "FRA"]
    (city,) = found["cities"]
    assert city["is_example"] is True
    assert city["words"] == [
        {
            "assessor": "The Coalition",
            "by": "community",
            "status": "limited_progress",
            "confidence": "medium",
            "as_of": "2026-03-03",
        }
    ]
    assert [action["title"] for action in city["actions"]] == ["Rent ordinance"]
    themes = {value["value"]: value for value in data["facets"]["theme"]}
    assert themes["housing"] == {
        "value": "housing",
        "label": "Right to adequate housing",
        "count": 1,
        "selected": True,
    }


def test_json_leads_to_the_next_page_by_a_place_in_the_list():
    for _number in range(30):
        RecommendationFactory()
    data = json.loads(get(as_json, "per_page=25")[1])
    assert (data["count"], len(data["results"])) == (30, 25)
    assert data["next"].startswith("http://testserver/en/recommendations.json?cursor=")
    rest = json.loads(get(as_json, data["next"].partition("?")[2])[1])
    assert (len(rest["results"]), rest["next"]) == (5, None)


def test_json_leads_on_by_page_number_where_records_move():
    for _number in range(30):
        RecommendationFactory(text="Fair rents")
    data = json.loads(get(as_json, "q=rents")[1])
    assert data["next"] == "http://testserver/en/recommendations.json?q=rents&page=2"
    rest = json.loads(get(as_json, data["next"].partition("?")[2])[1])
    assert (len(rest["results"]), rest["next"]) == (5, None)


@pytest.mark.parametrize("view", [as_csv, as_xlsx, as_json, as_atom])
def test_a_mistake_answers_400_in_words_and_gives_nothing_away(record, view):
    response, content = get(view, "theme=housng&q=(")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    problem = json.loads(content)
    assert problem["status"] == 400
    assert {each["parameter"]: each["kind"] for each in problem["problems"]} == {
        "q": "syntax",
        "theme": "unknown_value",
    }
    assert "No theme is called “housng”." in problem["detail"]
    assert "results" not in problem


def test_a_file_is_named_after_its_search():
    assert file_name(Selection(q="x" * 300)) == "recommendations-matching-" + "x" * 55
    assert file_name(Selection.parse(QueryDict("q=../etc&kind=concern"))) == "concerns-matching-etc"


def test_a_long_file_name_ends_with_a_whole_word() -> None:
    selection = Selection(theme=("housing", "poverty", "torture", "health"), position=("supported",))
    name = file_name(selection)
    assert 60 < len(name) <= 80
    assert slugify(selection.sentence()).startswith(f"{name}-")
