"""Words against records: what is found, and what comes first."""

import pytest

from recommendations.models import Recommendation, RecommendationText
from search.citation import read_citation
from search.results import Results
from search.selection import Selection
from tests.factories import DocumentFactory, RecommendationFactory, ReviewFactory

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    selection = Selection.parse({"q": text})
    assert not selection.problems, selection.problems[0].message
    return [row.recommendation.summary_en for row in Results(selection).rows]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("rent", "a"),
        ("RENT", "a"),
        ("evict", "ab"),
        ("evict*", "ab"),
        ('"evict"', ""),
        ("rent eviction", "a"),
        ("rent OR parents", "ab"),
        ("eviction -rent", "b"),
        ("eviction NOT rent", "b"),
        ('"lower the rent"', "a"),
        ('"lower rent"', ""),
        ("educacion", "c"),
        ("EDUCACIÓN", "c"),
        ("océan", "d"),
        ("-eviction", "cd"),
        ("(rent OR oceans) -eviction", "d"),
        ("adequate housing", "d"),
        ("vivienda", "d"),
        ("Wohnung", "c"),
    ],
)
def test_words(text, hits):
    RecommendationFactory(summary_en="a", text="Lower the rent; stop every eviction.")
    RecommendationFactory(summary_en="b", text="Protect parents from eviction")
    third = RecommendationFactory(summary_en="c", summary_es="Garantizar la educación")
    RecommendationText.objects.create(recommendation=third, language="de", text="Recht auf Wohnung")
    RecommendationFactory(summary_en="d", text="Protect the oceans", theme_slugs=["housing"])
    assert sorted(found(text)) == sorted(hits)


def test_text_of_withdrawn_and_merged_records_is_not_found():
    survivor = RecommendationFactory(summary_en="rent stays")
    RecommendationFactory(summary_en="rent gone", withdrawn=True)
    RecommendationFactory(summary_en="rent merged", merged_into=survivor)
    assert found("rent") == ["rent stays"]


@pytest.mark.parametrize(
    ("text", "citation"),
    [
        ("26.101", ("", "26.101", "")),
        ("para. 26.101", ("", "26.101", "")),
        ("¶ 26.101", ("", "26.101", "")),
        ("¶26.101", ("", "26.101", "")),
        ("§ 49", ("", "49", "")),
        ("Recommendation 26.101", ("", "26.101", "")),
        ("recomendación 26.101", ("", "26.101", "")),
        ("49 (a)(ii)", ("", "49", "a-ii")),
        ("A/HRC/46/15", ("A/HRC/46/15", "", "")),
        ("a/hrc/46/15, para. 26.101", ("A/HRC/46/15", "26.101", "")),
        ("A/HRC/46/15 párr. 26.101", ("A/HRC/46/15", "26.101", "")),
        ("CERD/C/USA/CO/10-12", ("CERD/C/USA/CO/10-12", "", "")),
        ("CERD/C/USA/CO/10-12, 49 (a)", ("CERD/C/USA/CO/10-12", "49", "a")),
        ("A/HRC/46/15/Add.1", ("A/HRC/46/15/Add.1", "", "")),
        ("(A/HRC/46/15, para. 26.101).", ("A/HRC/46/15", "26.101", "")),
        ("A/HRC/46/15 (párr. 26.101)", ("A/HRC/46/15", "26.101", "")),
        ("A/HRC/46/15 ¶ 26.101", ("A/HRC/46/15", "26.101", "")),
        ("A/HRC/46/15, recommendation 26.101", ("A/HRC/46/15", "26.101", "")),
        ("CERD/C/USA/CO/10\u201312, par. 49(a)", ("CERD/C/USA/CO/10-12", "49", "a")),
        ("CERD/C/USA/CO/10-12, paras. 39\u201340", ("CERD/C/USA/CO/10-12", "39-40", "")),
        ("rent", None),
        ("No. 98", None),
        ("rights at 18", None),
        ("26.101 rent", None),
        ("and/or", ("AND/OR", "", "")),
        ("", None),
    ],
)
def test_what_is_a_citation(text, citation):
    read = read_citation(text)
    assert (read and (read.symbol, read.paragraph, read.part)) == citation


def test_a_citation_finds_its_record_first():
    review = ReviewFactory(year=2015)
    document = DocumentFactory(symbol="A/TEST/99/1", review=review)
    RecommendationFactory(summary_en="cited", review=review, document=document, paragraph="26.101")
    RecommendationFactory(summary_en="neighbour", review=review, document=document, paragraph="26.102")
    RecommendationFactory(summary_en="mentions", text="See 26.101 of A/TEST/99/1", review=ReviewFactory(year=2022))
    assert found("26.101") == ["cited", "mentions"]
    assert found("A/TEST/99/1") == ["cited", "neighbour", "mentions"]
    assert found("A/TEST/99/1, para. 26.101") == ["cited"]
    assert found("and/or") == []


def test_a_citation_meets_a_record_that_was_cut_differently():
    document = DocumentFactory(symbol="CERD/TEST/1")
    for paragraph, part in (("39-40", ""), ("49", "a-d"), ("50", "a"), ("50", "c")):
        RecommendationFactory(
            review=document.review, document=document, paragraph=paragraph, part=part, summary_en=paragraph + part
        )
    assert found("CERD/TEST/1, para. 40") == found("CERD/TEST/1, paras. 39-40") == ["39-40"]
    assert found("CERD/TEST/1, para. 41") == []
    assert found("CERD/TEST/1, para. 49 (b)") == ["49a-d"]
    assert found("CERD/TEST/1, para. 50 (c)") == ["50c"]


def test_a_paragraph_names_all_its_parts():
    for part in ("", "a", "b"):
        RecommendationFactory(paragraph="49", part=part, summary_en=part or "whole")
    assert set(found("49")) == {"whole", "a", "b"}
    assert found("para 49 (b)") == ["b"]


def test_orders():
    old = ReviewFactory(year=2010)
    new = ReviewFactory(year=2022)
    undated = ReviewFactory(year=None)
    RecommendationFactory(summary_en="new 10", review=new, paragraph="10")
    RecommendationFactory(summary_en="new 9", review=new, paragraph="9")
    changed = RecommendationFactory(summary_en="old", review=old, paragraph="1")
    RecommendationFactory(summary_en="undated", review=undated, paragraph="1")
    Recommendation.objects.exclude(pk=changed.pk).update(updated_at="2020-01-01T00:00:00Z")

    def in_order(sort: str) -> list[str]:
        return [row.recommendation.summary_en for row in Results(Selection(sort=sort)).rows]

    assert in_order("newest") == ["new 9", "new 10", "old", "undated"]
    assert in_order("updated")[0] == "old"
    paragraphs = in_order("paragraph")
    assert paragraphs.index("new 9") < paragraphs.index("new 10")
