"""A council memo of a search: what it tells, of whom, and that it stays short."""

import io
import json

import docx
import pytest
from django.test import Client

from mechanisms.models import Country
from recommendations.models import Recommendation, Repetition
from search.exports.memo import answer, choice
from search.exports.memo.said_before import years_said
from tests.factories import (
    AssessorFactory,
    CityActionFactory,
    CityFactory,
    DocumentFactory,
    ImplementationFactory,
    RecommendationFactory,
    ReviewFactory,
)

pytestmark = pytest.mark.django_db


def lines_of(query: str, client: Client | None = None, language: str = "en") -> list[str]:
    """The paragraphs of the memo of a search."""
    response = (client or Client()).get(f"/{language}/recommendations.memo.docx?{query}")
    assert response.status_code == 200, response.content
    file = docx.Document(io.BytesIO(b"".join(response.streaming_content)))
    return [paragraph.text for paragraph in file.paragraphs]


@pytest.fixture
def record():
    text = "Build homes that people can pay for"
    RecommendationFactory(review=ReviewFactory(upr=True, year=2010, key="first"), text=text, paragraph="92.1")
    return RecommendationFactory(
        review=ReviewFactory(upr=True, year=2020, key="third"),
        document=DocumentFactory(symbol="A/TEST/7", title_en="A report of that title"),
        position="supported_in_part",
        position_source="A/TEST/7/Add.1, para. 3",
        paragraph="26.101",
        text=text,
        summary_en="Build homes people can afford.",
        can_do_en="Zone for homes.",
        reach="names_local",
        theme_slugs=["housing"],
        states=["NOR", "FRA"],
    )


def test_what_was_asked_since_when_and_with_what_answer(record):
    lines = lines_of("theme=housing")
    assert "Subject: Recommendations on right to adequate housing." in lines
    assert any(line.startswith("This search finds 1 record. ") for line in lines)
    assert f"Who asked: {record.review.mechanism}." in lines
    assert "A/TEST/7, para. 26.101. Build homes people can afford. (our summary)" in lines
    (facts,) = [line for line in lines if line.startswith("Said in")]
    assert facts == (
        "Said in 2010 and 2020. Answer of the United States: supported in part (A/TEST/7/Add.1, para. 3). "
        "Recommended by Norway and France. Names local government."
    )
    assert "What a city can do: Zone for homes." in lines
    assert "No city has reported on this yet." in lines
    assert "A/TEST/7, A report of that title: https://undocs.org/A/TEST/7" in lines
    assert any("not legal advice" in line for line in lines)


def test_this_city_comes_first_silent_or_not_and_others_after_it(record):
    asked, other = CityFactory(slug="asked", name="Asked"), CityFactory(slug="other", name="Other", example=True)
    ImplementationFactory(city=other, recommendation=record, community=True, assessor__name="The Coalition")
    CityActionFactory(city=other, title_en="Rent ordinance", serves=[record])
    CityActionFactory(city=other, title_en="Secret draft", draft=True, serves=[record])
    CityActionFactory(city=asked, title_en="Our ordinance", serves=[record])
    lines = lines_of("city=asked")
    at = lines.index("Asked, PA: action: Our ordinance (in progress).")
    assert lines[at + 1] == (
        "Other, PA (example): The Coalition (community) says “limited progress” as of March 3, 2026; "
        "action: Rent ordinance (in progress)."
    )
    assert "Asked, PA: the local government has spoken on 0 of 1; the community has spoken on 0 of 1." in lines
    assert any("made up" in line for line in lines)
    assert not any("Secret" in line for line in lines)


def test_the_rest_is_counted_and_linked(record, monkeypatch):
    monkeypatch.setattr(choice, "SHOWN", 2)
    weaker = [RecommendationFactory(theme_slugs=["housing"], reach="national_only") for _each in range(3)]
    lines = lines_of("theme=housing")
    assert "2 more are here: http://testserver/en/recommendations/?theme=housing" in lines
    told = [line for line in lines if "para." in line and "(" in line]
    assert told[0].startswith("A/TEST/7, para. 26.101."), "what names local government is the strongest"
    assert len(weaker) == 3


def test_it_stays_on_two_pages_where_there_is_much_to_tell(record):
    cities = [CityFactory(slug=f"city-{number}", name=f"A city with a long name {number}") for number in range(3)]
    offices = [
        AssessorFactory(city=city, community=community, name="An office with a long name " * 4)
        if community
        else AssessorFactory(city=city, name="A city's office with a long name " * 4)
        for city in cities
        for community in (True, False)
    ]
    for number in range(8):
        long = RecommendationFactory(
            paragraph=f"27.{number}", theme_slugs=["food"], text="Do many things for many people. " * 20, summary_en=""
        )
        for office in offices:
            ImplementationFactory(city=office.city, recommendation=long, assessor=office)
        for city in cities:
            for _each in range(3):
                CityActionFactory(city=city, title_en="A deed that has a long title " * 4, serves=[long])
    lines = lines_of("theme=food&city=city-0&city=city-1&city=city-2")
    told = [line for line in lines if line.endswith("(words of the UN)")]
    assert 1 <= len(told) < choice.SHOWN
    assert f"{8 - len(told)} more are here:" in " ".join(lines)
    assert sum(-(-len(line) // answer.CHARACTERS_A_LINE) for line in lines) <= answer.LINES


def test_equal_words_of_another_country_are_not_said_again(record):
    slovenia = ReviewFactory(year=2015, key="other-country", country=Country.objects.get(iso3="SVN"))
    RecommendationFactory(review=slovenia, text=record.text)
    assert years_said([record]) == {record.pk: [2010, 2020]}


def test_repeats_that_an_editor_linked_count_whatever_their_words(record):
    other = RecommendationFactory(review=ReviewFactory(upr=True, year=2015, key="second"), text="In other words")
    linked = Repetition.objects.create()
    Recommendation.objects.filter(pk__in=[record.pk, other.pk]).update(repetition=linked)
    record.refresh_from_db()
    assert years_said([record]) == {record.pk: [2010, 2015, 2020]}


def test_it_speaks_the_language_of_the_page(record):
    lines = lines_of("theme=housing", language="es")
    assert lines[0] == "Memorando: lo que pidieron las Naciones Unidas"
    assert any(line.startswith("Dicha en 2010 y 2020.") for line in lines)


def test_nothing_found_is_no_memo(record):
    response = Client().get("/en/recommendations.memo.docx?theme=food")
    assert response.status_code == 400
    assert "nothing" in json.loads(response.content)["title"]
    assert Client().get("/en/recommendations.memo.docx?theme=fod").status_code == 400


def test_queries_do_not_grow(record, client, django_assert_max_num_queries):
    city = CityFactory(slug="asked")
    for _each in range(30):
        ImplementationFactory(city=city, recommendation=RecommendationFactory(theme_slugs=["housing"]))
    lines_of("city=asked", client)
    # The data version (1), the data's date (2), the city (1), records with all that a row prints (8), years (1), the
    # names of the mechanisms (1), and the figures from memory.
    with django_assert_max_num_queries(14):
        lines_of("city=asked", client)
