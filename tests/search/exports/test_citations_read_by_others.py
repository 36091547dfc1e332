"""Citations read by programs that others wrote: a BibTeX parser and a reader of RIS."""

import bibtexparser
import pytest
import rispy
from django.test import Client

from tests.factories import DocumentFactory, RecommendationFactory

pytestmark = pytest.mark.django_db

TITLE = "50% of $1 & a_b #1 ~^\\ {open ñandú, «comillas»"


@pytest.fixture(autouse=True)
def _records() -> None:
    document = DocumentFactory(symbol="A/TEST/7", title_en=TITLE, title_es=TITLE, date="2020-12-15")
    for number in range(3):
        RecommendationFactory(slug=f"upr-test-{number}", paragraph=f"26.{number}", document=document)
    RecommendationFactory(slug="upr-test-bare", paragraph="", document=None, is_example=True)


def taken(ending: str, language: str) -> str:
    response = Client().get(f"/{language}/recommendations.{ending}")
    return b"".join(response.streaming_content).decode()


@pytest.mark.parametrize("language", ["en", "es"])
def test_bibtex(language: str) -> None:
    library = bibtexparser.parse_string(taken("bib", language))
    assert not library.failed_blocks
    entries = {entry.key: {field.key: field.value for field in entry.fields} for entry in library.entries}
    assert set(entries) == {"upr-test-0", "upr-test-1", "upr-test-2", "upr-test-bare"}
    entry = entries["upr-test-1"]
    assert (entry["number"], entry["year"], entry["month"]) == ("A/TEST/7", "2020", "dec")
    assert "ñandú, «comillas»" in entry["title"]
    assert entry["note"].endswith("26.1")
    assert "number" not in entries["upr-test-bare"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_ris(language: str) -> None:
    records = {record["id"]: record for record in rispy.loads(taken("ris", language))}
    assert set(records) == {"upr-test-0", "upr-test-1", "upr-test-2", "upr-test-bare"}
    record = records["upr-test-1"]
    assert record["title"] == TITLE
    assert (record["year"], record["date"], record["type_of_reference"]) == ("2020", "2020/12/15", "RPRT")
    assert record["start_page"].endswith("26.1")
    assert "unknown_tag" not in record
