"""A search as OHCHR's thematic list: what it says, and that our own importer reads it back to the same records."""

import json
from pathlib import Path

import docx
import pytest
from django.http import HttpResponseBase
from django.test import Client

from mechanisms.models import Document, Review
from recommendations.importers.run import import_file
from recommendations.models import ImportBatch, Recommendation
from search.exports.thematic_list import answer
from tests.factories import (
    CityActionFactory,
    CityFactory,
    EvidenceFactory,
    ImplementationFactory,
    RecommendationFactory,
    ReviewFactory,
)
from tests.paths import SHARED_DATA, needs_shared_data
from tests.recommendations.importers.importing import counts, some

pytestmark = pytest.mark.django_db


def take(query: str, client: Client | None = None, language: str = "en") -> HttpResponseBase:
    return (client or Client()).get(f"/{language}/recommendations.docx?{query}")


def saved(query: str, tmp_path: Path, language: str = "en") -> Path:
    """Save the list of a search as a file."""
    response = take(query, language=language)
    assert response.status_code == 200, response.content
    path = tmp_path / "list.docx"
    path.write_bytes(b"".join(response.streaming_content))
    return path


def cells_of(path: Path) -> list[list[str]]:
    """The rows of all tables, each cell as text."""
    return [[cell.text for cell in row.cells] for table in docx.Document(str(path)).tables for row in table.rows]


@pytest.fixture
def review() -> Review:
    return Review.objects.get(key="upr-3-usa")


@pytest.fixture
def record(review: Review) -> Recommendation:
    return RecommendationFactory(
        review=review,
        document=Document.objects.get(symbol="A/HRC/46/15"),
        supported=True,
        paragraph="26.9001",
        text="Build homes that people can pay for",
        position_source="A/HRC/46/15/Add.1 - Para.20",
        theme_slugs=["housing", "food"],
        group_slugs=["children"],
        states=["NOR", "BOL"],
        sdgs=["11", "16.3"],
    )


def test_a_row_in_the_layout_of_2025(record: Recommendation, tmp_path: Path) -> None:
    path = saved("theme=housing", tmp_path)
    head, heading, row = cells_of(path)
    assert head == list(answer.HEAD)
    assert set(heading) == {"Theme: Right to adequate housing"}
    assert row == [
        "26.9001 Build homes that people can pay for (Norway) (Bolivia (Plurinational State of));\n"
        "Source of Position: A/HRC/46/15/Add.1 - Para.20",
        "Supported",
        "- Right to adequate housing\n- Right to food\nGroups of Persons:\n- Children",
        "- 11 - SUSTAINABLE CITIES AND COMMUNITIES\n- 16.3 - Promote the rule of law and access to justice for all",
    ]
    section = docx.Document(str(path)).sections[0]
    assert section.header.paragraphs[0].text.split("\t") == [
        "UPR of United States of America (3rd Cycle - 36th Session)",
        "Thematic list of recommendations",
        "A/HRC/46/15",
    ]


def test_it_comes_back_to_the_same_record(record: Recommendation, tmp_path: Path) -> None:
    outcome = import_file(saved("theme=housing", tmp_path), dry_run=True)
    assert some(outcome) == {"unchanged": 1}
    assert not outcome.unknown_labels
    assert not ImportBatch.objects.exists()


AWKWARD = [
    {"paragraph": "26.9002", "text": "(a) Begin with a letter in brackets"},
    {"paragraph": "26.9003", "part": "a-ii", "text": "Have a part"},
    {"paragraph": "26.9004", "text": "12 cities should be asked"},
    {"paragraph": "", "text": "Have no number at all"},
    {"paragraph": "26.9005", "text": "Follow the principles (the Paris Principles)", "states": ["NOR"]},
    {"paragraph": "26.9013", "text": "Do this (Ghana); do that (Norway)", "states": ["GHA", "NOR"]},
    {"paragraph": "39-40", "text": "Stand under two numbers", "states": ["GHA"]},
    {"paragraph": "142", "part": "bis", "text": "", "summary_en": "An unusual part without official words."},
    {"paragraph": "26.9014", "text": "End in a semicolon;", "states": ["GHA"]},
    {"paragraph": "26.9015", "text": "Learn from others (Ghana)"},
    {"paragraph": "26.9006", "text": "Stand without any theme", "theme_slugs": []},
    {"paragraph": "26.9007", "text": "", "summary_en": "We have our own words only.", "states": ["FRA"]},
    {"paragraph": "26.9008", "text": "", "summary_en": "Neither States nor official words."},
    {"paragraph": "26.9016", "text": "", "summary_en": "No more than a few words", "position": "", "theme_slugs": []},
    {"paragraph": "39-41", "text": "", "summary_en": "Under two numbers", "position": "", "theme_slugs": []},
    {"paragraph": "", "text": "", "fingerprint": "0123456789abcdef" * 2, "summary_en": "Neither words nor number."},
    {"paragraph": "26.9009", "text": "Say < & > \x01 and “quote” it"},
    {"paragraph": "26.9010", "text": "Be partly supported", "position": "supported_in_part"},
    {"paragraph": "26.9011", "text": "Be a pledge", "kind": "pledge"},
    {"paragraph": "26.9012", "text": "Decir esto en español", "text_language": "es", "summary_en": "Held in Spanish."},
]


@pytest.mark.parametrize("language", ["en", "es"])
def test_awkward_records_come_back(review: Review, record: Recommendation, tmp_path: Path, language: str) -> None:
    for values in AWKWARD:
        RecommendationFactory(**{"review": review, "document": record.document, "theme_slugs": ["food"], **values})
    # The one whose words XML cannot hold comes back without that character: its words differ.
    Recommendation.objects.filter(text__contains="\x01").update(text="Say < & > and “quote” it")
    outcome = import_file(saved("review=upr-3-usa", tmp_path, language), dry_run=True)
    assert some(outcome) == {"unchanged": len(AWKWARD) + 1}, outcome.messages


def test_several_reviews_stand_in_tables_of_their_own_and_come_back(record: Recommendation, tmp_path: Path) -> None:
    committee = Review.objects.get(key="cerd-2022-usa")
    observations = Document.objects.get(symbol="CERD/C/USA/CO/10-12")
    for kind, paragraph in (("concern", "48"), ("recommendation", "49")):
        RecommendationFactory(
            review=committee,
            document=observations,
            kind=kind,
            paragraph=paragraph,
            part="a" if kind == "recommendation" else "",
            text=f"A {kind} of the Committee",
            theme_slugs=["housing"],
        )
    RecommendationFactory(
        review=ReviewFactory(key="test-undated", year=None), document=None, text="Of no document", paragraph="7"
    )
    path = saved("", tmp_path)
    assert len(docx.Document(str(path)).tables) == 4
    outcome = import_file(path, dry_run=True)
    assert some(outcome) == {"unchanged": 4}, outcome.messages


def test_a_city_that_was_asked_for_has_a_column(record: Recommendation, tmp_path: Path) -> None:
    city = CityFactory(slug="exampleton", name="Exampleton", example=True)
    word = ImplementationFactory(city=city, recommendation=record, community=True, assessor__name="The Coalition")
    EvidenceFactory(update=word.current, title="Minutes of May", url="https://example.org/may")
    CityActionFactory(city=city, title_en="Rent ordinance", serves=[record])
    CityActionFactory(city=city, title_en="Secret draft", draft=True, serves=[record])
    head, _heading, row = cells_of(saved("city=exampleton", tmp_path))
    assert head[4] == "Assessment: Exampleton, PA (example)"
    assert row[4] == (
        "Limited progress, as of March 3, 2026. The Coalition (Community).\n"
        "Evidence (supports): Minutes of May, https://example.org/may\n"
        "Action: Rent ordinance (In progress)"
    )
    path = saved("city=exampleton", tmp_path, "es")
    assert cells_of(path)[2][4].startswith("Avance limitado, al 3 de marzo de 2026.")
    assert some(import_file(path, dry_run=True)) == {"unchanged": 1}


def test_what_was_redacted_gives_no_evidence(record: Recommendation, tmp_path: Path) -> None:
    city = CityFactory(slug="exampleton")
    word = ImplementationFactory(city=city, recommendation=record, current__redacted=True)
    EvidenceFactory(update=word.current, title="Hidden")
    assert "Hidden" not in cells_of(saved("city=exampleton", tmp_path))[2][4]


def test_too_much_is_refused_with_the_way_out(record: Recommendation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer, "MOST_ROWS", 0)
    response = take("theme=housing")
    assert response.status_code == 400
    problem = json.loads(response.content)
    assert (problem["count"], problem["limit"]) == (1, 0)
    assert problem["csv"].endswith("/en/recommendations.csv?theme=housing")


def test_too_many_cities_are_refused(record: Recommendation) -> None:
    for number in range(4):
        CityFactory(slug=f"city-{number}")
    response = take("&".join(f"city=city-{number}" for number in range(4)))
    assert response.status_code == 400
    assert "4" in json.loads(response.content)["detail"]


def test_a_mistake_is_refused(record: Recommendation) -> None:
    assert take("theme=housng").status_code == 400


def test_queries_do_not_grow_with_the_list(record: Recommendation, client: Client, django_assert_num_queries) -> None:
    city = CityFactory(slug="exampleton")
    for number in range(30):
        made = RecommendationFactory(
            review=record.review, document=record.document, paragraph=f"27.{number}", theme_slugs=["food"]
        )
        ImplementationFactory(city=city, recommendation=made)
    take("city=exampleton", client)
    # The data version (1); records, themes, States, words, actions, groups, SDG goals,
    # SDG targets (8); the city (1); texts, first themes, evidence (3).
    with django_assert_num_queries(1 + 8 + 1 + 3):
        assert take("city=exampleton", client).status_code == 200


@needs_shared_data
@pytest.mark.parametrize(
    ("files", "query", "number"),
    [
        (["us_upr_cycle3.csv"], "review=upr-3-usa", 347),
        (["us_upr_cycle1.csv"], "review=upr-1-usa", 228),
        (["us_upr_cycle3.csv", "us_upr_cycle1.csv", "us_ccpr_co4_2014.csv"], "q=women OR police", None),
    ],
)
def test_real_records_come_back_unchanged(files: list[str], query: str, number: int | None, tmp_path: Path) -> None:
    reviews = {
        "us_upr_cycle3.csv": "upr-3-usa",
        "us_upr_cycle1.csv": "upr-1-usa",
        "us_ccpr_co4_2014.csv": "ccpr-2014-usa",
    }
    for name in files:
        given = Review.objects.select_related("mechanism", "country").get(key=reviews[name])
        import_file(SHARED_DATA / name, review=given)
    outcome = import_file(saved(query, tmp_path), dry_run=True)
    assert number is None or outcome.rows == number
    assert counts(outcome) == {**dict.fromkeys(counts(outcome), 0), "unchanged": outcome.rows}, outcome.messages[:5]
    assert outcome.rows > 50
    assert not outcome.unknown_labels
