"""The API's search and one record."""

import datetime
import json

import pytest
from django.test import Client

from cities.models import ProgressUpdate
from recommendations.models import RecommendationText
from search.selection.parameters import BY_NAME, PARAMETERS
from search.selection.vocabulary import Vocabularies
from tests.factories import (
    CityActionFactory,
    CityFactory,
    DocumentFactory,
    ImplementationFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
    ReviewFactory,
)

pytestmark = pytest.mark.django_db

LIST = "/api/v1/recommendations"


@pytest.fixture
def record():
    record = RecommendationFactory(
        slug="upr-9-usa-1",
        upr=True,
        supported=True,
        document=DocumentFactory(symbol="A/TEST/7"),
        paragraph="26.101",
        summary_en="Fair rents",
        summary_es="Alquileres justos",
        text="Ensure fair rents",
        can_do_en="Cap rents.",
        theme_slugs=["housing"],
        states=["NOR", "FRA"],
        sdgs=["11"],
    )
    city = CityFactory(slug="exampleton", name="Exampleton", example=True)
    ImplementationFactory(city=city, recommendation=record, community=True, assessor__name="The Coalition")
    CityActionFactory(city=city, title_en="Rent ordinance", serves=[record])
    return record


def get(client: Client, path: str, status: int = 200) -> dict:
    response = client.get(path)
    assert response.status_code == status, response.content
    assert response["Content-Type"].startswith("application/json" if status == 200 else "application/problem+json")
    return json.loads(response.content)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("query", ["", "theme=housing&position=supported", "q=rents&city=exampleton"])
def test_the_list_is_the_document_that_the_page_gives_as_json(client, record, language, query):
    listed = client.get(f"{LIST}?{query}&lang={language}")
    assert listed["Content-Language"] == language
    assert listed.json() == client.get(f"/{language}/recommendations.json?{query}").json()
    assert listed.json()["count"] == 1


def test_the_list_has_the_shape_that_was_promised(client, record):
    document = get(client, LIST)
    assert set(document) == {"count", "next", "results", "facets", "selection"}
    (found,) = document["results"]
    assert {
        "slug", "url", "review", "document_symbol", "paragraph", "kind", "text", "summary", "reach", "position",
        "recommending_states", "themes", "groups", "sdgs", "cities", "is_example",
    } <= set(found)  # fmt: skip
    assert found["url"] == "http://testserver/en/recommendations/upr-9-usa-1/"
    assert found["cities"][0]["is_example"] is True
    assert {"value", "label", "count", "selected"} == set(document["facets"]["theme"][0])


def test_labels_summaries_and_links_are_in_the_language_asked_for(client, record):
    document = get(client, f"{LIST}?theme=housing&lang=es")
    assert document["results"][0]["summary"] == "Alquileres justos"
    assert document["results"][0]["url"].startswith("http://testserver/es/")
    assert document["selection"]["sentence"].startswith("Recomendaciones")
    # The browser's language does not count: the same address answers the same.
    assert client.get(LIST, headers={"Accept-Language": "es"})["Content-Language"] == "en"


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("them=housing", "theme"),
        ("theme=housng", "housing"),
        ("positon=supported", "position"),
        ("lang=esp", "es"),
        ("sort=newst", "newest"),
        ("per_page=26", "25"),
    ],
)
def test_what_is_unknown_is_refused_and_the_nearest_is_named(client, record, query, named):
    problem = get(client, f"{LIST}?{query}", 400)
    (mistake,) = problem["problems"]
    assert mistake["suggestion"] == named
    assert problem["status"] == 400
    assert "results" not in problem


def test_every_parameter_of_the_search_is_in_the_schema(client):
    told = {each["name"] for each in client.get("/api/v1/openapi.json").json()["paths"][LIST]["get"]["parameters"]}
    assert told == {each.name for each in PARAMETERS} - {"view", "group_by", "header"} | {"cursor", "lang"}


def test_the_schema_names_every_value_of_the_vocabularies_in_the_code(client):
    vocabularies = Vocabularies()
    for told in client.get("/api/v1/openapi.json").json()["paths"][LIST]["get"]["parameters"]:
        values = told["schema"].get("items", {}).get("enum", [])
        if values:
            parameter = BY_NAME[told["name"]]
            known = [*vocabularies.entries(parameter.vocabulary), *(["none"] if parameter.has_none else [])]
            assert sorted(values) == sorted(known), told["name"]


def test_next_keeps_language_and_filters(client):
    for _number in range(30):
        RecommendationFactory(theme_slugs=["housing"])
    first = get(client, f"{LIST}?theme=housing&lang=es")
    second = get(client, first["next"])
    assert (len(first["results"]), len(second["results"]), second["next"]) == (25, 5, None)
    assert second["selection"] == first["selection"]
    assert not {row["slug"] for row in first["results"]} & {row["slug"] for row in second["results"]}


def test_one_record_has_its_texts(client, record):
    RecommendationText.objects.create(recommendation=record, language="es", text="Garantizar alquileres justos")
    found = get(client, f"{LIST}/upr-9-usa-1")
    assert found["texts"] == [
        {"language": "en", "text": "Ensure fair rents"},
        {"language": "es", "text": "Garantizar alquileres justos"},
    ]
    assert found["can_do"] == "Cap rents."
    assert found["document_url"] == "https://undocs.org/A/TEST/7"


def test_a_merged_record_leads_to_its_survivor_and_a_withdrawn_one_is_gone(client, record):
    RecommendationFactory(slug="twin", merged_into=record)
    moved = client.get(f"{LIST}/twin?lang=es")
    assert (moved.status_code, moved["Location"]) == (301, f"{LIST}/upr-9-usa-1?lang=es")
    RecommendationFactory(slug="gone", withdrawn_on=datetime.date(2026, 1, 2), text="Secret words")
    problem = get(client, f"{LIST}/gone", 410)
    assert "Secret" not in json.dumps(problem)
    assert get(client, LIST)["count"] == 1


@pytest.mark.parametrize(
    "path", [f"{LIST}/no-such-record", "/api/v1/nothing", "/api/v1/recommendations/%00", "/api/v1/x/y"]
)
def test_what_is_not_there_is_said_as_a_problem(client, path):
    assert get(client, path, 404)["status"] == 404


def test_what_is_not_public_never_shows(client, record):
    ProgressUpdateFactory(
        recommendation=record, pending=True, note_en="Secret note", status=ProgressUpdate.Status.REGRESSED
    )
    CityActionFactory(serves=[record], draft=True, title_en="Secret draft")
    RecommendationFactory(withdrawn=True, text="Secret words")
    for path in (LIST, f"{LIST}/upr-9-usa-1"):
        content = client.get(path).content.decode()
        assert "Secret" not in content
        assert '"status": "regressed"' not in content


def test_an_unchanged_answer_is_not_sent_again(client, record):
    for path in (LIST, f"{LIST}/upr-9-usa-1"):
        etag = client.get(path)["ETag"]
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
        ImplementationFactory(recommendation=record)
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_a_page_costs_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    def many():
        for _number in range(10):
            other = RecommendationFactory(review=review, theme_slugs=["housing", "food"], states=["NOR"], sdgs=["11"])
            CityActionFactory(serves=[other])
            ImplementationFactory(recommendation=other)

    review = ReviewFactory(upr=True)
    many()
    client.get(LIST)
    # The data's version (1); the page's records with themes, States, words, actions, groups, goals, targets (8); labels
    # of mechanisms, reviews, themes, groups, countries, cities, goals, targets (8), where they are not remembered.
    with django_assert_max_num_queries(17) as captured:
        get(client, LIST)
    few = len(captured)
    many()
    get(client, LIST)
    with django_assert_max_num_queries(few):
        get(client, LIST)
