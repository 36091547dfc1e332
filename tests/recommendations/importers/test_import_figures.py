"""The real files give exactly the figures that were counted by other means."""

import csv
import io
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from mechanisms.models import Review
from recommendations.importers.run import ImportOutcome
from recommendations.models import (
    ImportBatch,
    PossibleDuplicate,
    Recommendation,
    RecommendationTheme,
    RecommendingState,
)
from tests.paths import SHARED_DATA, needs_shared_data
from tests.recommendations.importers.importing import counts, import_path, some

pytestmark = [needs_shared_data, pytest.mark.django_db]

CYCLE_1 = SHARED_DATA / "us_upr_cycle1.csv"
CYCLE_3 = SHARED_DATA / "us_upr_cycle3.csv"
COMMITTEE = SHARED_DATA / "us_ccpr_co4_2014.csv"
UHRI_XLSX = SHARED_DATA / "uhri" / "uhri_export.xlsx"
UHRI_JSON = SHARED_DATA / "uhri" / "uhri_export.json"
UPR_INFO = {name: SHARED_DATA / "upr_info" / f"{name}.csv" for name in ("1-5", "6-9", "10-13")}
LISTS = SHARED_DATA / "ohchr"


def plain(text: str) -> str:
    """Reduce a text to its words, by other means than the importer."""
    letters = (c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", "".join(letters)).split())


def table(path: Path) -> list[dict[str, str]]:
    """Read a CSV file of UTF-8."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def upr_info_table(name: str) -> list[dict[str, str]]:
    """Read one of UPR Info's files, which an old Mac wrote."""
    text = UPR_INFO[name].read_bytes().decode("mac_roman").replace("\r", "\n")
    return list(csv.DictReader(io.StringIO(text)))


def import_again(path: Path, review: str | None = None) -> None:
    """Import a file for the second time: nothing is made, nothing changes."""
    before = everything()
    again = import_path(path, review)
    assert some(again) == {"unchanged": again.rows}
    assert everything() == before


def everything() -> list[tuple[object, ...]]:
    """Return what the record holds of every recommendation."""
    links = Counter(RecommendationTheme.objects.values_list("content_object", flat=True))
    links.update(RecommendingState.objects.values_list("recommendation", flat=True))
    fields = ("pk", "slug", "document", "paragraph", "part", "kind", "text", "position", "updated_at", "field_sources")
    return [(*values, links[values[0]]) for values in Recommendation.objects.order_by("pk").values_list(*fields)]


def in_review(key: str) -> int:
    """Return how many records a review has."""
    return Recommendation.objects.filter(review__key=key).count()


def test_cycle_3_is_347_and_equal_words_stay_apart() -> None:
    outcome = import_path(CYCLE_3, "upr-3-usa")
    rows = table(CYCLE_3)
    assert some(outcome) == {"created": 347}
    assert outcome.rows == len(rows) == 347
    assert outcome.reviews_created == []
    records = Recommendation.objects.filter(review__key="upr-3-usa")
    assert set(records.values_list("paragraph", flat=True)) == {row["paragraph"] for row in rows}
    answers = {"Supported": "supported", "Noted": "noted", "Supported/Noted": "supported_in_part"}
    assert Counter(records.values_list("position", flat=True)) == Counter(answers[row["position"]] for row in rows)
    words = Counter(plain(row["text"]) for row in rows)
    equal = {text for text, times in words.items() if times > 1}
    assert len(equal) == 3
    assert records.filter(paragraph__in=[row["paragraph"] for row in rows if plain(row["text"]) in equal]).count() == 6
    assert records.get(paragraph="26.101").slug == "upr-3-usa-26-101"
    assert {record.document.symbol for record in records if record.document} == {"A/HRC/46/15"}
    import_again(CYCLE_3, "upr-3-usa")


def test_the_committee_s_paragraphs_are_concern_and_recommendation() -> None:
    outcome = import_path(COMMITTEE)
    assert some(outcome) == {"created": 50}
    records = Recommendation.objects.filter(review__mechanism__slug="ccpr", document__symbol="CCPR/C/USA/CO/4")
    assert Counter(records.values_list("kind", flat=True)) == {"concern": 22, "recommendation": 22, "other": 6}
    asked = {row["paragraph"] for row in table(COMMITTEE) if row["kind"] == "recommendation"}
    for kind in ("concern", "recommendation"):
        assert set(records.filter(kind=kind).values_list("paragraph", flat=True)) == asked
    import_again(COMMITTEE)


@pytest.mark.parametrize(
    ("name", "rows", "review"),
    [
        ("UPR20__Slovenia_ThematicListRecommendations_E.docx", 163, "upr-2-svn"),
        ("upr48-slovenia-thematic-list-of-recommendatio.docx", 254, "upr-4-svn"),
        ("UPR20_Egypt_MatrixOfRecommendations.docx", 300, "upr-2-egy"),
    ],
)
def test_thematic_lists(name: str, rows: int, review: str) -> None:
    outcome = import_path(LISTS / name)
    assert some(outcome) == {"created": rows}
    assert outcome.reviews_created == [review]
    assert in_review(review) == rows
    assert not outcome.unknown_labels
    if review == "upr-2-egy":
        answers = Counter(Recommendation.objects.filter(review__key=review).values_list("position", flat=True))
        assert answers == {"supported": 224, "noted": 53, "supported_in_part": 23}
    import_again(LISTS / name)


def uhri_symbols() -> Counter[str]:
    """Return how many rows of UHRI's export each document has."""
    return Counter(row["Symbol"].strip().removeprefix("- ") for row in json.loads(UHRI_JSON.read_text("utf-8-sig")))


def test_the_two_exports_of_uhri_are_the_same_60() -> None:
    first = import_path(UHRI_XLSX)
    assert some(first) == {"created": 60}
    state = everything()
    assert some(import_path(UHRI_JSON)) == {"unchanged": 60}
    assert everything() == state
    assert Recommendation.objects.count() == 60
    import_again(UHRI_XLSX)


@pytest.mark.parametrize("uhri_first", [False, True])
@pytest.mark.parametrize("export", [UHRI_XLSX, UHRI_JSON])
def test_uhri_meets_cycle_3(uhri_first: bool, export: Path) -> None:
    in_both = uhri_symbols()["A/HRC/46/15"]
    assert 0 < in_both <= 60
    if uhri_first:
        assert some(import_path(export)) == {"created": 60}
        assert import_path(CYCLE_3, "upr-3-usa").created == 347 - in_both
    else:
        import_path(CYCLE_3, "upr-3-usa")
        assert import_path(export).created == 60 - in_both
    records = Recommendation.objects.filter(review__key="upr-3-usa")
    assert records.count() == 347
    assert records.filter(annotation_id__isnull=False).count() == in_both
    for path, review in ((export, None), (CYCLE_3, "upr-3-usa")):
        import_again(path, review)


def us_of_cycle_1() -> dict[str, tuple[object, ...]]:
    """Return what the record says of each text of the 2010 review, but for its address."""
    records = Recommendation.objects.filter(review__key="upr-1-usa").prefetch_related("recommending", "themes")
    return {
        record.fingerprint: (
            record.paragraph,
            record.text,
            record.position,
            record.action_category,
            record.kind,
            record.document.symbol if record.document else "",
            frozenset(state.country_id for state in record.recommending.all()),
            frozenset(theme.pk for theme in record.themes.all()),
        )
        for record in records
    }


def near_pairs() -> set[frozenset[str]]:
    """Return the possible duplicates, by their words."""
    pairs = PossibleDuplicate.objects.values_list("first__fingerprint", "second__fingerprint")
    return {frozenset(pair) for pair in pairs}


def counted(name: str) -> tuple[int, int]:
    """Return rows and recommendations of one of UPR Info's files: same country, session and words are one."""
    rows = upr_info_table(name)
    return len(rows), len({(row["To"], row["Session"], plain(row["Text"])) for row in rows})


def check_upr_info(outcome: ImportOutcome, name: str, rows: int, recommendations: int) -> None:
    """Check the figures of a first import of one of UPR Info's files."""
    assert (rows, recommendations) == counted(name)
    assert some(outcome) == {"created": recommendations, "merged": rows - recommendations}
    reviews = {(row["To"], row["Session"]) for row in upr_info_table(name)}
    assert len(outcome.reviews_created) >= len(reviews) - 1  # all but the United States, which are there already
    assert not outcome.unknown_labels


@pytest.mark.parametrize(("name", "rows", "recommendations"), [("1-5", 6094, 5626), ("10-13", 9047, 8892)])
def test_upr_info(name: str, rows: int, recommendations: int) -> None:
    check_upr_info(import_path(UPR_INFO[name]), name, rows, recommendations)
    assert Recommendation.objects.count() == recommendations
    slugs = Recommendation.objects.values_list("slug", flat=True)
    assert len(set(slugs)) == recommendations
    made_by = {
        (row["To"], row["Session"], plain(row["Text"]), row["From"])
        for row in upr_info_table(name)
        if "unknown" not in row["From"].casefold()  # printed as &#40;Unknown&#41;
    }
    assert RecommendingState.objects.count() == len(made_by)
    import_again(UPR_INFO[name])


def test_the_2010_review_meets_upr_info_in_either_order() -> None:
    us_rows = [row for row in upr_info_table("6-9") if row["To"] == "United States"]
    known = {plain(row["Text"]) for row in us_rows}
    paragraphs = table(CYCLE_1)
    met = sum(plain(row["text"]) in known for row in paragraphs)
    assert (len(us_rows), len(paragraphs), met, len(paragraphs) + len(known) - met) == (280, 228, 199, 298)

    check_upr_info(import_path(UPR_INFO["6-9"]), "6-9", 8343, 8176)
    outcome = import_path(CYCLE_1, "upr-1-usa")
    assert some(outcome) == {"created": 228 - met, "updated": met}
    assert in_review("upr-1-usa") == 298
    first = us_of_cycle_1()
    assert len(first) == 298
    assert sum(bool(values[0]) for values in first.values()) == 228
    pairs = near_pairs()
    assert any(level.text.startswith(f"{len(pairs)} pairs") for level in outcome.messages)
    assert len(pairs) >= 9
    import_again(UPR_INFO["6-9"])
    import_again(CYCLE_1, "upr-1-usa")

    forget_everything()
    assert some(import_path(CYCLE_1, "upr-1-usa")) == {"created": 228}
    import_path(UPR_INFO["6-9"])
    assert in_review("upr-1-usa") == 298
    assert us_of_cycle_1() == first
    assert near_pairs() == pairs
    import_again(CYCLE_1, "upr-1-usa")


def forget_everything() -> None:
    """Empty the record, so that the same test can fill it in another order."""
    Recommendation.objects.all().delete()
    ImportBatch.objects.all().delete()
    Review.objects.filter(documents=None, record=Review.Record.PARTIAL).delete()


def test_figures_are_the_batch_s_figures() -> None:
    outcome = import_path(COMMITTEE)
    batch = ImportBatch.objects.get(pk=outcome.batch)
    assert {name: getattr(batch, name) for name in counts(outcome)} == counts(outcome)
    assert (batch.rows, batch.format, batch.file_name) == (50, "csv", COMMITTEE.name)
    assert len(batch.file_digest) == 64
    assert batch.changes.count() == batch.sources.count() == 50
