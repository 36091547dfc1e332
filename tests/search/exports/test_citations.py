"""Citations as text, BibTeX and RIS: what they say and how they escape."""

import datetime
from dataclasses import replace

import pytest

from recommendations.models import Recommendation
from search.exports.citations import STYLES, Cited
from search.exports.citations.styles import as_bibtex, as_ris, as_text
from tests.factories import DocumentFactory, RecommendationFactory

pytestmark = pytest.mark.django_db

CITED = Cited(
    key="upr-3-usa-26-101",
    author="Universal Periodic Review",
    title="Report of the Working Group, United States",
    symbol="A/HRC/46/15",
    paragraph="26.101",
    day=datetime.date(2020, 12, 15),
    year=2020,
    document_url="https://docs.un.org/en/A/HRC/46/15",
    page_url="https://example.org/en/recommendations/upr-3-usa-26-101/",
    is_example=False,
)


@pytest.fixture
def record() -> Recommendation:
    return RecommendationFactory(
        slug="upr-test-1",
        paragraph="49",
        part="a-ii",
        document=DocumentFactory(symbol="A/TEST/7", title_en="Report", title_es="Informe", date="2020-12-15"),
        theme_slugs=["housing"],
    )


def test_text_in_the_style_of_the_un() -> None:
    assert as_text(CITED) == (
        "Universal Periodic Review, Report of the Working Group, United States, A/HRC/46/15 (December 15, 2020), "
        "para. 26.101, https://docs.un.org/en/A/HRC/46/15."
    )


def test_bibtex() -> None:
    assert as_bibtex(CITED) == (
        "@techreport{upr-3-usa-26-101,\n"
        "  author = {{Universal Periodic Review}},\n"
        "  title = {{Report of the Working Group, United States}},\n"
        "  institution = {United Nations},\n"
        "  number = {A/HRC/46/15},\n"
        "  year = {2020},\n"
        "  note = {para. 26.101},\n"
        "  url = {https://docs.un.org/en/A/HRC/46/15},\n"
        "  month = dec,\n"
        "}\n"
    )


def test_latex_signs_are_escaped_and_braces_stay_in_balance() -> None:
    entry = as_bibtex(replace(CITED, title="50% of $1 & a_b #1 {open ~^\\ niño", document_url="https://x.org/{a}"))
    assert (
        r"title = {{50\% of \$1 \& a\_b \#1 \textbraceleft{}open \textasciitilde{}\textasciicircum{}"
        r"\textbackslash{} niño}}"
    ) in entry
    assert "url = {https://x.org/%7Ba%7D}" in entry
    assert entry.count("{") == entry.count("}")


def test_ris_keeps_a_record_in_its_lines() -> None:
    written = as_ris(replace(CITED, title="Two\r\nER  - lines", is_example=True))
    assert written.split("\r\n") == [
        "TY  - RPRT",
        "ID  - upr-3-usa-26-101",
        "AU  - Universal Periodic Review",
        "TI  - Two ER - lines",
        "PB  - United Nations",
        "PY  - 2020",
        "DA  - 2020/12/15",
        "M1  - A/HRC/46/15",
        "SP  - para. 26.101",
        "UR  - https://docs.un.org/en/A/HRC/46/15",
        "UR  - https://example.org/en/recommendations/upr-3-usa-26-101/",
        "LA  - en",
        "N1  - Example, made up",
        "ER  - ",
        "",
    ]


@pytest.mark.parametrize("ending", STYLES)
def test_a_search_and_a_record_as_files(client, record, ending) -> None:
    listed = client.get(f"/en/recommendations.{ending}?theme=housing")
    assert listed.status_code == 200
    assert listed["Content-Type"] == STYLES[ending].content_type
    assert f'.{ending}"' in listed["Content-Disposition"]
    alone = client.get(f"/en/recommendations/{record.slug}.{ending}")
    assert alone["Content-Disposition"] == f'attachment; filename="upr-test-1.{ending}"'
    content = alone.content.decode()
    assert b"".join(listed.streaming_content).decode() == content
    assert "A/TEST/7" in content
    assert "49 (a)(ii)" in content
    assert "Informe" in client.get(f"/es/recommendations/{record.slug}.{ending}").content.decode()
    assert client.get(f"/en/recommendations.{ending}?theme=housng").status_code == 400


def test_merged_and_withdrawn_records(client, record) -> None:
    merged = RecommendationFactory(merged_into=record)
    response = client.get(f"/en/recommendations/{merged.slug}.bib")
    assert (response.status_code, response["Location"]) == (301, "/en/recommendations/upr-test-1.bib")
    withdrawn = RecommendationFactory(withdrawn=True)
    assert client.get(f"/en/recommendations/{withdrawn.slug}.bib").status_code == 410
    assert client.get("/en/recommendations/nothing.bib").status_code == 404


def test_a_list_costs_one_query_a_chunk(client, monkeypatch, django_assert_num_queries) -> None:
    monkeypatch.setattr("search.exports.citations.answer.CHUNK", 10)
    for _each in range(25):
        RecommendationFactory(theme_slugs=["food"])
    list(client.get("/en/recommendations.bib").streaming_content)
    # The data version for the ETag and for the ids (2), and three chunks.
    with django_assert_num_queries(2 + 3):
        content = b"".join(client.get("/en/recommendations.bib").streaming_content).decode()
    assert content.count("@techreport{") == 25


def test_it_can_be_copied_without_javascript(client, record) -> None:
    page = client.get(f"/en/recommendations/{record.slug}/").content.decode()
    assert "Report, A/TEST/7 (December 15, 2020), para. 49 (a)(ii), https://undocs.org/A/TEST/7." in page
    assert "@techreport{upr-test-1," in page
